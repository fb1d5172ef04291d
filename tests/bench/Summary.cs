using System.Diagnostics;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace DescentLab.Bench;

/// <summary>One line of the table.</summary>
/// <param name="Item">What ran.</param>
/// <param name="Steps">How many steps <see cref="Seconds"/> stands for.</param>
/// <param name="Seconds">The time of that many steps, from the best chunk.</param>
/// <param name="MedianSeconds">The same from the median chunk.</param>
/// <param name="Gflops">Useful GFLOP/s.</param>
/// <param name="Peak">The peak it is compared with, GFLOP/s.</param>
/// <param name="Target">The least share of the peak, as the project asks.</param>
/// <param name="BytesPerStep">Bytes allocated in a step.</param>
internal sealed record Line(string Item, int Steps, double Seconds, double MedianSeconds, double Gflops, double Peak, double Target, double BytesPerStep)
{
    public double Share => Gflops / Peak;
}

/// <summary>What one process found: a second one runs with 512-bit registers switched off.</summary>
internal sealed record Findings(int Width, double PeakSingle, double PeakDouble, IReadOnlyList<Line> Lines, double? TwoOverOne, IReadOnlyList<UpdateResult> Updates);

/// <summary>The table of the project's speed: <c>dotnet run -c Release --project tests/bench -- summary</c>.</summary>
internal static class Summary
{
    private const int Minibatches = 40_000;
    private const int Batch = 64;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Prints the table and writes it as JSON.</summary>
    public static void Run(string file)
    {
        var here = Measure(all: true);
        var narrow = here.Width > 256 ? InAChildWithout512() : null;
        Print(here, narrow);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, JsonSerializer.Serialize(new { here, narrow }, Indented));
        Console.WriteLine($"\nWritten to {file}");
    }

    /// <summary>The second process: the training on 256-bit registers, as JSON.</summary>
    public static void RunChild() => Console.WriteLine(JsonSerializer.Serialize(Measure(all: false)));

    private static Findings Measure(bool all)
    {
        var images = FashionMnist.Load(14);
        List<Line> lines = [];
        double single = Peak.OfOneCore<float>(), precise = Peak.OfOneCore<double>();
        lines.Add(Mlp("one training, float", images, 1, ref single, 0.7));
        double? twoOverOne = null;
        List<UpdateResult> updates = [];
        if (all)
        {
            lines.Add(Mlp("one training, double", FashionMnist.Load<double>(14), 1, ref precise, 0.6));
            if (Environment.ProcessorCount > 1)
            {
                lines.Add(Mlp("two trainings, float", images, 2, ref single, 0));
                twoOverOne = lines[^1].Gflops / lines[0].Gflops;
            }

            lines.Add(Cnn(Math.Min(2, Environment.ProcessorCount), ref single));
            updates.AddRange(Updates.All());
        }

        return new(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128, single, precise, lines, twoOverOne, updates);
    }

    private static Line Mlp<T>(string item, Dataset<T> images, int trainings, ref double peak, double target)
        where T : struct, IFloatingPointIeee754<T>
    {
        var network = Steps.Mlp<T>();
        Training<T>[] all = [.. Enumerable.Range(1, trainings).Select(seed => new Training<T>(
            network, images, new Momentum<T>(T.CreateChecked(0.2)), new() { BatchSize = Batch, Seed = seed, Minibatches = int.MaxValue, LossEvery = 0 }))];
        var measured = Steps.Time(all, 4_000, 400, 100);
        peak = Math.Max(peak, Peak.OfOneCore<T>(20));
        var flops = Steps.Flops(network, Batch);
        return new(item, Minibatches, measured.Seconds * Minibatches, measured.Median * Minibatches, flops / measured.Seconds / 1e9, peak * trainings, target, measured.Bytes);
    }

    private static Line Cnn(int trainings, ref double peak)
    {
        const int batch = 128;
        var network = Steps.Cnn();
        var images = FashionMnist.Load();
        Training<float>[] all = [.. Enumerable.Range(1, trainings).Select(seed => new Training<float>(
            network, images, new Adam<float>(0.001f), new() { BatchSize = batch, Seed = seed, Minibatches = int.MaxValue, LossEvery = 0 }))];
        var measured = Steps.Time(all, 20, 30, 2);
        peak = Math.Max(peak, Peak.OfOneCore<float>(20));
        var epoch = images.Train.Count / batch;
        return new($"Keras' small CNN, {trainings} cores, an epoch", epoch, measured.Seconds * epoch, measured.Median * epoch, Steps.Flops(network, batch) / measured.Seconds / 1e9, peak * trainings, 0.45, measured.Bytes);
    }

    private static Findings InAChildWithout512()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Summary).Assembly.Location);
        }

        start.ArgumentList.Add("child");
        start.Environment["DOTNET_EnableAVX512"] = "0";
        using var process = Process.Start(start)!;
        var json = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return JsonSerializer.Deserialize<Findings>(json)!;
    }

    private static void Print(Findings here, Findings? narrow)
    {
        Console.WriteLine($"Peak of one core: float {here.PeakSingle:F0}, double {here.PeakDouble:F0} GFLOP/s in registers of {here.Width} bits");
        if (narrow is not null)
        {
            Console.WriteLine($"                  float {narrow.PeakSingle:F0}, double {narrow.PeakDouble:F0} GFLOP/s in registers of {narrow.Width} bits");
        }

        Console.WriteLine("Training of 196-100-50-10, minibatches of 64, momentum; sampling, sigmoid and update included. Best chunk (median chunk).");
        Console.WriteLine();
        Console.WriteLine($"{"item",-42} {"steps",6} {"seconds",17} {"GFLOP/s",8} {"of peak",8} {"at least",9} {"bytes/step",11}");
        foreach (var line in here.Lines.Concat((narrow?.Lines ?? []).Select(line => line with { Item = $"{line.Item}, {narrow!.Width} bits" })))
        {
            Console.WriteLine($"{line.Item,-42} {line.Steps,6} {line.Seconds,8:F2} ({line.MedianSeconds,6:F2}) {line.Gflops,8:F1} {line.Share,8:P0} {(line.Target == 0 ? "" : line.Target.ToString("P0")),9} {line.BytesPerStep,11:F1}");
        }

        if (here.TwoOverOne is { } ratio)
        {
            Console.WriteLine($"\nTwo trainings on two cores: {ratio:F2} × the throughput of one (at least 1.90)");
        }

        Console.WriteLine($"\nUpdates of {Updates.Length} floats, against a hand-written loop over Vector512:");
        Console.WriteLine($"{"optimizer",-18} {"µs",7} {"by hand",8} {"ratio",6} {"at most",8} {"bytes",6}");
        foreach (var update in here.Updates)
        {
            Console.WriteLine($"{update.Name,-18} {update.Microseconds,7:F2} {update.ByHand,8:F2} {update.Ratio,6:F2} {1.2,8:F2} {update.Bytes,6:F0}");
        }
    }
}
