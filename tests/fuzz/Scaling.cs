using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DescentLab.Notebooks;

namespace DescentLab.Fuzz;

/// <summary>Measures reports of growing inputs: four times the input must take about four times the time, not sixteen.</summary>
internal static class Scaling
{
    private const int Small = 8_000;
    private const int Times = 4;

    /// <summary>The limit for linear time: four times the work, plus the noise of a busy machine.</summary>
    private const double Most = 8;

    private static readonly TimeSpan Measurable = TimeSpan.FromSeconds(0.25);

    // Texts of one markdown cell with n of something.
    private static readonly (string Name, Func<int, string> Text)[] Texts =
    [
        ("headings, all alike", n => Many("# Heading\n\n", n)),
        ("headings that pose as numbered", n => Many("# H\n\n", n / 2) + Many(i => $"# H-{i}\n\n", n / 2)),
        ("headings of all levels", n => Many(i => new string('#', (i % 6) + 1) + " h\n\n", n)),
        ("[a](", n => Many("[a](", n)),
        ("[", n => Many("[", n)),
        ("![a](b) pictures that are missing", n => Many("![a](b.png) ", n)),
        ("[a](b) links", n => Many("[a](b) ", n)),
        ("references", n => Many(i => $"[r{i}]: /u{i}\n", n) + Many(i => $"[r{i}] ", n)),
        (@"\begin{align} lines", n => Many("\\begin{align}\n", n)),
        (@"\begin{align} paragraphs", n => Many("\\begin{align} x\n\n", n)),
        ("$$ lines", n => Many("$$ x\n", n)),
        ("$ open", n => Many("$a ", n)),
        (@"\( open", n => Many(@"\( ", n)),
        (@"a \[ open", n => Many(@"a \[ ", n)),
        ("table rows", n => "| a | b |\n|---|---|\n" + Many("| 1 | 2 |\n", n)),
        ("table columns", n => Many("|a", n) + "|\n" + Many("|-", n) + "|\n" + Many("|1", n) + "|\n"),
        ("pipes", n => Many("|", n) + "\n" + Many("|", n)),
        ("<div> nested", n => Many("<div>", n)),
        ("<div> lines", n => Many("<div>\n", n)),
        ("<b> nested", n => Many("<b>", n)),
        ("<table> nested", n => Many("<table><tr><td>", n)),
        ("<script> removed", n => Many("<script>1</script>a", n)),
        ("<img> missing", n => Many("<img src=x>", n)),
        ("<svg> nested", n => Many("<svg>", n)),
        ("<", n => Many("<", n)),
        ("<!--", n => Many("<!--", n)),
        ("<![CDATA[", n => Many("<![CDATA[", n)),
        ("forged parts", n => $"```\n{Many("a", n)}\n```\n\n" + Many("<x-part n=\"0\"></x-part>", n)),
        ("forged parts in headings", n => $"```\n{Many("a", n)}\n```\n\n" + Many("# <x-part n=\"0\"></x-part>\n\n", n / 10)),
        ("macros of macros", n => $@"$\def\a{{{Many("x", n / 10)}}}\def\b{{{Many(@"\a", n / 10)}}}\b$"),
        ("a reference used often", n => $"[a]: /{Many("u", n)}\n\n" + Many("[a] ", n)),
        ("<a in a formula of a heading", n => $"# ${Many("<a", n)}$"),
        ("quotes nested", n => Many(">", n) + " a"),
        ("lists nested", n => Many(i => new string(' ', Math.Min(i, 200) * 2) + "- a\n", n)),
        ("list items", n => Many("- a\n", n)),
        ("*a", n => Many("*a ", n)),
        ("_a __b", n => Many("_a __b ", n)),
        ("~~a", n => Many("~~a ", n)),
        ("backticks", n => Many(i => new string('`', (i % 300) + 1) + " ", n)),
        ("```", n => Many("```\n", n)),
        ("addresses", n => Many("http://a.b ", n)),
        ("www.", n => Many("www.", n)),
        ("&amp;", n => Many("&amp;", n)),
        (@"\[ escapes", n => Many(@"\[", n)),
        ("one long line", n => Many("word ", 4 * n)),
        ("paragraphs", n => Many("word\n\n", n)),
    ];

    // Notebooks of n cells, or with outputs of that size.
    private static readonly (string Name, Func<int, object[]> Cells)[] Notebooks =
    [
        ("markdown cells with headings", n => [.. Enumerable.Range(0, n).Select(i => Markdown($"## Part\n\ntext {i}"))]),
        ("code cells", n => [.. Enumerable.Range(0, n).Select(i => Code($"var x{i} = {i};", Stream("a\n")))]),
        ("streams of one cell", n => [Code("1", [.. Enumerable.Range(0, n).Select(_ => Stream("a\n"))])]),
        ("escapes of the terminal", n => [Code("1", Stream(Many("\u001b[31ma\u001b[0m", n)))]),
        ("unfinished escapes", n => [Code("1", Stream(Many("\u001b]", n)))]),
        ("carriage returns", n => [Code("1", Stream(Many("a\r", n)))]),
        ("lines printed", n => [Code("1", Stream(Many("a line of text\n", 10 * n)))]),
        ("code nested", n => [Code(Many("(", n))]),
        ("code lines", n => [Code(Many("x++;\n", n))]),
        ("tables of an output", n => [Code("1", Html("<table>" + Many("<tr><td>1</td></tr>", n) + "</table>"))]),
        ("HTML outputs with <div", n => [Code("1", Html(Many("<div ", n)))]),
        ("points of a figure", n => [Code("1", Figure(20 * n))]),
        ("traces of a figure", n => [Code("1", Traces(n / 4))]),
    ];

    public static int Run()
    {
        Write([Markdown("# a\n\n$x$")]); // one-time initialisation is not measured
        Console.WriteLine($"{"input",-36} {Small,8:N0} {Small * Times,8:N0}   ratio");
        var slow = 0;
        foreach (var (name, cells) in Texts.Select(text => (text.Name, Cells: (Func<int, object[]>)(n => [Markdown(text.Text(n))]))).Concat(Notebooks))
        {
            TimeSpan small, large;
            try
            {
                (small, large) = (Write(cells(Small)), Write(cells(Small * Times)));
            }
#pragma warning disable CA1031 // Reported; continue with the next.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Console.WriteLine($"{name,-36} {e.GetType().Name}: {e.Message}");
                slow++;
                continue;
            }

            var ratio = large / small;
            var isSlow = large > Measurable && ratio > Most;
            slow += isSlow ? 1 : 0;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-36} {small.TotalSeconds,6:F2} s {large.TotalSeconds,6:F2} s {ratio,7:F1}{(isSlow ? "   <- not linear" : "")}"));
        }

        Console.WriteLine(slow == 0 ? "All grow in proportion." : $"{slow} do not grow in proportion.");
        return slow == 0 ? 0 : 1;
    }

    private static TimeSpan Write(object[] cells)
    {
        var json = JsonSerializer.Serialize(new { cells, metadata = new { }, nbformat = 4, nbformat_minor = 5 });
        var folder = Directory.CreateTempSubdirectory("descentlab-scaling-").FullName;
        try
        {
            var before = Process.GetCurrentProcess().UserProcessorTime;
            ReportWriter.Write([new ReportEntry(NotebookDocument.Parse(json))], folder);
            return Process.GetCurrentProcess().UserProcessorTime - before;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static object Markdown(string source) => new { cell_type = "markdown", metadata = new { }, source };

    private static object Code(string source, params object[] outputs) =>
        new { cell_type = "code", execution_count = 1, metadata = new { }, source, outputs };

    private static object Stream(string text) => new { output_type = "stream", name = "stdout", text };

    private static object Html(string html) => Data("text/html", html);

    private static object Figure(int points) => Data(
        Runner.PlotlyMimeType,
        new { data = (object[])[new { x = Enumerable.Range(0, points).ToArray(), y = Enumerable.Range(0, points).Select(i => i * 0.5).ToArray() }] });

    private static object Traces(int count) => Data(
        Runner.PlotlyMimeType,
        new { data = Enumerable.Range(0, count).Select(i => new { name = $"trace {i}", y = (int[])[1, 2, 3, i] }).ToArray() });

    private static object Data(string mimeType, object content) =>
        new { output_type = "display_data", metadata = new { }, data = new Dictionary<string, object> { [mimeType] = content } };

    private static string Many(string text, int n) => string.Concat(Enumerable.Repeat(text, n));

    private static string Many(Func<int, string> text, int n) => string.Concat(Enumerable.Range(0, n).Select(text));
}
