namespace DescentLab.Notebooks.Tests;

public sealed class CodeCompletionTests : IDisposable
{
    private const string Cells = """
        double eta = 0.1; int[] numbers = [1, 2]; string? text = "a"; string? Nothing() => null;
        double Twice(double x) => 2 * x;
        enum Colour { Red, Green }
        class Ball
        {
            public double Height { get; set; }
            public Colour Paint;
            public Ball(int size = 1, string label = "") { }
            public Ball? Next => null;
            public void Drop(int times, bool quietly = false, Colour trail = Colour.Red) { }
            public static Ball Make() => new();
        }
        var ball = new Ball();
        Func<double, double> f = x => x * x;
        T Same<T>(T value, int copies = 1) => value;
        """;

    private readonly Typing typing = new(Cells, "var later = Twice(eta);");

    public void Dispose() => typing.Dispose();

    [Theory]
    // After a dot.
    [InlineData("ball.|", "Height Paint Drop Next", "Make eta Colour")]
    [InlineData("Ball.|", "Make", "Height Drop eta")]
    [InlineData("Colour.|", "Red Green", "eta ball")]
    [InlineData("ball.Hei|", "Height", "Paint")]
    [InlineData("ball.Hei|ght", "Height", "Paint")]
    [InlineData("eta.|", "ToString CompareTo", "Length Height")]
    [InlineData("12.5.|", "ToString", "Length")]
    [InlineData("\"a\".|", "Length Trim Select", "eta")]
    [InlineData("numbers.|", "Length Select Where Sum", "eta")]
    [InlineData("System.Linq.|", "Enumerable", "eta Console")]
    [InlineData("numbers\n    .Where(n => n > 1)\n    .|", "Select Sum", "eta")]
    [InlineData("new Ball().|", "Height Drop", "Make")]
    [InlineData("new[] { 1 }.Sele|", "Select SelectMany", "Where")]
    [InlineData("typeof(Ball).|", "Name", "Height")]
    [InlineData("(eta, ball).|", "eta ball", "numbers")]
    [InlineData("var (a, b) = (1, ball); b.|", "Height", "Length")]
    [InlineData("new { Size = 1 }.|", "Size", "Height")]
    [InlineData("ball.Paint.|", "ToString HasFlag", "Red")]
    // After ?. and !.
    [InlineData("text?.|", "Length Trim", "Value HasValue eta")]
    [InlineData("text?.Len|", "Length", "Trim")]
    [InlineData("text!.|", "Length Trim", "eta")]
    [InlineData("Nothing()?.|", "Length Trim", "eta")]
    [InlineData("ball?.Next?.|", "Height Drop Next", "Length")]
    [InlineData("ball?.Next?.Next.|", "Height Drop", "Length")]
    [InlineData("text?.Trim().|", "Length Trim", "Height")]
    [InlineData("numbers?[0].|", "ToString CompareTo", "Length")]
    [InlineData("var y = text?.|;\nvar z = 1;", "Length", "eta")]
    // In arguments.
    [InlineData("Math.Max(|", "eta ball Twice", "Height")]
    [InlineData("Math.Max(1, e|", "eta", "numbers")]
    [InlineData("ball.Drop(|", "times: quietly: eta", "Height")]
    [InlineData("ball.Drop(t|", "times:", "quietly:")]
    [InlineData("ball.Drop(times: 1, |", "quietly: trail:", "Height")]
    [InlineData("ball.Drop(1, trail: |", "Colour", "Height")]
    [InlineData("ball.Drop(1, trail: Colour.|", "Red Green", "eta")]
    [InlineData("ball.Drop(ball.|", "Height Paint", "eta")]
    [InlineData("Twice(Twice(e|", "eta", "numbers")]
    [InlineData("new Ball(|", "size: label:", "Height")]
    [InlineData("new Ball(l|", "label:", "size:")]
    [InlineData("string.Join(sep|", "separator:", "values:")]
    [InlineData("numbers[n|", "numbers", "eta")]
    [InlineData("f(e|", "eta", "numbers")]
    [InlineData("Console.WriteLine(ball.|)", "Height", "eta")]
    // In generic calls.
    [InlineData("Same<|", "Ball Colour double", "Height")]
    [InlineData("Same<B|>(null)", "Ball", "Colour")]
    [InlineData("Same<double>(e|", "eta", "numbers")]
    [InlineData("Same<Ball>(ball).|", "Height Drop", "Length")]
    [InlineData("Same(ball, copies: 2).|", "Height", "Length")]
    [InlineData("new List<|", "Ball int", "Height")]
    [InlineData("new List<Ball>().|", "Add Count Select", "Height")]
    [InlineData("new Dictionary<string, B|", "Ball", "Colour")]
    [InlineData("numbers.ToDictionary(n => n, n => ball)[1].|", "Height", "Length")]
    // Object initialisers, new, patterns, with.
    [InlineData("new Ball { |", "Height Paint", "Drop eta")]
    [InlineData("new Ball { Height = 1, |", "Paint", "Height eta")]
    [InlineData("new Ball { Height = e|", "eta", "numbers")]
    [InlineData("Ball b = new |", "Ball", "eta Height")]
    [InlineData("new Ba|", "Ball", "ball")]
    [InlineData("new |", "Ball Random List System", "display HTML Twice")]
    [InlineData("typeof(|)", "Ball Random System", "display HTML Twice")]
    [InlineData("ball is { H|", "Height", "Drop")]
    [InlineData("ball.Paint switch { |", "Colour", "Height")]
    [InlineData("switch (ball) { case Ball { | } }", "Height", "eta")]
    // Lambdas, local functions, queries.
    [InlineData("numbers.Select(n => n.|", "ToString CompareTo", "Length")]
    [InlineData("numbers.Select(n => n|", "n numbers", "ball")]
    [InlineData("numbers.Select(outer => numbers.Select(inner => o|", "outer", "inner")]
    [InlineData("numbers.Select(n => { var local = n; return lo|", "local", "ball")]
    [InlineData("Func<Ball, double> g = b => b.|", "Height", "Length")]
    [InlineData("from n in numbers where n.|", "CompareTo", "Length")]
    [InlineData("from n in numbers wh|", "where", "while")]
    [InlineData("double Half(double size) => si|", "size", "ball")]
    [InlineData("async Task F() { await Task.D|", "Delay", "Run")]
    [InlineData("foreach (var n in nu|", "numbers", "eta")]
    [InlineData("for (int i = 0; i < numbers.Le|", "Length", "Select")]
    // Across cells, and what every cell can call.
    [InlineData("lat|", "later", "eta")]
    [InlineData("Tw|", "Twice", "eta")]
    [InlineData("disp|", "display", "eta")]
    [InlineData("nameof(b|", "ball", "eta")]
    [InlineData("typeof(Co|", "Colour Console", "eta")]
    [InlineData("Mat|", "Math", "eta")]
    [InlineData("|", "eta ball numbers Twice Console var if", "Height")]
    [InlineData("using System.Te|", "Text", "Console")]
    // Keywords.
    [InlineData("whi|", "while", "where")]
    [InlineData("awa|", "await", "async")]
    [InlineData("ref|", "ref", "readonly")]
    [InlineData("[Obs|] class X { }", "Obsolete", "eta")]
    // Interpolation holes are code.
    [InlineData("$\"{|}\"", "eta ball", "Height")]
    [InlineData("$\"{ball.|}\"", "Height", "eta")]
    [InlineData("$\"\"\"\n{ball.|}\n\"\"\"", "Height", "eta")]
    [InlineData("$\"{text?.|}\"", "Length", "eta")]
    public async Task Complete_InCode_OffersTheNamesThatFit(string code, string offered, string notOffered)
    {
        var names = await typing.NamesAsync(code);

        Assert.All(offered.Split(' '), name => Assert.Contains(name, names));
        Assert.All(notOffered.Split(' '), name => Assert.DoesNotContain(name, names));
    }

    [Theory]
    [InlineData("// ball.|")]
    [InlineData("var x = 1; // e|")]
    [InlineData("/* ball.| */")]
    [InlineData("/* e|")]
    [InlineData("/// <summary>ball.|</summary>\nint x;")]
    [InlineData("\"ball.|\"")]
    [InlineData("\"e|\"")]
    [InlineData("\"e|")]
    [InlineData("@\"ball.|\"")]
    [InlineData("\"\"\"\nball.|\n\"\"\"")]
    [InlineData("\"\"\"\nball.|\n")]
    [InlineData("$\"ball.|{eta}\"")]
    [InlineData("$\"\"\"\nball.|\n\"\"\"")]
    [InlineData("'b|'")]
    [InlineData("eta = 0.|")]
    [InlineData("1|")]
    [InlineData("int |")]
    [InlineData("nope.|")]
    [InlineData("nope?.|")]
    public async Task Complete_WhereNothingFits_OffersNothing(string code) => Assert.Empty(await typing.NamesAsync(code));

    [Theory]
    [InlineData("|")]
    [InlineData("DescentLab.|")]
    [InlineData("Cell|")]
    [InlineData("Sub|")]
    [InlineData("Check|")]
    [InlineData("<|")]
    [InlineData("this.|")]
    [InlineData("ball.|")]
    [InlineData("Microsoft.|")]
    [InlineData("System.|")]
    public async Task Complete_Anywhere_OffersNothingOfTheEngine(string code)
    {
        string[] internals =
        [
            "Notebooks", "Session", "Checkpoint", "CellFunctions", "RunningCell", "Submission", "Cell0", "Cell1", "Cell2", "Cell3", "CodeAnalysis",
            "AngleSharp", "Acornima", "Jint", "Mono", "Markdig", "Ganss", "PuppeteerSharp", "Elfie", "Humanizer",
        ];

        var names = await typing.NamesAsync(code);

        Assert.DoesNotContain(names, name => internals.Contains(name) || name.Contains('<', StringComparison.Ordinal) || name.Contains('#', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ball.Hei|", 5, 8)]
    [InlineData("ball.|", 5, 5)]
    [InlineData("x = ball?.Ne|", 10, 12)]
    public async Task Complete_APartOfAName_GivesTheSpanToReplace(string code, int start, int end)
    {
        var completions = await typing.CompleteAsync(code);

        Assert.Equal((start, end), (completions.Start, completions.End));
    }

    [Theory]
    [InlineData("ball.Dro|", "Drop", "function", "(int times, bool quietly = false, Colour trail = Colour.Red)")]
    [InlineData("ball.Hei|", "Height", "property", null)]
    [InlineData("Bal|", "Ball", "class", null)]
    [InlineData("Colo|", "Colour", "enum", null)]
    [InlineData("Colour.Re|", "Red", "enumMember", null)]
    [InlineData("System.Tex|", "Text", "module", null)]
    [InlineData("whil|", "while", "keyword", null)]
    [InlineData("numbers.Wher|", "Where", "function", "(Func<int, bool> predicate)")]
    [InlineData("IDispo|", "IDisposable", "interface", null)]
    [InlineData("DateTim|", "DateTime", "struct", null)]
    [InlineData("Twic|", "Twice", "function", "(double x)")]
    public async Task Complete_AName_HasItsKindAndSignature(string code, string name, string kind, string? signature) =>
        Assert.Contains(new CompletionMatch(name, kind, signature), (await typing.CompleteAsync(code)).Matches);

    [Fact]
    public async Task Complete_BetweenManyNames_OffersTheReadersOwnBeforeTypes()
    {
        var names = (await typing.NamesAsync("|")).ToList();

        Assert.True(names.IndexOf("eta") < names.IndexOf("Action"));
        Assert.True(names.IndexOf("Twice") < names.IndexOf("abstract"));
    }

    [Fact]
    public async Task Complete_AfterARedeclaration_OffersTheNewMembers()
    {
        Assert.Contains("CompareTo", await typing.NamesAsync("eta.|"));
        typing.Run("var eta = \"text\";");

        Assert.Contains("Trim", await typing.NamesAsync("eta.|"));
    }

    [Fact]
    public async Task Complete_InALongSession_FollowsTheChain()
    {
        for (var round = 0; round < 40; round++)
        {
            typing.Run($"var changing = {round}; var kept{round} = changing;");
        }

        Assert.Contains("kept0", await typing.NamesAsync("kep|"));
        Assert.Contains("kept39", await typing.NamesAsync("kep|"));
        Assert.Contains("CompareTo", await typing.NamesAsync("changing.|"));
    }

    [Fact]
    public async Task Complete_ManyAtOnce_AllAnswer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => typing.NamesAsync("ball.|"))));

        Assert.All(answers, names => Assert.Contains("Height", names));
    }
}
