using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DescentLab.Bench;

/// <summary>Each optimizer's arithmetic as somebody would write it by hand for speed: one loop over 512-bit registers, a scalar tail.</summary>
internal sealed class HandWritten(int length)
{
    private const float Eta = 0.01f;
    private const float Mu = 0.9f;
    private const float Gamma = 0.9f;
    private const float Epsilon = 1e-8f;
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;

    private readonly float[] x = Numbers(length);
    private readonly float[] g = Numbers(length);
    private readonly float[] first = new float[length];
    private readonly float[] second = new float[length];
    private int t;

    /// <summary>The optimizers of the library, each with the loop it is compared with.</summary>
    public static IReadOnlyList<(string Name, IOptimizer<float> Optimizer, Action<HandWritten> Loop)> All { get; } =
    [
        ("GradientDescent", new GradientDescent<float>(Eta), hand => hand.GradientDescent()),
        ("Momentum", new Momentum<float>(Eta, Mu), hand => hand.Momentum()),
        ("Nesterov", new Nesterov<float>(Eta, Mu), hand => hand.Momentum()),
        ("RmsProp", new RmsProp<float>(Eta, Gamma, Epsilon), hand => hand.RmsProp()),
        ("RmsPropNesterov", new RmsPropNesterov<float>(Eta, Gamma, Mu, Epsilon), hand => hand.RmsPropNesterov()),
        ("Adagrad", new Adagrad<float>(Eta, Epsilon), hand => hand.Adagrad()),
        ("Adadelta", new Adadelta<float>(Gamma, Epsilon), hand => hand.Adadelta()),
        ("Adam", new Adam<float>(Eta), hand => hand.Adam()),
    ];

    public static float[] Numbers(int length)
    {
        var random = new RandomSource(1);
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.Uniform(-1, 1))];
    }

    private Span<Vector512<float>> X => MemoryMarshal.Cast<float, Vector512<float>>(x.AsSpan());

    private Span<Vector512<float>> G => MemoryMarshal.Cast<float, Vector512<float>>(g.AsSpan());

    private Span<Vector512<float>> First => MemoryMarshal.Cast<float, Vector512<float>>(first.AsSpan());

    private Span<Vector512<float>> Second => MemoryMarshal.Cast<float, Vector512<float>>(second.AsSpan());

    private int Tail => length - (length % Vector512<float>.Count);

    private void GradientDescent()
    {
        Span<Vector512<float>> xs = X, gs = G;
        for (var i = 0; i < xs.Length; i++)
        {
            xs[i] -= Eta * gs[i];
        }

        for (var i = Tail; i < x.Length; i++)
        {
            x[i] -= Eta * g[i];
        }
    }

    private void Momentum()
    {
        Span<Vector512<float>> xs = X, gs = G, vs = First;
        for (var i = 0; i < xs.Length; i++)
        {
            var v = (Mu * vs[i]) - (Eta * gs[i]);
            vs[i] = v;
            xs[i] += v;
        }

        for (var i = Tail; i < x.Length; i++)
        {
            first[i] = (Mu * first[i]) - (Eta * g[i]);
            x[i] += first[i];
        }
    }

    private void RmsProp()
    {
        Span<Vector512<float>> xs = X, gs = G, ms = First;
        var ε = Vector512.Create(Epsilon);
        for (var i = 0; i < xs.Length; i++)
        {
            var m = (Gamma * ms[i]) + ((1 - Gamma) * (gs[i] * gs[i]));
            ms[i] = m;
            xs[i] -= Ratio(Eta * gs[i], Vector512.Sqrt(m) + ε);
        }

        for (var i = Tail; i < x.Length; i++)
        {
            first[i] = (Gamma * first[i]) + ((1 - Gamma) * (g[i] * g[i]));
            x[i] -= Eta * g[i] / (MathF.Sqrt(first[i]) + Epsilon);
        }
    }

    private void RmsPropNesterov()
    {
        Span<Vector512<float>> xs = X, gs = G, ms = First, vs = Second;
        var ε = Vector512.Create(Epsilon);
        for (var i = 0; i < xs.Length; i++)
        {
            var m = (Gamma * ms[i]) + ((1 - Gamma) * (gs[i] * gs[i]));
            ms[i] = m;
            var v = (Mu * vs[i]) - Ratio(Eta * gs[i], Vector512.Sqrt(m) + ε);
            vs[i] = v;
            xs[i] += v;
        }

        for (var i = Tail; i < x.Length; i++)
        {
            first[i] = (Gamma * first[i]) + ((1 - Gamma) * (g[i] * g[i]));
            second[i] = (Mu * second[i]) - (Eta * g[i] / (MathF.Sqrt(first[i]) + Epsilon));
            x[i] += second[i];
        }
    }

    private void Adagrad()
    {
        Span<Vector512<float>> xs = X, gs = G, ss = First;
        var ε = Vector512.Create(Epsilon);
        for (var i = 0; i < xs.Length; i++)
        {
            var s = ss[i] + (gs[i] * gs[i]);
            ss[i] = s;
            xs[i] -= Ratio(Eta * gs[i], Vector512.Sqrt(s) + ε);
        }

        for (var i = Tail; i < x.Length; i++)
        {
            first[i] += g[i] * g[i];
            x[i] -= Eta * g[i] / (MathF.Sqrt(first[i]) + Epsilon);
        }
    }

    private void Adadelta()
    {
        Span<Vector512<float>> xs = X, gs = G, gg = First, dd = Second;
        var ε = Vector512.Create(Epsilon);
        for (var i = 0; i < xs.Length; i++)
        {
            var mean = (Gamma * gg[i]) + ((1 - Gamma) * (gs[i] * gs[i]));
            gg[i] = mean;
            var step = -(Vector512.Sqrt(dd[i] + ε) / Vector512.Sqrt(mean + ε)) * gs[i];
            dd[i] = (Gamma * dd[i]) + ((1 - Gamma) * (step * step));
            xs[i] += 1f * step;
        }

        for (var i = Tail; i < x.Length; i++)
        {
            first[i] = (Gamma * first[i]) + ((1 - Gamma) * (g[i] * g[i]));
            var step = -(MathF.Sqrt(second[i] + Epsilon) / MathF.Sqrt(first[i] + Epsilon)) * g[i];
            second[i] = (Gamma * second[i]) + ((1 - Gamma) * (step * step));
            x[i] += step;
        }
    }

    private void Adam()
    {
        t++;
        float c1 = 1 - MathF.Pow(Beta1, t), c2 = 1 - MathF.Pow(Beta2, t);
        Span<Vector512<float>> xs = X, gs = G, ms = First, vs = Second;
        Vector512<float> ε = Vector512.Create(Epsilon), correction1 = Vector512.Create(c1), correction2 = Vector512.Create(c2);
        for (var i = 0; i < xs.Length; i++)
        {
            var m = (Beta1 * ms[i]) + ((1 - Beta1) * gs[i]);
            var v = (Beta2 * vs[i]) + ((1 - Beta2) * (gs[i] * gs[i]));
            ms[i] = m;
            vs[i] = v;
            xs[i] -= Ratio(Eta * (m / correction1), Vector512.Sqrt(v / correction2) + ε);
        }

        for (var i = Tail; i < x.Length; i++)
        {
            first[i] = (Beta1 * first[i]) + ((1 - Beta1) * g[i]);
            second[i] = (Beta2 * second[i]) + ((1 - Beta2) * (g[i] * g[i]));
            x[i] -= Eta * (first[i] / c1) / (MathF.Sqrt(second[i] / c2) + Epsilon);
        }
    }

    /// <summary>a / b, and 0 where b is 0: part of the arithmetic, since the rules promise it.</summary>
    private static Vector512<float> Ratio(Vector512<float> a, Vector512<float> b) =>
        Vector512.AndNot(a / b, Vector512.Equals(b, Vector512<float>.Zero));
}
