using System.Diagnostics;
using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Xunit;

namespace DescentLab.Tests.Networks;

/// <summary>Tests that the same seed gives the same θ to the bit with any vector instructions.</summary>
/// <remarks>
/// The instructions are fixed when a process starts. So the test starts this test program again with wider instructions
/// switched off, for the one test that writes its result to a file.
/// </remarks>
public class DeterminismTests
{
    private const string Variable = "DESCENTLAB_FINGERPRINT";

    /// <summary>Switches, and the width of the widest registers that are left.</summary>
    public static TheoryData<string, int> Machines() => new()
    {
        { "", 512 },
        { "DOTNET_EnableAVX512=0", 256 },
        { "DOTNET_EnableAVX2=0", 128 },
        { "DOTNET_EnableAVX=0", 128 },
        { "DOTNET_EnableHWIntrinsic=0", 0 },
    };

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task Trainings_WithFewerInstructions_GiveTheSameBits(string machine, int width)
    {
        var folder = Directory.CreateTempSubdirectory("descentlab-fingerprint-");
        try
        {
            var file = Path.Combine(folder.FullName, "fingerprint.txt");
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
            var assembly = Assembly.GetExecutingAssembly().Location;
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            {
                start.ArgumentList.Add(assembly);
            }

            foreach (var argument in new[] { "-method", $"{typeof(DeterminismTests).FullName}.{nameof(Fingerprint_OfThisProcess_IsWrittenOnRequest)}", "-noLogo" })
            {
                start.ArgumentList.Add(argument);
            }

            foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("DOTNET_Enable", StringComparison.Ordinal)).ToArray())
            {
                start.Environment.Remove(name);
            }

            start.Environment[Variable] = file;
            if (machine.Split('=') is [var key, var value])
            {
                start.Environment[key] = value;
            }

            using var process = Process.Start(start)!;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromMinutes(3));
            Task<string> error = process.StandardError.ReadToEndAsync(patience.Token);
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token) + await error;
            await process.WaitForExitAsync(patience.Token);
            Assert.True(File.Exists(file), output);
            string[] lines = await File.ReadAllLinesAsync(file, patience.Token);

            // A machine may lack the widest registers: then the switch has no effect.
            Assert.Equal($"{Math.Min(width, Width())}", lines[0]);
            Assert.Equal(Fingerprint(), lines[1..]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Fingerprint_OfThisProcess_IsWrittenOnRequest()
    {
        string[] fingerprint = Fingerprint();
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file)
        {
            File.WriteAllLines(file, [$"{Width()}", .. fingerprint]);
        }

        Assert.Equal(fingerprint, Fingerprint());
    }

    private static int Width() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    private static string[] Fingerprint() => [Mlp<float>(), Mlp<double>(), Cnn<float>(), Cnn<double>()];

    private static string Mlp<T>()
        where T : struct, IFloatingPointIeee754<T> =>
        Hash(new Network<T>(196).FullyConnected(100).Sigmoid().FullyConnected(50).Tanh().FullyConnected(10).Sigmoid(), new Momentum<T>(T.CreateChecked(0.2)));

    private static string Cnn<T>()
        where T : struct, IFloatingPointIeee754<T> =>
        Hash(
            new Network<T>(new Shape(14, 14, 1)).Conv2D(6).ReLU().Conv2D(19).ReLU().MaxPool2D().Flatten().Dropout(0.3).FullyConnected(21, Initialiser.He).Sigmoid().FullyConnected(10).Softmax(),
            new Adam<T>(T.CreateChecked(0.01)));

    private static string Hash<T>(Network<T> network, IOptimizer<T> optimizer)
        where T : struct, IFloatingPointIeee754<T>
    {
        var data = new Dataset<T>(Images<T>(100), Images<T>(10));
        var run = Training.Run(network, data, optimizer, new() { Minibatches = 6, BatchSize = 13, LossEvery = 1 });
        var hash = SHA256.HashData(MemoryMarshal.AsBytes(run.Parameters.AsSpan()));
        return $"{Convert.ToHexString(hash)} {string.Join(' ', run.Losses.Select(point => point.Loss.ToString("R")))}";
    }

    private static LabelledData<T> Images<T>(int count)
        where T : struct, IFloatingPointIeee754<T>
    {
        var random = new RandomSource(4);
        return new(
            [.. Enumerable.Range(0, count * 196).Select(_ => T.CreateChecked(random.Uniform()))],
            [.. Enumerable.Range(0, count).Select(i => i % 10)],
            new(14, 14, 1),
            FashionMnist.ClassNames);
    }
}
