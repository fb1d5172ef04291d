namespace DescentLab.Tests.Optimizers;

/// <summary>
/// An optimizer as a reader would write one: a loop over the components. The tests use it for the conventions that the
/// references hold and the library does not.
/// </summary>
/// <param name="StateNames">A name for each number of state of a component.</param>
/// <param name="Next">Computes the next x of a component, and updates its state.</param>
internal sealed record ReadersRule(IReadOnlyList<string> StateNames, ReadersRule.Step Next) : IOptimizer<double>
{
    /// <summary>One update of one component: t = 1 for the first.</summary>
    internal delegate double Step(int t, double x, double g, double[] s);

    public void Update(Span<double> x, ReadOnlySpan<double> gradient, OptimizerState<double> state)
    {
        var t = state.Step;
        var s = new double[StateNames.Count];
        for (var i = 0; i < x.Length; i++)
        {
            for (var k = 0; k < s.Length; k++)
            {
                s[k] = state[k][i];
            }

            x[i] = Next(t, x[i], gradient[i], s);
            for (var k = 0; k < s.Length; k++)
            {
                state[k][i] = s[k];
            }
        }
    }
}
