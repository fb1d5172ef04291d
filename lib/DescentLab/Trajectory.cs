using System.Collections;
using System.Collections.Immutable;
using System.Numerics;

namespace DescentLab;

/// <summary>A point of a descent.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="Step">How many updates led here: 0 at the start.</param>
/// <param name="X">The point.</param>
/// <param name="Value">f at the point.</param>
public readonly record struct TrajectoryPoint<T>(int Step, ImmutableArray<T> X, T Value)
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>"x15 = (0.997648), f = -2.99997".</summary>
    public override string ToString() => $"x{Step} = {Points.Text(X.AsSpan())}, f = {Value:G6}";
}

/// <summary>The path of a descent: every point with its value (point 0 is the start), and why it ended.</summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class Trajectory<T> : IReadOnlyList<TrajectoryPoint<T>>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly IReadOnlyList<TrajectoryPoint<T>> points;
    private readonly IReadOnlyList<ImmutableArray<T>> gradients;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<ImmutableArray<T>>> states;

    internal Trajectory(
        IReadOnlyList<TrajectoryPoint<T>> points,
        IReadOnlyList<ImmutableArray<T>> gradients,
        IReadOnlyDictionary<string, IReadOnlyList<ImmutableArray<T>>> states,
        StopReason reason,
        string outcome)
    {
        this.points = points;
        this.gradients = gradients;
        this.states = states;
        Reason = reason;
        Outcome = outcome;
    }

    /// <summary>Why the descent ended.</summary>
    public StopReason Reason { get; }

    /// <summary>Why the descent ended, as a sentence: which step, what happened, what to try.</summary>
    public string Outcome { get; }

    /// <summary>The number of points: one more than the steps taken.</summary>
    public int Count => points.Count;

    /// <summary>The number of steps taken.</summary>
    public int Steps => Count - 1;

    /// <summary>The number of components of each point.</summary>
    public int Dimension => points[0].X.Length;

    /// <summary>The last point.</summary>
    public TrajectoryPoint<T> Last => points[^1];

    /// <summary>f at every point.</summary>
    public T[] Values => [.. points.Select(point => point.Value)];

    /// <summary>The names of the recorded state vectors ("v", …); empty unless the run recorded them.</summary>
    public IEnumerable<string> Recorded => states.Keys;

    /// <summary>The point after <paramref name="index"/> updates.</summary>
    /// <param name="index">From 0 to <see cref="Steps"/>.</param>
    public TrajectoryPoint<T> this[int index] => points[index];

    /// <summary>One coordinate of every point.</summary>
    /// <param name="component">Which: 0 for x, 1 for y.</param>
    public T[] Coordinate(int component) => [.. points.Select(point => point.X[component])];

    /// <summary>One component of the gradient that each step used: as many numbers as steps.</summary>
    /// <param name="component">Which: 0 for ∂f/∂x, 1 for ∂f/∂y.</param>
    /// <exception cref="InvalidOperationException">The run did not record.</exception>
    public T[] Gradient(int component) =>
        gradients.Count == 0 && Steps > 0
            ? throw new InvalidOperationException("This descent recorded no gradients. Run it with record: true.")
            : [.. gradients.Select(gradient => gradient[component])];

    /// <summary>One component of a state vector at every point: the velocity "v", the moments "m" and "v".</summary>
    /// <param name="name">One of <see cref="Recorded"/>.</param>
    /// <param name="component">Which: 0 for x, 1 for y.</param>
    /// <exception cref="InvalidOperationException">The run recorded no vector of that name.</exception>
    public T[] State(string name, int component) =>
        states.TryGetValue(name, out var vectors)
            ? [.. vectors.Select(vector => vector[component])]
            : throw new InvalidOperationException(
                $"This descent recorded no '{name}'. {(states.Count == 0 ? "Run it with record: true." : $"It has: {string.Join(", ", states.Keys)}.")}");

    /// <inheritdoc/>
    public IEnumerator<TrajectoryPoint<T>> GetEnumerator() => points.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Where it led and why it ended.</summary>
    public override string ToString() => $"{Outcome} {Last}";
}
