using System.Text.RegularExpressions;

namespace DescentLab.Notebooks.Tests;

public sealed partial class CodeHoverTests : IDisposable
{
    private const string Cells = """"
        double eta = 0.03;   // the learning rate η, above 0
        // how far the ball rolls
        int steps = 15;
        /// <summary>Rolls <b>downhill</b> with the rate <paramref name="rate"/>.</summary>
        /// <remarks>
        /// <code>
        /// x ← x − η f′(x)        (11.1)
        /// </code>
        /// Two things:
        /// <list type="bullet">
        /// <item>it starts at <c>start</c></item>
        /// <item><term>order</term><description>matters</description></item>
        /// </list>
        /// <para>A second paragraph, see <see cref="double.NaN"/>.</para>
        /// </remarks>
        /// <param name="rate">η, above 0, in m/s.</param>
        /// <param name="start">Where it begins, in [−1, 1].</param>
        /// <returns>Where it ends.</returns>
        /// <example><code>Roll(0.1, start: 1)</code></example>
        /// <exception cref="ArgumentOutOfRangeException">The rate is not above 0.</exception>
        double Roll(double rate, double start = 0.75) => start;
        double Roll(string word) => 0;
        interface IShape
        {
            /// <summary>The area, in m².</summary>
            double Area(double scale);
        }
        class Square : IShape { /// <inheritdoc/>
            public double Area(double scale) => scale; }
        /// <summary>What a line looks like.</summary>
        enum Line {
            /// <summary>No gap.</summary>
            Solid,
            Dotted }
        /// <summary>A step of size <paramref name="Size"/>.</summary>
        /// <param name="Size">How long, above 0.</param>
        record Step(double Size);
        /// <param name="size">How big, in m.</param>
        void Grow(double size) { }
        void Grow(int times, double size) { }
        /// <inheritdoc cref="Math.Sqrt"/>
        double Root(double d) => Math.Sqrt(d);
        """";

    private readonly Typing typing = new(Cells);

    public void Dispose() => typing.Dispose();

    [Fact]
    public void Inspect_ADocumentedMethod_ShowsAllSections()
    {
        Assert.Equal(
            """
            double Roll(double rate, double start = 0.75)
            double Roll(string word)

            Rolls downhill with the rate rate.

            • rate: η, above 0, in m/s.
            • start: Where it begins, in [−1, 1].

            Returns: Where it ends.

                x ← x − η f′(x)        (11.1)

            Two things:

            • it starts at start
            • order: matters

            A second paragraph, see double.NaN.

            Example

                Roll(0.1, start: 1)

            Throws ArgumentOutOfRangeException: The rate is not above 0.
            """,
            typing.Plain("Ro|ll"));
    }

    [Fact]
    public void Inspect_ADocumentedMethod_IsMarkdownToo()
    {
        var markdown = typing.Markdown("Ro|ll");

        Assert.StartsWith("```csharp\ndouble Roll(double rate, double start = 0.75)\n", markdown, StringComparison.Ordinal);
        Assert.Contains("Rolls **downhill** with the rate `rate`.", markdown, StringComparison.Ordinal);
        Assert.Contains("- `start`: Where it begins, in \\[−1, 1\\].", markdown, StringComparison.Ordinal);
        Assert.Contains("```csharp\nx ← x − η f′(x)        (11.1)\n```", markdown, StringComparison.Ordinal);
        Assert.Contains("- it starts at `start`\n- **order**: matters", markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("et|a + 1", "double eta\n\nthe learning rate η, above 0")]
    [InlineData("ste|ps", "int steps\n\nhow far the ball rolls")]
    [InlineData("new Square().Ar|ea(1)", "double Square.Area(double scale)\n\nThe area, in m².")]
    [InlineData("Lin|e.Solid", "enum Line\n\nWhat a line looks like.\n\n• Solid: No gap.\n• Dotted")]
    [InlineData("Line.Sol|id", "Line.Solid = 0\n\nNo gap.")]
    [InlineData("St|ep s", "record Step\n\nA step of size Size.\n\n• Size: How long, above 0.\n\nnew Step(double Size)\n\n• Size: How long, above 0.")]
    [InlineData("Roll(0.1, start:|", "double start = 0.75\n\nWhere it begins, in [−1, 1].")]
    [InlineData("Roll(0.1, sta|rt: 1)", "double start = 0.75\n\nWhere it begins, in [−1, 1].")]
    [InlineData("var local = 1; loc|al++;", "int local")]
    [InlineData("const int Two = 2; Tw|o", "int Two")]
    [InlineData("Math.P|I", "double Math.PI = 3.141592653589793")]
    [InlineData("new[] { 1 }.Select(item => it|em)", "int item")]
    [InlineData("v|ar x = 1;", "int\n\nRepresents a 32-bit signed integer.")]
    public void Inspect_AName_BeginsWithItsSignature(string code, string expected) =>
        Assert.StartsWith(expected, typing.Plain(code), StringComparison.Ordinal);

    [Fact]
    public void Inspect_AMemberOfDotNet_HasItsDocumentation()
    {
        Assert.Contains("square root", typing.Plain("Math.Sq|rt(2)"), StringComparison.Ordinal);
        Assert.Contains("list", typing.Plain("Li|st<int> l"), StringComparison.Ordinal);
        Assert.Contains("standard output stream", typing.Plain("Console.WriteLi|ne()"), StringComparison.Ordinal);
        Assert.Contains("Projects each element", typing.Plain("new[] { 1 }.Sel|ect(x => x)"), StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_AMemberDocumentedLikeAnother_HasTheOthersDocumentation() =>
        Assert.StartsWith("double Root(double d)\n\nReturns the square root of a specified number.", typing.Plain("Roo|t(2)"), StringComparison.Ordinal);

    [Fact]
    public void Inspect_AReferenceToAGenericType_NamesItAsInCode() =>
        Assert.Contains("`IEnumerable<T>`", typing.Markdown("new[] { 1 }.Sel|ect(x => x)"), StringComparison.Ordinal);

    [Theory]
    [InlineData("nop|e")]
    [InlineData("// et|a")]
    [InlineData("\"et|a\"")]
    [InlineData("1 |+ 2")]
    [InlineData("|")]
    [InlineData("if| (true) { }")]
    public void Inspect_OutsideAName_FindsNothing(string code) => Assert.Null(typing.Inspect(code));

    [Fact]
    public void Inspect_InArguments_ShowsTheParameterFirst()
    {
        Assert.Matches(Active("start"), typing.Plain("Roll(0.1, |"));
        Assert.Matches(Active("rate"), typing.Plain("Roll(|"));
        Assert.Matches(Active("start"), typing.Plain("Roll(start: |"));

        Assert.Contains("▸ size: How big, in m.", typing.Plain("Grow(1, |"), StringComparison.Ordinal);

        static Regex Active(string name) => new($"^double Roll[^▸]*▸ {name}: ", RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    // The Jupyter extension of VS Code (2026.6.1, resolveCompletionItem.ts): code.substring(0, position.character) + text,
    // where position is the position of the name in the document, and the cursor is at the end.
    [Theory]
    [InlineData("Math.|", "Sqrt", "square root")]
    [InlineData("var a = 1;\nMath.|", "Sqrt", "square root")]
    [InlineData("var a = 1;\nvar b = Math.Max(a, Math.|);\nvar c = 2;", "Sqrt", "square root")]
    [InlineData("var a = 1;\nRo|", "Roll", "downhill")]
    [InlineData("var a = 1;\n\n    Line.|", "Solid", "No gap")]
    [InlineData("new[] { 1 }\n    .Where(n => n > 0)\n    .Sel|", "Select", "Projects")]
    public async Task Inspect_AsVSCodeRequestsIt_FindsTheDocumentationOfACompletion(string code, string chosen, string expected)
    {
        var completions = await typing.CompleteAsync(code);
        Assert.Contains(chosen, completions.Matches.Select(match => match.Text));
        var document = code.Replace("|", "", StringComparison.Ordinal);
        var column = completions.Start - (document.LastIndexOf('\n', Math.Max(completions.Start - 1, 0)) + 1);
        var request = document[..column] + chosen;

        Assert.Contains(expected, typing.Questions.Inspect(request, request.Length)?.Text["text/plain"], StringComparison.Ordinal);
    }
}
