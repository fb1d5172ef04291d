using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using DescentLab.Cli;
using DescentLab.Notebooks;

namespace DescentLab.Fuzz;

/// <summary>SIGKILL at a random moment of work that writes files: what is there afterwards must be the old, the new, or what was finished.</summary>
internal static class KillDriver
{
    private const int Cells = 6;

    private static readonly string Cli = typeof(Repository).Assembly.Location;
    private static readonly Random Moments = new(1);

    // A process that is just starting, on a machine that is busy, sees the end of its parent late.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(int times, string? only = null)
    {
        Console.WriteLine($"{"work",-24} {"kills",6} {"in it",6} {"lost",6}");
        (string Name, Func<string, int, Task<(int Kills, int Hits, int Lost)>> Try)[] works =
        [
            ("run --write", RunsAsync), ("experiment", ExperimentsAsync), ("training, checkpoints", TrainingsAsync), ("data get", DownloadsAsync), ("images", PicturesAsync),
        ];
        var lost = 0;
        foreach (var work in works.Where(work => only is null || work.Name == only))
        {
            var folder = Directory.CreateTempSubdirectory("descentlab-kill-");
            try
            {
                var result = await work.Try(folder.FullName, times);
                Console.WriteLine($"{work.Name,-24} {result.Kills,6} {result.Hits,6} {result.Lost,6}");
                lost += result.Lost;
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        return lost == 0 ? 0 : 1;
    }

    /// <summary>A training that saves θ every few steps, continues from the file that it finds, and ends with a file of the last θ.</summary>
    public static int Train(string file)
    {
        var random = new Random(1);
        Dataset<float> data = new(Samples(400), Samples(100));
        var network = new Network<float>(100).FullyConnected(40).Tanh().FullyConnected(10).Sigmoid();
        TrainingSettings settings = new() { Minibatches = 3000, BatchSize = 32 };
        Adam<float> adam = new(0.001f);
        var training = File.Exists(file) ? Training<float>.Resume(file, network, data, adam, settings) : new(network, data, adam, settings);
        while (training.Step < training.Steps)
        {
            training.TakeStep();
            if (training.Step % 5 == 0)
            {
                training.Save(file);
            }
        }

        File.WriteAllText($"{file}.end", Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(training.Parameters)));
        return 0;

        LabelledData<float> Samples(int count) => new(
            [.. Enumerable.Range(0, count * 100).Select(_ => random.NextSingle())],
            [.. Enumerable.Range(0, count).Select(i => i % 10)],
            new Shape(1, 1, 100),
            [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
    }

    // The saved notebook is the old one or the complete new one, and no process is left.
    private static async Task<(int Kills, int Hits, int Lost)> RunsAsync(string folder, int times)
    {
        var path = Path.Combine(folder, "a.ipynb");
        Write(path, [.. Enumerable.Range(0, Cells).Select(i => $"\"{i}\"")]);
        var old = await File.ReadAllTextAsync(path);
        return await KillAsync(
            times,
            ["run", path, "--write", "--output", Path.Combine(folder, "out")],
            () => File.WriteAllText(path, old),
            () => NotebookDocument.Load(path).CodeCells.Count(cell => cell.Outputs.Count > 0) is 0 or Cells
                && NotebookDocument.Load(path).CodeCells.Select(cell => cell.Source).SequenceEqual(Enumerable.Range(0, Cells).Select(i => $"\"{i}\"")),
            Path.Combine(folder, "none"));
    }

    // Every row that was written stays as it was, and the complete log is that of a run without a kill.
    private static async Task<(int Kills, int Hits, int Lost)> ExperimentsAsync(string folder, int times)
    {
        var (whole, file) = (Path.Combine(folder, "whole.csv"), Path.Combine(folder, "killed.csv"));
        string[] command = ["experiment", "momentum", "--repeats", "12", "--minibatches", "60", "--file"];
        await EndAsync([.. command, whole]);
        var rows = Rows(whole);
        var result = await KillAsync(times, [.. command, file], () => { }, () => !File.Exists(file) || Rows(file).All(rows.Contains), Path.Combine(folder, "none"));
        await EndAsync([.. command, file]);
        return Rows(file).SequenceEqual(rows) ? result : result with { Lost = result.Lost + 1 };

        // Without the two measured columns. A log that a kill has cut is read as far as it is whole.
        static List<(string, int, long, double, double)> Rows(string path) =>
            [.. RunLog.Read(path).Rows.Select(row => (row.Arm, row.Repeat, row.Seed, row.Accuracy, row.Mcc))];
    }

    // The killed and continued training ends at the same bits.
    private static async Task<(int Kills, int Hits, int Lost)> TrainingsAsync(string folder, int times)
    {
        var (whole, file) = (Path.Combine(folder, "whole"), Path.Combine(folder, "killed"));
        Train(whole);
        var bits = await File.ReadAllTextAsync($"{whole}.end");
        var clock = Stopwatch.StartNew();
        await EndAsync(["checkpoints", file], typeof(KillDriver).Assembly.Location);
        var whole1 = clock.Elapsed;
        var (hits, lost) = (0, 0);
        for (var i = 0; i < times; i++)
        {
            if (File.Exists($"{file}.end"))
            {
                lost += await File.ReadAllTextAsync($"{file}.end") == bits ? 0 : 1;
                File.Delete($"{file}.end");
                File.Delete(file);
            }

            hits += await KillOneAsync(["checkpoints", file], whole1 * Moments.NextDouble(), typeof(KillDriver).Assembly.Location) ? 1 : 0;
        }

        await EndAsync(["checkpoints", file], typeof(KillDriver).Assembly.Location);
        lost += await File.ReadAllTextAsync($"{file}.end") == bits ? 0 : 1;
        return (times, hits, lost);
    }

    // A file under its name is whole; the next download goes on.
    private static async Task<(int Kills, int Hits, int Lost)> DownloadsAsync(string folder, int times)
    {
        var source = Path.Combine(Repository.Around(AppContext.BaseDirectory)!.Root, "data", "fashion-mnist");
        using HttpListener server = new();
        var port = 20_000 + (Environment.ProcessId % 20_000);
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
#pragma warning disable CA2025 // It is awaited below, before the listener is disposed.
        var serving = ServeAsync(server, source);
#pragma warning restore CA2025
        var there = Path.Combine(folder, "data");
        string[] command = ["data", "get", "fashion-mnist", "--from", $"http://127.0.0.1:{port}", "--output", there];
        var result = await KillAsync(
            times,
            command,
            () =>
            {
                if (Directory.Exists(there) && PublicData.FashionMnist.Missing(there).Count == 0)
                {
                    Directory.Delete(there, recursive: true);
                }
            },
            () => PublicData.FashionMnist.Files.All(file => !File.Exists(Path.Combine(there, file.Name)) || file.IsIntact(Path.Combine(there, file.Name))),
            there);
        await EndAsync(command);
        server.Stop();
        await serving;
        return PublicData.FashionMnist.Missing(there).Count == 0 ? result : result with { Lost = result.Lost + 1 };
    }

    // The notebook is the old one or the one with pictures; the browser has gone, and its profile with the next one.
    private static async Task<(int Kills, int Hits, int Lost)> PicturesAsync(string folder, int times)
    {
        var path = Path.Combine(folder, "a.ipynb");
        object Figure(int i) => new { output_type = "display_data", metadata = new { }, data = new Dictionary<string, object> { [Runner.PlotlyMimeType] = new { data = (object[])[new { y = (int[])[1, i] }] } } };
        Write(path, "1", [.. Enumerable.Range(0, 3).Select(Figure)]);
        var old = await File.ReadAllTextAsync(path);
        var result = await KillAsync(
            times,
            ["images", path],
            () => File.WriteAllText(path, old),
            () => NotebookDocument.Load(path).CodeCells.Single().Outputs.Cast<DataOutput>().Count(output => output.Data.Contains("image/png")) is 0 or 3,
            Path.Combine(folder, "none"));
        await File.WriteAllTextAsync(path, old);
        await EndAsync(["images", path]);
        var left = Directory.GetFileSystemEntries(Path.GetTempPath(), "descentlab-browser-*");
        return left is [] ? result : throw new InvalidOperationException($"A profile of a killed browser is left: {left[0]}.");
    }

    // Measures the work once, then kills it that often, each time at a random part of that time.
    private static async Task<(int Kills, int Hits, int Lost)> KillAsync(int times, string[] command, Action prepare, Func<bool> isWhole, string fresh)
    {
        prepare();
        var clock = Stopwatch.StartNew();
        await EndAsync(command);
        var whole = clock.Elapsed;
        if (Directory.Exists(fresh))
        {
            Directory.Delete(fresh, recursive: true);
        }

        var (hits, lost) = (0, 0);
        for (var i = 0; i < times; i++)
        {
            prepare();
            hits += await KillOneAsync(command, whole * Moments.NextDouble()) ? 1 : 0;
            if (!isWhole())
            {
                lost++;
                Console.WriteLine($"  kill {i} of {string.Join(' ', command)} lost something");
            }
        }

        return (times, hits, lost);
    }

    // Whether it was still at work; and no child of it outlives it by more than a moment.
    private static async Task<bool> KillOneAsync(string[] command, TimeSpan after, string? program = null)
    {
        using var process = Start(command, program);
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(after));
        var atWork = !process.HasExited;
        var children = atWork ? ChildProcesses.Below(process.Id) : [];
        process.Kill();
        await process.WaitForExitAsync();
        var clock = Stopwatch.StartNew();
        while (children.Find(id => ChildProcesses.Parent(id) is not null) is > 0 and var left)
        {
            if (clock.Elapsed > Patience)
            {
                throw new InvalidOperationException($"{string.Join(' ', command)}, killed, has left a process behind: {left}, {ChildProcesses.CommandLine(left)}.");
            }

            await Task.Delay(20);
        }

        return atWork;
    }

    private static async Task EndAsync(string[] command, string? program = null)
    {
        using var process = Start(command, program);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
        }
    }

    private static Process Start(string[] command, string? program)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [program ?? Cli, .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_EnableDiagnostics"] = "0" },
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    // Slow enough to be killed in the middle, and with ranges.
    private static async Task ServeAsync(HttpListener server, string folder)
    {
        while (server.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await server.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(async () =>
            {
                try
                {
                    var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, Path.GetFileName(context.Request.Url!.LocalPath)));
                    var from = context.Request.Headers["Range"] is { } range ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : 0;
                    using var response = context.Response;
                    if (from > 0 && from < bytes.Length)
                    {
                        response.StatusCode = 206;
                        response.Headers["Content-Range"] = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
                    }
                    else
                    {
                        from = 0;
                    }

                    response.ContentLength64 = bytes.Length - from;
                    foreach (var piece in bytes[from..].Chunk(1 << 20))
                    {
                        await response.OutputStream.WriteAsync(piece);
                        await Task.Delay(20);
                    }
                }
                catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
                {
                    // The client was killed.
                }
            });
        }
    }

    private static void Write(string path, params string[] sources) => Write(path, [.. sources.Select(source => Cell(source))]);

    private static void Write(string path, string source, object[] outputs) => Write(path, [Cell(source, outputs)]);

    private static void Write(string path, object[] cells) =>
        File.WriteAllText(path, JsonSerializer.Serialize(new { cells, metadata = new { }, nbformat = 4, nbformat_minor = 4 }));

    private static object Cell(string source, params object[] outputs) =>
        new { cell_type = "code", execution_count = (int?)null, metadata = new { }, source, outputs };
}
