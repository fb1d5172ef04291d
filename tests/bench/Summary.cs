using System.Diagnostics;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace DescentLab.Bench;

/// <summary>One line of the table.</summary>
/// <param name="Item">What ran.</param>
/// <param name="Steps">The number of steps in the given seconds.</param>
/// <param name="BestSeconds">The time of that many steps, from the best chunk.</param>
/// <param name="MedianSeconds">The same from the median chunk.</param>
/// <param name="Gflop">The useful operations of that many steps, in 10⁹.</param>
/// <param name="Peak">The peak it is compared with, GFLOP/s.</param>
/// <param name="Target">The target of the project: the minimum share of the peak for the best chunk.</param>
/// <param name="BytesPerStep">Bytes allocated in a step.</param>
internal sealed record Line(string Item, int Steps, double BestSeconds, double MedianSeconds, double Gflop, double Peak, double Target, double BytesPerStep)
{
    public double BestShare => Gflop / BestSeconds / Peak;

    public double MedianShare => Gflop / MedianSeconds / Peak;
}

/// <summary>The results of one process: a second one runs with 512-bit registers switched off.</summary>
internal sealed record Findings(int Width, double PeakSingle, double PeakDouble, IReadOnlyList<Line> Lines, double? TwoOverOneBest, double? TwoOverOneMedian, IReadOnlyList<UpdateResult> Updates);

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
        lines.Add(Mlp("one training, float", images, 1, ref single, Vector512.IsHardwareAccelerated ? 0.75 : 0.73));
        double? bestRatio = null, medianRatio = null;
        List<UpdateResult> updates = [];
        if (all)
        {
            lines.Add(Mlp("one training, double", FashionMnist.Load<double>(14), 1, ref precise, 0.6));
            if (Environment.ProcessorCount > 1)
            {
                // One alone again, right after the two: the load of the machine may have changed.
                var alone = Mlp("one training, float, again", images, 1, ref single, 0);
                var two = Mlp("two trainings, float", images, 2, ref single, 0);
                lines.AddRange(alone, two);
                bestRatio = 2 * alone.BestSeconds / two.BestSeconds;
                medianRatio = 2 * alone.MedianSeconds / two.MedianSeconds;
            }

            lines.Add(Cnn(Math.Min(2, Environment.ProcessorCount), ref single));
            updates.AddRange(Updates.All());
        }

        return new(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128, single, precise, lines, bestRatio, medianRatio, updates);
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
        return new(item, Minibatches, measured.Best * Minibatches, measured.Median * Minibatches, trainings * flops * Minibatches / 1e9, peak * trainings, target, measured.Bytes);
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
        return new($"Keras' small CNN, {trainings} cores, an epoch", epoch, measured.Best * epoch, measured.Median * epoch, trainings * Steps.Flops(network, batch) * epoch / 1e9, peak * trainings, 0.65, measured.Bytes);
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

        Console.WriteLine("Training of 196-100-50-10, minibatches of 64, momentum; sampling, sigmoid and update included.");
        Console.WriteLine("best: the best of 400 chunks of 100 steps, what the machine can do; median: what it did beside everything else that ran.");
        Console.WriteLine();
        Console.WriteLine($"{"item",-42} {"steps",6} {"seconds: best",14} {"median",7} {"of peak: best",14} {"median",7} {"best at least",14} {"bytes/step",11}");
        foreach (var line in here.Lines.Concat((narrow?.Lines ?? []).Select(line => line with { Item = $"{line.Item}, {narrow!.Width} bits" })))
        {
            Console.WriteLine($"{line.Item,-42} {line.Steps,6} {line.BestSeconds,14:F2} {line.MedianSeconds,7:F2} {line.BestShare,14:P0} {line.MedianShare,7:P0} {(line.Target == 0 ? "" : line.Target.ToString("P0")),14} {line.BytesPerStep,11:F1}");
        }

        if (here is { TwoOverOneBest: { } best, TwoOverOneMedian: { } median })
        {
            Console.WriteLine($"\nTwo trainings, begun together and timed until both are done: {best:F2} × the throughput of one (best chunks, at least 1.90), {median:F2} × (median chunks)");
        }

        Console.WriteLine($"\nUpdates of {Updates.Length} floats, against a loop over Vector512 written by hand, the best of 200 chunks of each:");
        Console.WriteLine($"{"optimizer",-18} {"µs",7} {"by hand",8} {"ratio",6} {"at most",8} {"bytes",6}");
        foreach (var update in here.Updates)
        {
            Console.WriteLine($"{update.Name,-18} {update.Microseconds,7:F2} {update.ByHand,8:F2} {update.Ratio,6:F2} {1.2,8:F2} {update.Bytes,6:F0}");
        }
    }
}
