using System.Diagnostics;
using System.Numerics;

namespace DescentLab.Bench;

/// <summary>What a benchmark of training steps found.</summary>
/// <param name="Seconds">The seconds of one step: the best chunk of many.</param>
/// <param name="Median">The seconds of one step: the median chunk, what the machine gave while others used it too.</param>
/// <param name="Flops">The useful floating-point operations of one step.</param>
/// <param name="Bytes">The bytes that one step allocates.</param>
internal sealed record Measured(double Seconds, double Median, double Flops, double Bytes)
{
    public double Gflops => Flops / Seconds / 1e9;
}

/// <summary>Times training steps.</summary>
internal static class Steps
{
    /// <summary>The chapter's network.</summary>
    public static Network<T> Mlp<T>()
        where T : struct, IFloatingPointIeee754<T> =>
        new Network<T>(196).FullyConnected(100).Sigmoid().FullyConnected(50).Sigmoid().FullyConnected(10).Sigmoid();

    /// <summary>The small network of Keras' MNIST example, without its dropout.</summary>
    public static Network<float> Cnn() =>
        new Network<float>(new Shape(28, 28, 1)).Conv2D(32).ReLU().Conv2D(64).ReLU().MaxPool2D().Flatten()
            .FullyConnected(128, Initialiser.Glorot).ReLU().FullyConnected(10, Initialiser.Glorot).Softmax();

    /// <summary>Multiply-adds count two. The first layer passes no gradient on.</summary>
    public static double Flops<T>(Network<T> network, int batch)
        where T : struct, IFloatingPointIeee754<T>
    {
        double flops = 0;
        var first = true;
        foreach (var layer in network.Layers)
        {
            var weights = layer switch
            {
                FullyConnected<T> full => (double)full.Input.Size * full.Output.Size,
                Conv2D<T> conv => (double)(conv.Parameters - conv.Output.Channels) * conv.Output.Height * conv.Output.Width,
                _ => 0,
            };
            flops += 2 * batch * weights * (first ? 2 : 3);
            first &= weights == 0;
        }

        return flops;
    }

    /// <summary>Times the steps of as many trainings side by side as given, each on a thread of its own.</summary>
    public static Measured Time<T>(IReadOnlyList<Training<T>> trainings, int warm, int chunks, int chunk)
        where T : struct, IFloatingPointIeee754<T>
    {
        var seconds = new double[trainings.Count][];
        var bytes = new double[trainings.Count];
        using var together = new Barrier(trainings.Count);
        Thread[] threads = [.. trainings.Select((training, k) => new Thread(() =>
        {
            for (var i = 0; i < warm; i++)
            {
                training.TakeStep();
            }

            seconds[k] = new double[chunks];
            together.SignalAndWait();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < chunks; i++)
            {
                var start = Stopwatch.GetTimestamp();
                for (var step = 0; step < chunk; step++)
                {
                    training.TakeStep();
                }

                seconds[k][i] = Stopwatch.GetElapsedTime(start).TotalSeconds / chunk;
            }

            bytes[k] = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(chunks * chunk);
        }))];
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        // Throughputs of trainings side by side add up; the best moment is one in which all ran.
        double[] step = [.. Enumerable.Range(0, chunks).Select(i => 1 / seconds.Sum(of => 1 / of[i])).Order()];
        return new(step[0], step[chunks / 2], 0, bytes.Max());
    }
}
