using System.Diagnostics;
using Xunit;

namespace DescentLab.Tests.Statistics;

/// <summary>Prints times while no other test runs; asserts none.</summary>
[Collection("Alone")]
[CollectionDefinition("Alone", DisableParallelization = true)]
public class StatisticsSpeedTests(ITestOutputHelper output)
{
    [Fact]
    public void MannWhitney_TwoSamplesOfAMillion_PrintsItsTime()
    {
        var random = new Random(1);
        double[] a = [.. Enumerable.Range(0, 1_000_000).Select(_ => random.NextDouble())];
        double[] b = [.. Enumerable.Range(0, 1_000_000).Select(_ => random.NextDouble() + 0.001)];
        MannWhitneyResult result = Timed("Mann-Whitney", () => MannWhitney.Test(a, b));
        Timed("Welch", () => TTest.Welch(a, b));
        Timed("Mann-Whitney, exact, 100 + 100", () => MannWhitney.Test(
            Enumerable.Range(0, 100).Select(i => 2.0 * i), Enumerable.Range(0, 100).Select(i => 2.0 * i + 1)));

        Assert.Equal(1e12, result.U1 + result.U2);
        Assert.InRange(result.P, 0, 0.05);
    }

    // On a busy machine the wall time includes other processes, so the processor time is printed too.
    private T Timed<T>(string what, Func<T> run)
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        T result = run();
        output.WriteLine($"{what}: {clock.Elapsed.TotalSeconds:F3} s, processor {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:F3} s");
        return result;
    }
}
