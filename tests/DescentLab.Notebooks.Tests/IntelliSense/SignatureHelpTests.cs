namespace DescentLab.Notebooks.Tests;

public sealed class SignatureHelpTests : IDisposable
{
    private readonly Typing typing = new("""
        double Twice(double x) => 2 * x;
        double Mix(double a, double b, double weight = 0.5) => a;
        double Mix(string a) => 0;
        void Many(string first, params int[] rest) { }
        T Same<T>(T value, int copies = 1) => value;
        class Ball { public Ball(int size, string label = "") { } public double this[int row, int column] => 0; public void Drop(int times, bool quietly = false) { } }
        var ball = new Ball(1);
        Func<double, int, double> g = (x, n) => x;
        """);

    public void Dispose() => typing.Dispose();

    [Theory]
    [InlineData("Twice(|", "Twice", "x")]
    [InlineData("Twice(|)", "Twice", "x")]
    [InlineData("Mix(1, |", "Mix", "b")]
    [InlineData("Mix(1, 2, |)", "Mix", "weight")]
    [InlineData("Mix(1, weight: |", "Mix", "weight")]
    [InlineData("Mix(b: |", "Mix", "b")]
    [InlineData("Mix(Twice(|", "Twice", "x")]
    [InlineData("Mix(Twice(1), |", "Mix", "b")]
    [InlineData("Mix((1 + |2), 3)", "Mix", "a")]
    [InlineData("Mix(\n    1,\n    |", "Mix", "b")]
    [InlineData("Many(\"a\", 1, 2, |", "Many", "rest")]
    [InlineData("ball.Drop(1, |", "Drop", "quietly")]
    [InlineData("ball?.Drop(|", "Drop", "times")]
    [InlineData("ball?.Drop(1, |", "Drop", "quietly")]
    [InlineData("\"a\"?.Trim().Substring(1, |)", "Substring", "length")]
    [InlineData("ball?[1, |", "this[]", "column")]
    [InlineData("new Ball(|", ".ctor", "size")]
    [InlineData("new Ball(1, |", ".ctor", "label")]
    [InlineData("Ball b = new(|", ".ctor", "size")]
    [InlineData("ball[|", "this[]", "row")]
    [InlineData("ball[1, |", "this[]", "column")]
    [InlineData("g(1, |", "Invoke", "arg2")]
    [InlineData("Same<double>(|", "Same", "value")]
    [InlineData("Same(1, |", "Same", "copies")]
    [InlineData("Math.Pow(2, |", "Pow", "y")]
    [InlineData("\"a\".Substring(|", "Substring", "startIndex")]
    [InlineData("new[] { 1 }.Select(|", "Select", "selector")]
    [InlineData("new[] { 1 }.Select(n => Twice(|", "Twice", "x")]
    [InlineData("[Obsolete(|] class X { }", ".ctor", "message")]
    [InlineData("$\"{Twice(|}\"", "Twice", "x")]
    public void At_InArguments_NamesMethodAndParameter(string code, string method, string parameter)
    {
        var help = typing.Signatures(code);

        Assert.NotNull(help);
        Assert.Equal((method, parameter), (help.Methods[0].Name, help.Active?.Name));
    }

    [Theory]
    [InlineData("Twice|(")]
    [InlineData("Twice(1)|")]
    [InlineData("Twice(1);|")]
    [InlineData("nope(|")]
    [InlineData("(1 + |2)")]
    [InlineData("new[] { 1 }.Select(n => { |")]
    [InlineData("|")]
    [InlineData("if (|")]
    public void At_OutsideArguments_FindsNothing(string code) => Assert.Null(typing.Signatures(code));

    [Theory]
    [InlineData("Mix(|", 2)]
    [InlineData("Twice(|", 1)]
    public void At_AMethodWithOverloads_NamesThemAll(string code, int overloads) => Assert.Equal(overloads, typing.Signatures(code)?.Methods.Count);

    [Fact]
    public void At_TheThirdArgument_PrefersAnOverloadThatAcceptsIt() =>
        Assert.Equal("weight", typing.Signatures("Mix(1, 2, |")?.Active?.Name);

    [Theory]
    [InlineData("Math.Max(1, |", "int Math.Max(int val1, int val2)")]
    [InlineData("Math.Max(1.5, |", "double Math.Max(double val1, double val2)")]
    [InlineData("new DateTime(2020, 1, |", "DateTime(int year, int month, int day)")]
    [InlineData("string.Join(\", \", |", "string string.Join(string? separator, params string?[] value)")]
    public void At_AMethodWithOverloads_BeginsWithTheOneThatFitsTheArguments(string code, string signature) =>
        Assert.Equal(signature, typing.Signatures(code) is { Methods: [var first, ..] } ? SymbolDescription.Signature(first) : null);

    [Theory]
    [InlineData("Same<|", "Same")]
    [InlineData("new Dictionary<string, |", "Dictionary")]
    public void At_TypeArguments_NamesTheGeneric(string code, string name) => Assert.Equal(name, typing.Signatures(code)?.Methods[0].Name);
}
