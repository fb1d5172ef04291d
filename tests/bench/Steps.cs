using System.Diagnostics;
using System.Numerics;

namespace DescentLab.Bench;

/// <summary>The result of a benchmark of training steps.</summary>
/// <param name="Best">The seconds of one step in the best chunk: the machine's capability.</param>
/// <param name="Median">The seconds of one step in the median chunk, with other load on the machine.</param>
/// <param name="Bytes">The bytes that one step allocates.</param>
internal sealed record Measured(double Best, double Median, double Bytes);

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

    /// <summary>A multiply-add counts as two. The first layer passes no gradient back.</summary>
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

    /// <summary>Times the steps of parallel trainings, each on its own thread. A chunk begins for all at the same time, and lasts until the last has finished.</summary>
    public static Measured Time<T>(IReadOnlyList<Training<T>> trainings, int warm, int chunks, int chunk)
        where T : struct, IFloatingPointIeee754<T>
    {
        var seconds = new double[trainings.Count, chunks];
        var bytes = new double[trainings.Count];
        using var together = new Barrier(trainings.Count);
        Thread[] threads = [.. trainings.Select((training, k) => new Thread(() =>
        {
            for (var i = 0; i < warm; i++)
            {
                training.TakeStep();
            }

            for (var i = 0; i < chunks; i++)
            {
                together.SignalAndWait();
                var before = GC.GetAllocatedBytesForCurrentThread();
                var start = Stopwatch.GetTimestamp();
                for (var step = 0; step < chunk; step++)
                {
                    training.TakeStep();
                }

                seconds[k, i] = Stopwatch.GetElapsedTime(start).TotalSeconds / chunk;
                bytes[k] = Math.Max(bytes[k], (GC.GetAllocatedBytesForCurrentThread() - before) / (double)chunk);
            }
        }))];
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        // One step of every training: the time of the slowest.
        double[] step = [.. Enumerable.Range(0, chunks).Select(i => Enumerable.Range(0, trainings.Count).Max(k => seconds[k, i])).Order()];
        return new(step[0], step[chunks / 2], bytes.Max());
    }
}
