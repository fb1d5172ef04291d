using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DescentLab.Bench;

/// <summary>Each optimizer's arithmetic, hand-optimized: one loop over 512-bit registers and a scalar tail, without bounds checks.</summary>
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

    private ref float X => ref MemoryMarshal.GetArrayDataReference(x);

    private ref float G => ref MemoryMarshal.GetArrayDataReference(g);

    private ref float First => ref MemoryMarshal.GetArrayDataReference(first);

    private ref float Second => ref MemoryMarshal.GetArrayDataReference(second);

    private int Tail => length - (length % Vector512<float>.Count);

    private void GradientDescent()
    {
        ref var xs = ref X;
        ref var gs = ref G;
        for (var i = 0; i < Tail; i += Vector512<float>.Count)
        {
            Write(ref xs, i, Read(ref xs, i) - Eta * Read(ref gs, i));
        }

        for (var i = Tail; i < length; i++)
        {
            Unsafe.Add(ref xs, i) -= Eta * Unsafe.Add(ref gs, i);
        }
    }

    private void Momentum()
    {
        ref var xs = ref X;
        ref var gs = ref G;
        ref var vs = ref First;
        for (var i = 0; i < Tail; i += Vector512<float>.Count)
        {
            var v = (Mu * Read(ref vs, i)) - (Eta * Read(ref gs, i));
            Write(ref vs, i, v);
            Write(ref xs, i, Read(ref xs, i) + v);
        }

        for (var i = Tail; i < length; i++)
        {
            Unsafe.Add(ref vs, i) = (Mu * Unsafe.Add(ref vs, i)) - (Eta * Unsafe.Add(ref gs, i));
            Unsafe.Add(ref xs, i) += Unsafe.Add(ref vs, i);
        }
    }

    private void RmsProp()
    {
        ref var xs = ref X;
        ref var gs = ref G;
        ref var ms = ref First;
        var ε = Vector512.Create(Epsilon);
        for (var i = 0; i < Tail; i += Vector512<float>.Count)
        {
            var m = (Gamma * Read(ref ms, i)) + ((1 - Gamma) * (Read(ref gs, i) * Read(ref gs, i)));
            Write(ref ms, i, m);
            Write(ref xs, i, Read(ref xs, i) - Ratio(Eta * Read(ref gs, i), Vector512.Sqrt(m) + ε));
        }

        for (var i = Tail; i < length; i++)
        {
            Unsafe.Add(ref ms, i) = (Gamma * Unsafe.Add(ref ms, i)) + ((1 - Gamma) * (Unsafe.Add(ref gs, i) * Unsafe.Add(ref gs, i)));
            Unsafe.Add(ref xs, i) -= Eta * Unsafe.Add(ref gs, i) / (MathF.Sqrt(Unsafe.Add(ref ms, i)) + Epsilon);
        }
    }

    private void RmsPropNesterov()
    {
        ref var xs = ref X;
        ref var gs = ref G;
        ref var ms = ref First;
        ref var vs = ref Second;
        var ε = Vector512.Create(Epsilon);
        for (var i = 0; i < Tail; i += Vector512<float>.Count)
        {
            var m = (Gamma * Read(ref ms, i)) + ((1 - Gamma) * (Read(ref gs, i) * Read(ref gs, i)));
            Write(ref ms, i, m);
            var v = (Mu * Read(ref vs, i)) - Ratio(Eta * Read(ref gs, i), Vector512.Sqrt(m) + ε);
            Write(ref vs, i, v);
            Write(ref xs, i, Read(ref xs, i) + v);
        }

        for (var i = Tail; i < length; i++)
        {
            Unsafe.Add(ref ms, i) = (Gamma * Unsafe.Add(ref ms, i)) + ((1 - Gamma) * (Unsafe.Add(ref gs, i) * Unsafe.Add(ref gs, i)));
            Unsafe.Add(ref vs, i) = (Mu * Unsafe.Add(ref vs, i)) - (Eta * Unsafe.Add(ref gs, i) / (MathF.Sqrt(Unsafe.Add(ref ms, i)) + Epsilon));
            Unsafe.Add(ref xs, i) += Unsafe.Add(ref vs, i);
        }
    }

    private void Adagrad()
    {
        ref var xs = ref X;
        ref var gs = ref G;
        ref var ss = ref First;
        var ε = Vector512.Create(Epsilon);
        for (var i = 0; i < Tail; i += Vector512<float>.Count)
        {
            var s = Read(ref ss, i) + (Read(ref gs, i) * Read(ref gs, i));
            Write(ref ss, i, s);
            Write(ref xs, i, Read(ref xs, i) - Ratio(Eta * Read(ref gs, i), Vector512.Sqrt(s) + ε));
        }

        for (var i = Tail; i < length; i++)
        {
            Unsafe.Add(ref ss, i) += Unsafe.Add(ref gs, i) * Unsafe.Add(ref gs, i);
            Unsafe.Add(ref xs, i) -= Eta * Unsafe.Add(ref gs, i) / (MathF.Sqrt(Unsafe.Add(ref ss, i)) + Epsilon);
        }
    }

    private void Adadelta()
    {
        ref var xs = ref X;
        ref var gs = ref G;
        ref var gg = ref First;
        ref var dd = ref Second;
        var ε = Vector512.Create(Epsilon);
        for (var i = 0; i < Tail; i += Vector512<float>.Count)
        {
            var mean = (Gamma * Read(ref gg, i)) + ((1 - Gamma) * (Read(ref gs, i) * Read(ref gs, i)));
            Write(ref gg, i, mean);
            var step = -(Vector512.Sqrt(Read(ref dd, i) + ε) / Vector512.Sqrt(mean + ε)) * Read(ref gs, i);
            Write(ref dd, i, (Gamma * Read(ref dd, i)) + ((1 - Gamma) * (step * step)));
            Write(ref xs, i, Read(ref xs, i) + 1f * step);
        }

        for (var i = Tail; i < length; i++)
        {
            Unsafe.Add(ref gg, i) = (Gamma * Unsafe.Add(ref gg, i)) + ((1 - Gamma) * (Unsafe.Add(ref gs, i) * Unsafe.Add(ref gs, i)));
            var step = -(MathF.Sqrt(Unsafe.Add(ref dd, i) + Epsilon) / MathF.Sqrt(Unsafe.Add(ref gg, i) + Epsilon)) * Unsafe.Add(ref gs, i);
            Unsafe.Add(ref dd, i) = (Gamma * Unsafe.Add(ref dd, i)) + ((1 - Gamma) * (step * step));
            Unsafe.Add(ref xs, i) += step;
        }
    }

    private void Adam()
    {
        t++;
        float c1 = 1 - MathF.Pow(Beta1, t), c2 = 1 - MathF.Pow(Beta2, t);
        ref var xs = ref X;
        ref var gs = ref G;
        ref var ms = ref First;
        ref var vs = ref Second;
        Vector512<float> ε = Vector512.Create(Epsilon), correction1 = Vector512.Create(c1), correction2 = Vector512.Create(c2);
        for (var i = 0; i < Tail; i += Vector512<float>.Count)
        {
            var m = (Beta1 * Read(ref ms, i)) + ((1 - Beta1) * Read(ref gs, i));
            var v = (Beta2 * Read(ref vs, i)) + ((1 - Beta2) * (Read(ref gs, i) * Read(ref gs, i)));
            Write(ref ms, i, m);
            Write(ref vs, i, v);
            Write(ref xs, i, Read(ref xs, i) - Ratio(Eta * (m / correction1), Vector512.Sqrt(v / correction2) + ε));
        }

        for (var i = Tail; i < length; i++)
        {
            Unsafe.Add(ref ms, i) = (Beta1 * Unsafe.Add(ref ms, i)) + ((1 - Beta1) * Unsafe.Add(ref gs, i));
            Unsafe.Add(ref vs, i) = (Beta2 * Unsafe.Add(ref vs, i)) + ((1 - Beta2) * (Unsafe.Add(ref gs, i) * Unsafe.Add(ref gs, i)));
            Unsafe.Add(ref xs, i) -= Eta * (Unsafe.Add(ref ms, i) / c1) / (MathF.Sqrt(Unsafe.Add(ref vs, i) / c2) + Epsilon);
        }
    }

    private static Vector512<float> Read(ref float from, int i) => Vector512.LoadUnsafe(ref from, (nuint)i);

    private static void Write(ref float to, int i, Vector512<float> value) => value.StoreUnsafe(ref to, (nuint)i);

    /// <summary>a / b, and 0 where b is 0: part of the arithmetic, since the rules promise it.</summary>
    private static Vector512<float> Ratio(Vector512<float> a, Vector512<float> b) =>
        Vector512.AndNot(a / b, Vector512.Equals(b, Vector512<float>.Zero));
}
