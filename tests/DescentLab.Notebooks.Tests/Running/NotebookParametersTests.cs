using System.Globalization;
using CsCheck;
using static DescentLab.Notebooks.Tests.NotebookBuilder;

namespace DescentLab.Notebooks.Tests;

public class NotebookParametersTests
{
    [Fact]
    public void Read_OfAParametersCell_ListsThePlainLiteralsOnly()
    {
        var document = Notebook(
            ("double notThisCell = 1;", []),
            ("double η = 0.03; // the rate\nint steps = 15, more = -3;\nvar x = Math.Sqrt(2);\nvar name = \"Adam\";\nbool show = true;", ["parameters"]));

        Assert.Equal(
            [("η", "0.03"), ("steps", "15"), ("more", "-3"), ("name", "\"Adam\""), ("show", "true")],
            NotebookParameters.Read(document).Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void Read_OfACellOfTooManyBrackets_ListsNothing() =>
        Assert.Empty(NotebookParameters.Read(Notebook(($"double x = {new string('(', 20_000)};", ["parameters"]))));

    [Theory]
    [InlineData("double η = 0.03;", "η", "0.15", "double η = 0.15;")]
    [InlineData("double η = 0.03;", "η", "-1", "double η = -1.0;")]
    [InlineData("double η = -0.03; // left", "η", "1e-30", "double η = 1E-30; // left")]
    [InlineData("var η = 0.03;", "η", "2", "var η = 2.0;")]
    [InlineData("var η = 0.03f;", "η", "0.1", "var η = 0.1f;")]
    [InlineData("float μ = 0.9f;", "µ", "0.5", "float μ = 0.5f;")]
    [InlineData("decimal d = 1m;", "d", "0.10", "decimal d = 0.10m;")]
    [InlineData("int a = 1,  b = 2;", "b", "40_000", "int a = 1,  b = 40000;")]
    [InlineData("long seed = 1;", "seed", "-5", "long seed = -5L;")]
    [InlineData("ulong seed = 1;", "seed", "18446744073709551615", "ulong seed = 18446744073709551615ul;")]
    [InlineData("bool show = true;", "show", "False", "bool show = false;")]
    [InlineData("string s = \"a\";", "s", "say \"hi\"\\", "string s = \"say \\\"hi\\\"\\\\\";")]
    public void Set_OfAValue_ReplacesTheLiteralAndNothingElse(string source, string name, string value, string expected)
    {
        var document = Notebook((source, ["parameters"]));
        var changed = NotebookParameters.Set(document, [KeyValuePair.Create(name, value)]);

        Assert.Equal(expected, changed.Cells[0].Source);
        Assert.Equal(source, document.Cells[0].Source);
    }

    [Fact]
    public void Set_OfAnyDouble_IsReadBackExactly() => Gen.Double.Where(double.IsFinite).Sample(x =>
    {
        var document = Notebook(("double before = 1, x = 0.5, after = 2;", ["parameters"]));
        var changed = NotebookParameters.Set(document, [KeyValuePair.Create("x", x.ToString("R", CultureInfo.InvariantCulture))]);

        Assert.Equal(x, double.Parse(NotebookParameters.Read(changed)[1].Value, CultureInfo.InvariantCulture));
    });

    [Fact]
    public void Set_OfSeveralNames_ChangesEach() =>
        Assert.Equal("double η = 0.5;\nint steps = 3;", NotebookParameters.Set(
            Notebook(("double η = 0.03;\nint steps = 15;", ["parameters"])),
            [KeyValuePair.Create("steps", "3"), KeyValuePair.Create("η", "0.5")]).Cells[0].Source);

    [Fact]
    public void Set_OfAnUnknownName_ListsTheParameters() => Fails(
        ("double η = 0.03; int steps = 15;", ["parameters"]), "eta", "1",
        "small: there is no parameter 'eta'. It has: η, steps.");

    [Fact]
    public void Set_WithoutAParametersCell_SaysSo() => Fails(
        ("double η = 0.03;", []), "η", "1", "small: there is no parameter 'η'. This notebook has no parameters.");

    [Theory]
    [InlineData("int steps = 15;", "steps", "1.5", "small: '1.5' is not a valid int for the parameter steps (now 15). Give a whole number that an int can hold, such as 40_000.")]
    [InlineData("double η = 0.03;", "η", "fast", "small: 'fast' is not a valid double for the parameter η (now 0.03). Give a number with a decimal point, such as 0.1 or 1e-3, that a double can hold.")]
    [InlineData("double η = 0.03;", "η", "0,03", "small: '0,03' is not a valid double for the parameter η (now 0.03). Give a number with a decimal point, such as 0.1 or 1e-3, that a double can hold.")]
    [InlineData("double η = 0.03;", "η", "NaN", "small: 'NaN' is not a valid double for the parameter η (now 0.03). Give a number with a decimal point, such as 0.1 or 1e-3, that a double can hold.")]
    [InlineData("var show = true;", "show", "1", "small: '1' is not a valid bool for the parameter show (now true). Give true or false.")]
    public void Set_OfAValueOfAnotherType_NamesBoth(string source, string name, string value, string message) =>
        Fails((source, ["parameters"]), name, value, message);

    private static void Fails((string Source, string[] Tags) cell, string name, string value, string message) =>
        Assert.Equal(message, Assert.Throws<NotebookParameterException>(
            () => NotebookParameters.Set(Notebook(cell), [KeyValuePair.Create(name, value)])).Message);
}
