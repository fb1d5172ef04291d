using System.Globalization;
using CsCheck;

namespace DescentLab.Notebooks.Tests;

/// <summary>Tests that running the same cells again and again releases what was replaced, and nothing else.</summary>
public sealed class RepeatedCellsTests : IDisposable
{
    private static readonly string[] Variables = ["a", "b", "c", "d"];
    private static readonly string[] Functions = ["f", "g"];

    private readonly TemporaryFolder folder = new();

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    // In a separate process, which measures itself. Roslyn's scripting API keeps every cell, with the references of
    // all before it: there, a hundred of these cells keep about 50 MB.
    [Fact]
    public async Task Memory_OverHundredsOfCells_IsConstant()
    {
        string[][] repeated =
        [
            ["total++;"],
            ["total++;\nvar rate = 0.1;\nrate"],
            ["total++;\nvar path = new List<double>();\nfor (var k = 0; k < 15; k++) path.Add(k);", "path.Select(p => p * p).Sum()"],
            ["total++;", "double Slope(double x) => 6 * x;", "var slope = Slope(total);"],
            ["total++;\nvar results = new double[2_500_000];"],
        ];
        const string kept = """
            for (var i = 0; i < 3; i++) { GC.Collect(); GC.WaitForPendingFinalizers(); }
            var contexts = System.Runtime.Loader.AssemblyLoadContext.All.Count(context => context.IsCollectible);
            Console.WriteLine($"{total} {GC.GetTotalMemory(true)} {contexts}");
            """;
        var path = folder.File("again.ipynb");
        NotebookBuilder.Notebook(["int total = 0;", .. repeated.SelectMany(cells => (string[])[.. Thirty(cells), kept, .. Thirty(cells), .. Thirty(cells), kept])]).Save(path);
        await CommandLine.RunAsync(folder.Path, "run", path, "--write", "--output", folder.File("reports"));

        long[][] measured =
        [
            .. NotebookDocument.Load(path).CodeCells.SelectMany(cell => cell.Outputs).OfType<StreamOutput>()
                .Select(output => output.Text.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray()),
        ];
        Assert.Equal(2 * repeated.Length, measured.Length);
        foreach (var (cells, numbers) in repeated.Zip(measured.Chunk(2)))
        {
            var (before, after) = (numbers[0], numbers[1]);
            Assert.Equal(2 * (30 / cells.Length), after[0] - before[0]);
            Assert.True(Math.Abs(after[1] - before[1]) < 5e6, $"{after[1] - before[1]} more bytes after {cells[0]}");
            // One that is kept in four repetitions would be a leak; when they are collected is the runtime's choice.
            Assert.True(Math.Abs(after[2] - before[2]) < Math.Max(10, (after[0] - before[0]) / 4), $"{after[2] - before[2]} more assemblies after {cells[0]}");
        }

        // About thirty cells.
        static IEnumerable<string> Thirty(string[] cells) => Enumerable.Repeat(cells, 30 / cells.Length).SelectMany(cell => cell);
    }

    // The model: a variable is a box, and a cell references the boxes of its names at the time when it runs.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Names_OverHundredsOfCells_KeepTheirMeaning(bool anonymousTypes) =>
        Gen.Select(Gen.Int[0, anonymousTypes ? 10 : 8], Gen.Shuffle(Variables, 2), Gen.Shuffle(Functions, 1), Gen.Int[0, 9])
            .Array[150]
            .SampleAsync(
                async steps =>
                {
                    using var reader = new Session(folder.Path);
                    var model = new Model();
                    foreach (var code in model.Start())
                    {
                        await Shown(reader, code);
                    }

                    foreach (var chunk in steps.Chunk(10))
                    {
                        foreach (var (kind, names, functions, number) in chunk)
                        {
                            await Shown(reader, model.Step(kind, names[0], names[1], functions[0], number));
                        }

                        Assert.Equal(model.Answer(), await Shown(reader, Model.Question));
                    }
                },
                iter: 1,
                threads: 1);

    // Roslyn compiles a cell again that has moved up, for its anonymous types only: they would have other names than in its assembly.
    [Theory]
    [InlineData("var total = (from i in Enumerable.Range(0, 3) let twice = 2 * i select i + twice).Sum();\ntotal", "9")]
    [InlineData("double Mean() => Enumerable.Range(0, 3).Select(i => new { i, twice = 2.0 * i }).Average(p => p.twice);\nMean()", "2")]
    public async Task AnonymousTypes_InACellRunAgainAndAgain_AreFound(string cell, string shown)
    {
        using var reader = new Session(folder.Path);
        for (var run = 0; run < 4; run++)
        {
            for (var other = 0; other < 20; other++)
            {
                await Shown(reader, $"double before{other} = {run};");
            }

            Assert.Equal(shown, await Shown(reader, cell));
            for (var other = 0; other < 20; other++)
            {
                await Shown(reader, $"double after{other} = {run};");
            }
        }
    }

    private static async Task<string?> Shown(Session session, string code)
    {
        var result = await session.RunAsync(code, 1, cancellation: TestEnd);
        Assert.True(result.Error is null, $"{code}: {result.Error}");
        return result.Outputs.OfType<DataOutput>().SingleOrDefault()?.Data["text/plain"];
    }

    private sealed class Model
    {
        public const string Question =
            """string.Join("|", a, b, c, d, f(), g(), twice(1), next(ref one), count(), r.V, string.Join(",", later.Select(what => what())))""";

        private readonly Dictionary<string, object?[]> variables = [];
        private readonly Dictionary<string, Func<string>> functions = [];
        private readonly List<Func<string>> later = [];
        private object? value;

        public IEnumerable<string> Start()
        {
            yield return "var later = new List<Func<string>>();";
            yield return Step(0, "a", "b", "f", 0);
            yield return Step(9, "a", "b", "f", 0);
            foreach (var name in Variables)
            {
                yield return Step(0, name, name, "f", 1);
            }

            foreach (var name in Functions)
            {
                yield return Step(3, "a", "b", name, 0);
            }

            yield return Step(4, "a", "b", "f", 0);
            // Neither lambda's type has a name.
            yield return "var one = 1;\nvar next = (ref int n) => n + 1;\nvar count = (int n = 3) => n;";
        }

        public string Answer() => string.Join(
            "|", [.. Variables.Select(name => variables[name][0]), functions["f"](), functions["g"](), functions["twice"](), 2, 3, value, string.Join(",", later.Select(what => what()))]);

        /// <summary>Takes a step in the model, and returns the cell that does the same.</summary>
        public string Step(int kind, string name, string other, string function, int number)
        {
            var box = variables.GetValueOrDefault(name);
            switch (kind)
            {
                case 0:
                    variables[name] = [number];
                    return $"var {name} = {number};";
                case 1:
                    variables[name] = [$"{number}"];
                    return $"var {name} = \"{number}\";";
                case 2:
                    variables[name] = [variables[other][0]];
                    return $"var {name} = {other};";
                case 3:
                    functions[function] = () => $"{number}{box![0]}";
                    return $"string {function}() => $\"{number}{{{name}}}\";";
                case 4:
                    var called = functions[function];
                    functions["twice"] = () => called() + number + called();
                    return $"string twice(int x) => {function}() + {number} + {function}();";
                case 5:
                    variables[name] = [functions[function]()];
                    return $"var {name} = {function}();";
                case 6:
                    box![0] = box[0] is int ? 0 : null;
                    return $"{name} = default;";
                case 7:
                    later.Add(() => $"{box![0]}");
                    return $"later.Add(() => $\"{{{name}}}\");";
                case 8:
                    (variables[name], variables[other]) = ([number], [number.ToString(CultureInfo.InvariantCulture)]);
                    return $"var ({name}, {other}) = ({number}, \"{number}\");";
                case 9:
                    value = box![0];
                    return $"var r = new {{ V = {name} }};";
                default:
                    variables[name] = [value];
                    return $"var {name} = r.V;";
            }
        }
    }
}
