using Jint;

namespace DescentLab.Notebooks.Tests.Reports;

/// <summary>Tests the function that writes a figure's changes for a narrow layout, in each script that has it.</summary>
public sealed class NarrowFigureTests
{
    public static TheoryData<string> Scripts => new(
        "lib/DescentLab.Notebooks/Reports/Assets/report.js", "lib/DescentLab.Notebooks/Kernel/kernel.js", "lib/DescentLab/Figures/FigureHtml.cs");

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Change_OfTheFiguresOwnValues_IsMade(string script)
    {
        using var engine = With(script);

        Assert.Equal(
            """[{"title":{"text":"x"},"annotations":[{"text":"high"}],"xaxis":{"tickfont":{"size":9}}},[{"x":[2]}]]""",
            engine.Evaluate("""
                const layout = { title: { text: "a" }, annotations: [{ text: "wide" }], width: 1 }, data = [{ x: [1] }];
                change([["title.text", "x"], ["xaxis.tickfont.size", 9], ["annotations[0].text", "high"], ["width", null]], [[0, "x", [2]]]);
                JSON.stringify([layout, data])
                """).AsString());
    }

    // What one figure leaves in a prototype reaches the whole page, where plotly.js compiles code.
    [Theory]
    [MemberData(nameof(Scripts))]
    public void Change_WithAPathToAPrototype_ChangesNothingOutsideTheFigure(string script)
    {
        using var engine = With(script);

        Assert.Equal("[]", engine.Evaluate("""
            const layout = { title: {} }, data = [{ x: [1] }];
            for (const path of ["__proto__.bad", "constructor.prototype.bad", "title.__proto__.bad", "title.constructor.bad", "toString.bad", "title.toString.bad"])
              for (const index of [0, "__proto__", "map", "constructor", 0.5, -1])
                try { change([[path, 1]], [[index, path, 1], [index, "bad", 1]]); } catch { }
            JSON.stringify([Object.prototype, Object, Array.prototype, Array, Array.prototype.map, Object.prototype.toString, Function.prototype]
              .filter(object => "bad" in object).map(String))
            """).AsString());
    }

    private static Engine With(string script)
    {
        var text = File.ReadAllText(Path.Combine(CommandLine.Repository, script));
        var start = text.IndexOf("const put = ", StringComparison.Ordinal);
        var loops = text[start..].Split('\n').TakeWhile(line => line.Trim() is not ("}" or "shorten(layout.updatemenus);"));
        var engine = new Engine();
        engine.Execute($$"""
            function change(narrowLayout, narrowTraces) {
              const narrow = Object.fromEntries(narrowLayout), traces = narrowTraces;
              layout.meta = { narrow: { layout: narrow, traces } };
              {{string.Join('\n', loops)}}
              delete layout.meta;
            }
            """);
        return engine;
    }
}
