using System.Numerics;

namespace DescentLab;

/// <summary>Objectives in another number type.</summary>
public static class ConvertedObjective
{
    /// <summary>Adapts the objective to T: x is converted to double, value and gradient are rounded to T.</summary>
    /// <remarks>
    /// <c>BookFunctions.TwoWells.In&lt;float&gt;()</c>. Only the descent then runs in T; the function itself keeps its precision. In
    /// double it is the objective itself. It holds two buffers, so give each thread its own; calls allocate nothing.
    /// </remarks>
    /// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="objective">The function in double.</param>
    public static IObjective<T> In<T>(this IObjective<double> objective)
        where T : struct, IFloatingPointIeee754<T> =>
        Require.NotNull(objective) as IObjective<T> ?? new Rounded<T>(objective);

    private sealed class Rounded<T>(IObjective<double> objective) : IObjective<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        private readonly double[] point = new double[objective.Dimension];
        private readonly double[] slope = new double[objective.Dimension];

        public int Dimension => objective.Dimension;

        public T Value(ReadOnlySpan<T> x) => T.CreateChecked(objective.Value(Widened(x)));

        public void Gradient(ReadOnlySpan<T> x, Span<T> gradient)
        {
            Require.Space(gradient, Dimension);
            objective.Gradient(Widened(x), slope);
            for (var i = 0; i < slope.Length; i++)
            {
                gradient[i] = T.CreateChecked(slope[i]);
            }
        }

        public void NextSample() => objective.NextSample();

        public void Restart() => objective.Restart();

        public override string ToString() => $"{objective}";

        private double[] Widened(ReadOnlySpan<T> x)
        {
            Require.Components(x, Dimension);
            for (var i = 0; i < point.Length; i++)
            {
                point[i] = double.CreateChecked(x[i]);
            }

            return point;
        }
    }
}
