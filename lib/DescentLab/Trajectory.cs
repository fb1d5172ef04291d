using System.Collections;
using System.Collections.Immutable;
using System.Numerics;

namespace DescentLab;

/// <summary>A point of a descent.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="Step">The number of updates up to this point: 0 at the start.</param>
/// <param name="X">The point.</param>
/// <param name="Value">f at the point.</param>
[TypeFormatterSource]
public readonly record struct TrajectoryPoint<T>(int Step, ImmutableArray<T> X, T Value)
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>"x15 = (0.997648), f = -2.99997".</summary>
    public override string ToString() => $"x{Step} = {Points.Text(X.AsSpan())}, f = {NumberText.Of(Value)}";
}

/// <summary>The path of a descent: every point with its value (point 0 is the start), and why it ended.</summary>
/// <typeparam name="T">The number type.</typeparam>
[TypeFormatterSource]
public sealed class Trajectory<T> : IReadOnlyList<TrajectoryPoint<T>>, IHtml
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly IObjective<T>? objective;
    private readonly IReadOnlyList<TrajectoryPoint<T>> points;
    private readonly IReadOnlyList<ImmutableArray<T>> gradients;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<ImmutableArray<T>>> states;

    internal Trajectory(
        IObjective<T>? objective,
        IReadOnlyList<TrajectoryPoint<T>> points,
        IReadOnlyList<ImmutableArray<T>> gradients,
        IReadOnlyDictionary<string, IReadOnlyList<ImmutableArray<T>>> states,
        StopReason reason,
        string outcome)
    {
        this.objective = objective;
        this.points = points;
        this.gradients = gradients;
        this.states = states;
        Reason = reason;
        Outcome = outcome;
    }

    /// <summary>The reason why the descent ended.</summary>
    public StopReason Reason { get; }

    /// <summary>The reason why the descent ended, in a sentence: the step, the event, and what to try.</summary>
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

    /// <summary>The names of the recorded state vectors ("v", …; "0: v" of the first range of a <see cref="PerRange{T}"/>); empty unless the run recorded them.</summary>
    public IEnumerable<string> Recorded => states.Keys;

    /// <summary>The point after <paramref name="index"/> updates.</summary>
    /// <param name="index">From 0 to <see cref="Steps"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public TrajectoryPoint<T> this[int index] => points[Require.Index(index, Count, "index of a point", nameof(index))];

    /// <summary>One coordinate of every point.</summary>
    /// <param name="component">The index: 0 for x, 1 for y.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such component.</exception>
    public T[] Coordinate(int component)
    {
        Require.Index(component, Dimension, "component");
        return [.. points.Select(point => point.X[component])];
    }

    /// <summary>One component of the gradient that each step used: as many numbers as steps.</summary>
    /// <param name="component">The index: 0 for ∂f/∂x, 1 for ∂f/∂y.</param>
    /// <exception cref="InvalidOperationException">The run has not recorded gradients.</exception>
    public T[] Gradient(int component) =>
        Require.Index(component, Dimension, "component") >= 0 && gradients.Count == 0 && Steps > 0
            ? throw new InvalidOperationException("This descent recorded no gradients. Run it with record: true.")
            : [.. gradients.Select(gradient => gradient[component])];

    /// <summary>One component of a state vector at every point: the velocity "v", the moments "m" and "v".</summary>
    /// <param name="name">One of <see cref="Recorded"/>.</param>
    /// <param name="component">The index: 0 for x, 1 for y; in a range of a <see cref="PerRange{T}"/>, from the range's start.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such component.</exception>
    /// <exception cref="InvalidOperationException">The run has not recorded a vector of that name.</exception>
    public T[] State(string name, int component) =>
        Require.Index(component, Dimension, "component") >= 0 && states.TryGetValue(name, out var vectors)
            ? [.. vectors.Select(vector => vector[Require.Index(component, vector.Length, "component")])]
            : throw new InvalidOperationException(
                $"This descent recorded no '{name}'. {(states.Count > 0 ? $"It has: {string.Join(", ", states.Keys)}." : gradients.Count > 0 ? "Its optimizer has no state vectors." : "Run it with record: true.")}");

    /// <inheritdoc/>
    public IEnumerator<TrajectoryPoint<T>> GetEnumerator() => points.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The usual chart: the path on the function's curve or contour; in more variables, f at every step.</summary>
    public Figure Plot()
    {
        var path = InDouble();
        return objective switch
        {
            Function1D f => Lab.Plot.Curve(f, Covering(f.Domain, 0)) + Lab.Plot.Path(path),
            Function2D f => Lab.Plot.Contour(f, Covering(f.DomainX, 0), Covering(f.DomainY, 1)) + Lab.Plot.Path(path),
            _ => Lab.Plot.Lines([new($"{objective}", path.Values)], y: "f"),
        };

        Interval Covering(Interval domain, int component)
        {
            var (min, max) = (domain.Min, domain.Max);
            if (Reason != StopReason.Diverged)
            {
                var x = path.Coordinate(component);
                (min, max) = (Math.Min(min, x.Min()), Math.Max(max, x.Max()));
            }

            return (min, max);
        }
    }

    /// <summary>The reason of the end, the last point, and a table of steps.</summary>
    public string ToHtml() => Sheet.ToHtml();

    /// <inheritdoc/>
    public string ToText() => $"{Sheet}";

    /// <summary>The last point and the reason of the end.</summary>
    public override string ToString() => $"{Outcome} {Last}";

    private Sheet Sheet => new($"{Outcome} {Last}")
    {
        Header = ["step", .. Points.Names(Dimension), "f"],
        Rows = [.. Sheet.Spread(Count).Select(k => (string[])[$"{k}", .. Points.Cells(points[k].X.AsSpan()), NumberText.Of(points[k].Value)])],
    };

    private Trajectory<double> InDouble() => this as Trajectory<double> ?? new(
        null,
        [.. points.Select(point => new TrajectoryPoint<double>(point.Step, [.. point.X.Select(double.CreateChecked)], double.CreateChecked(point.Value)))],
        [],
        new Dictionary<string, IReadOnlyList<ImmutableArray<double>>>(),
        Reason,
        Outcome);
}
