using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DescentLab;

/// <summary>
/// An update rule for each component on its own, written once for any width of register: the text of an optimizer.
/// A rule with one state vector does not use the second.
/// </summary>
internal interface IElementwiseRule<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>The number of state vectors of the rule: 0, 1 or 2; 1 by default.</summary>
    static virtual int StateVectors => 1;

    /// <summary>Updates the components in <paramref name="x"/> and their state.</summary>
    void Apply<V>(ref V x, V g, ref V first, ref V second)
        where V : struct, ILane<V, T>;
}

/// <summary>Runs an <see cref="IElementwiseRule{T}"/> over whole vectors, in the widest available registers, including tails.</summary>
internal static class Elementwise
{
    /// <summary>Applies the rule to every component of x, g and the vectors of the state that it uses.</summary>
    public static void Apply<T, TRule>(TRule rule, Span<T> x, ReadOnlySpan<T> g, OptimizerState<T> state)
        where T : struct, IFloatingPointIeee754<T>
        where TRule : struct, IElementwiseRule<T> =>
        Apply(rule, x, g, TRule.StateVectors > 0 ? state[0] : default, TRule.StateVectors > 1 ? state[1] : default);

    /// <summary>Applies the rule to every component of x, g and the state vectors, all of the same length.</summary>
    public static void Apply<T, TRule>(TRule rule, Span<T> x, ReadOnlySpan<T> g, Span<T> first = default, Span<T> second = default)
        where T : struct, IFloatingPointIeee754<T>
        where TRule : struct, IElementwiseRule<T>
    {
        if (g.Length != x.Length || (TRule.StateVectors > 0 && first.Length != x.Length) || (TRule.StateVectors > 1 && second.Length != x.Length))
        {
            throw new ArgumentException(
                $"x has {x.Length} components, the gradient {g.Length}, the state {first.Length}: they must have the same length. Create the state with optimizer.Start({x.Length}).");
        }

        Registers.Run<T, Loop<T, TRule>>(new(rule, x, g, first, second), x.Length);
    }

    /// <summary>Overwrites <paramref name="at"/> with x + μ v, the point ahead of Nesterov's rules, and returns it.</summary>
    public static ReadOnlySpan<T> LookAhead<T>(ReadOnlySpan<T> x, T μ, Span<T> v, Span<T> at)
        where T : struct, IFloatingPointIeee754<T>
    {
        Apply(new Ahead<T>(μ), at, x, v);
        return at;
    }

    private readonly ref struct Loop<T, TRule>(TRule rule, Span<T> x, ReadOnlySpan<T> g, Span<T> first, Span<T> second) : IRegisterLoop<T>
        where T : struct, IFloatingPointIeee754<T>
        where TRule : struct, IElementwiseRule<T>
    {
        private readonly TRule rule = rule;
        private readonly Span<T> x = x;
        private readonly ReadOnlySpan<T> g = g;
        private readonly Span<T> first = first;
        private readonly Span<T> second = second;

        [MethodImpl(Registers.Kernel)]
        public int Run<V>(int from)
            where V : struct, ILane<V, T>
        {
            var rule = this.rule;
            ref var x0 = ref MemoryMarshal.GetReference(x);
            ref var g0 = ref MemoryMarshal.GetReference(g);
            ref var first0 = ref MemoryMarshal.GetReference(first);
            ref var second0 = ref MemoryMarshal.GetReference(second);
            nint at = from, end = x.Length - V.Count;
            for (; at <= end; at += V.Count)
            {
                // The lengths were compared above; unused state stays a default register and is never written.
                var xi = V.Load(in Unsafe.Add(ref x0, at));
                var gi = V.Load(in Unsafe.Add(ref g0, at));
                V a = default, b = default;
                if (TRule.StateVectors > 0)
                {
                    a = V.Load(in Unsafe.Add(ref first0, at));
                }

                if (TRule.StateVectors > 1)
                {
                    b = V.Load(in Unsafe.Add(ref second0, at));
                }

                rule.Apply(ref xi, gi, ref a, ref b);
                xi.Store(ref Unsafe.Add(ref x0, at));
                if (TRule.StateVectors > 0)
                {
                    a.Store(ref Unsafe.Add(ref first0, at));
                }

                if (TRule.StateVectors > 1)
                {
                    b.Store(ref Unsafe.Add(ref second0, at));
                }
            }

            return (int)at;
        }
    }

    private readonly struct Ahead<T>(T μ) : IElementwiseRule<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        [MethodImpl(Registers.Inlined)]
        void IElementwiseRule<T>.Apply<V>(ref V at, V x, ref V v, ref V second) => at = x + (μ * v);
    }
}
