namespace DescentLab.Notebooks.Tests;

public sealed class WrappingTests
{
    private const int Width = Wrapping.Width;

    [Fact]
    public void Lines_OfALongArray_AreFilled()
    {
        var numbers = Enumerable.Range(0, 60).Select(i => $"{i / 7.0:R}").ToList();
        var text = $"[ {string.Join(", ", numbers)} ]";

        var lines = Wrapping.Lines(text).Split('\n');

        Assert.All(lines, line => Assert.InRange(line.Length, 0, Width));
        Assert.All(lines.Skip(1), line => Assert.StartsWith("    ", line, StringComparison.Ordinal));
        // Nothing is lost, and the next number would not have fit in any line.
        Assert.Equal(text, string.Join(' ', lines.Select(line => line.Trim())));
        Assert.All(lines.Zip(lines.Skip(1)).SkipLast(1), pair => Assert.True(pair.First.Length + 1 + pair.Second.Trim().Split(' ')[0].Length > Width));
    }

    [Fact]
    public void Lines_OfARecordInARecord_BreakBetweenTheOuterOnes()
    {
        const string Text = "PerRange { First = Momentum { LearningRate = 0.6, Mu = 0.978 }, Second = Momentum { LearningRate = 0.6, Mu = 0.911 }, Third = 3 }";

        Assert.Equal(
            """
            PerRange { First = Momentum { LearningRate = 0.6, Mu = 0.978 },
                Second = Momentum { LearningRate = 0.6, Mu = 0.911 }, Third = 3 }
            """,
            Wrapping.Lines(Text));
    }

    [Fact]
    public void Lines_OfAnIndentedProperty_KeepItsIndent()
    {
        var lines = Wrapping.Lines($"R\n      C: [ {string.Join(", ", Enumerable.Repeat("0.3333333333333333", 12))} ]").Split('\n');

        Assert.Equal("R", lines[0]);
        Assert.StartsWith("      C: [ 0.3333", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("          0.3333", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short, [1, 2]")]
    [InlineData("One sentence that a class says about itself, which is long, longer than a line, and has commas, but has no brackets at all, none.")]
    [InlineData("[0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789]")]
    [InlineData("{ Text = \"one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen\" }")]
    public void Lines_WithoutAPlaceToBreak_AreUnchanged(string text) => Assert.Equal(text, Wrapping.Lines(text));

    [Fact]
    public void Of_AString_IsUnchanged()
    {
        var text = $"[ {string.Join(", ", Enumerable.Range(0, 100))} ]";
        var bundle = MimeBundle.Empty.With("text/plain", text);

        Assert.Same(bundle, Wrapping.Of(bundle, text));
        Assert.NotEqual(bundle, Wrapping.Of(bundle, new[] { 1 }));
    }

    [Fact]
    public async Task Of_ATree_MayWrapInABrowser()
    {
        using var folder = new TemporaryFolder();
        using var session = new Session(folder.Path);
        var result = await session.RunAsync("record R(double[] Values); new R([1, 2])", 1, cancellation: TestContext.Current.CancellationToken);
        var html = Assert.IsType<DataOutput>(Assert.Single(result.Outputs)).Data["text/html"]!;

        Assert.True(
            html.LastIndexOf(".dni-treeview { white-space: normal; }", StringComparison.Ordinal)
            > html.LastIndexOf("white-space: nowrap", StringComparison.Ordinal));
        Assert.EndsWith("</style>", html, StringComparison.Ordinal);
    }
}
