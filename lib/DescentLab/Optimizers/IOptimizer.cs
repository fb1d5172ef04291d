using System.Numerics;

namespace DescentLab;

/// <summary>
/// A rule that turns a gradient into a step. The rule is immutable and holds hyperparameters; its state from step
/// to step (velocity, moments) is an <see cref="OptimizerState{T}"/> that belongs to one run.
/// </summary>
/// <remarks>To write your own rule, derive from <see cref="Optimizer{T}"/>, which contains the common parts of all rules.</remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IOptimizer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>The names of the state vectors: none, or "v", or "m" and "v".</summary>
    IReadOnlyList<string> StateNames { get; }

    /// <summary>η, if the rule has one learning rate for all components; null otherwise.</summary>
    Schedule<T>? LearningRate => null;

    /// <summary>Creates a new state for a run: step 0, every vector zero unless the rule overrides it.</summary>
    /// <param name="dimension">The number of components of x, at least 1.</param>
    OptimizerState<T> Start(int dimension) => new(dimension, StateNames);

    /// <summary>The point whose gradient the next update needs: x itself, unless the rule looks ahead.</summary>
    /// <param name="x">The current point.</param>
    /// <param name="state">The state of this run.</param>
    /// <param name="memory">As long as x; a rule that looks ahead writes its point here. Otherwise unused.</param>
    /// <returns>x, or the memory.</returns>
    ReadOnlySpan<T> LookAhead(ReadOnlySpan<T> x, OptimizerState<T> state, Span<T> memory) => x;

    /// <summary>Moves <paramref name="x"/> by one step and updates the state.</summary>
    /// <param name="x">The point; overwritten with the next point.</param>
    /// <param name="gradient">The gradient at the point that <see cref="LookAhead"/> returned.</param>
    /// <param name="state">The state of this run, made by <see cref="Start"/>. A <see cref="Descent{T}"/> has counted this
    /// step already: state.Step is t, 1 for the first update, and the rate of a schedule is <c>At(state.Step - 1)</c>.</param>
    void Update(Span<T> x, ReadOnlySpan<T> gradient, OptimizerState<T> state);
}
