using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace DescentLab;

/// <summary>A descent in progress: an objective, an optimizer, a point, and the optimizer's state.</summary>
/// <remarks>
/// One step: draw the next sample, get the point of the gradient from the optimizer, compute the gradient there, update.
/// The same loop rolls a point down a parabola and trains a network, whose loss is a function of one flat vector θ.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
[TypeFormatterSource]
public sealed class Descent<T> : IHtml
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly AlignedVector<T> x;
    private readonly AlignedVector<T> ahead;
    private readonly AlignedVector<T> gradient;

    // Whether the sample of the next step is drawn already: a run that stopped by its tolerance drew it, but did not step.
    private bool sampled;

    /// <summary>Creates a descent at its start.</summary>
    /// <param name="objective">The function to descend on.</param>
    /// <param name="optimizer">The rule for each step.</param>
    /// <param name="start">x₀, as many components as the objective has; copied.</param>
    /// <exception cref="ArgumentException">The start has the wrong number of components, or one that is not finite.</exception>
    public Descent(IObjective<T> objective, IOptimizer<T> optimizer, ReadOnlySpan<T> start)
    {
        Objective = Require.NotNull(objective);
        Optimizer = Require.NotNull(optimizer);
        Require.Point(start, objective.Dimension);
        x = new(start.Length);
        start.CopyTo(x);
        ahead = new(start.Length);
        gradient = new(start.Length);
        State = optimizer.Start(x.Length);
    }

    /// <summary>Creates a descent that continues with a saved optimizer state.</summary>
    internal Descent(IObjective<T> objective, IOptimizer<T> optimizer, ReadOnlySpan<T> x, OptimizerState<T> state)
        : this(objective, optimizer, x) =>
        State = state;

    /// <summary>The function to descend on.</summary>
    public IObjective<T> Objective { get; }

    /// <summary>The rule for each step.</summary>
    public IOptimizer<T> Optimizer { get; }

    /// <summary>The optimizer's state in this run.</summary>
    public OptimizerState<T> State { get; }

    /// <summary>The current point.</summary>
    public ReadOnlySpan<T> X => x;

    /// <summary>The gradient that the last step used.</summary>
    public ReadOnlySpan<T> LastGradient => gradient;

    /// <summary>Takes one step without checking the result; <see cref="Run"/> checks.</summary>
    public void Step()
    {
        FindGradient();
        Move();
    }

    /// <summary>Takes steps from the current point and records every point.</summary>
    /// <param name="steps">The maximum number, 0 or more.</param>
    /// <param name="tolerance">Stops before a step whose gradient has no component larger than this in magnitude; never by default.</param>
    /// <param name="record">Whether gradients and the optimizer's state are recorded too, for plotting.</param>
    /// <param name="cancellationToken">Ends the descent early; the path up to there is returned.</param>
    /// <returns>The path, with the reason why it ended. A point that is not finite is part of it only as the start of a descent that had diverged before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The steps or the tolerance are negative.</exception>
    public Trajectory<T> Run(int steps, T? tolerance = null, bool record = false, CancellationToken cancellationToken = default)
    {
        Require.AtLeast(0, steps, "number of steps");
        if (tolerance is { } given)
        {
            Require.NotNegative(given, "tolerance", nameof(tolerance));
        }

        Begin();
        var recorder = new Recorder(Objective, record ? State : null);
        recorder.Point(0, x, Objective.Value(x));
        if (Points.FirstNotFinite<T>(x) >= 0)
        {
            return recorder.End(StopReason.Diverged, $"Diverged in an earlier run, which ended at {Points.Text<T>(x)}. Start a new descent.");
        }

        if (!T.IsFinite(recorder.LastValue))
        {
            return recorder.End(StopReason.Diverged, $"Diverged at the start {Points.Text<T>(x)}: f is {NumberText.Of(recorder.LastValue)}. Start where f is finite.");
        }

        // The more components, the longer a step takes.
        var stepsBetweenInterruptions = Math.Max(1, 4096 / x.Length);
        for (var k = 1; k <= steps; k++)
        {
            if (k % stepsBetweenInterruptions == 0)
            {
                Interruption.Point();
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return recorder.End(StopReason.Cancelled, $"Cancelled after {k - 1} steps.");
            }

            var at = FindGradient();
            if (Points.FirstNotFinite<T>(gradient) is >= 0 and var i)
            {
                return recorder.End(
                    StopReason.Diverged,
                    $"Diverged at step {k}: component {i} of the gradient at {Points.Text(at)} is {NumberText.Of(gradient.Span[i])}. Check the derivative there, or take a smaller learning rate.");
            }

            if (tolerance is { } limit && Largest(gradient) <= limit)
            {
                return recorder.End(StopReason.GradientBelowTolerance, $"The gradient fell to the tolerance {limit} after {k - 1} steps.");
            }

            Move();
            var value = Objective.Value(x);
            if (!T.IsFinite(value) || Points.FirstNotFinite<T>(x) >= 0)
            {
                return recorder.End(
                    StopReason.Diverged,
                    $"Diverged at step {k}: f is {NumberText.Of(value)} at {Points.Text<T>(x)}. Take a smaller learning rate, or check f there.");
            }

            if (State.NotFinite() is { } what)
            {
                return recorder.End(StopReason.Diverged, $"Diverged at step {k}: {what} in the optimizer's state. Take a smaller learning rate, or scale f.");
            }

            recorder.Gradient(gradient);
            recorder.Point(k, x, value);
        }

        return recorder.End(StopReason.StepsDone, $"Took {steps} steps.");
    }

    /// <summary>The objective, the optimizer, the current point and the optimizer's state.</summary>
    public string ToHtml() => Sheet.ToHtml();

    /// <inheritdoc/>
    public string ToText() => $"{Sheet}";

    /// <summary>"parabola, GradientDescent { LearningRate = 0.03 }: x3 = (-0.26)".</summary>
    public override string ToString() => $"{Objective}, {Optimizer}: x{State.Step} = {Points.Text<T>(x)}";

    private Sheet Sheet => new($"Descent on {Objective}")
    {
        Header = ["step", .. Points.Names(x.Length)],
        Rows = [[$"{State.Step}", .. Points.Cells<T>(x)]],
        Lines = $"{Optimizer}\n{State}",
    };

    private static T Largest(ReadOnlySpan<T> vector)
    {
        var largest = T.Zero;
        foreach (var component in vector)
        {
            largest = T.Max(largest, T.Abs(component));
        }

        return largest;
    }

    private ReadOnlySpan<T> FindGradient()
    {
        Begin();
        if (!sampled)
        {
            Objective.NextSample();
            sampled = true;
        }

        var at = Optimizer.LookAhead(x, State, ahead);
        Objective.Gradient(at, gradient);
        return at;
    }

    /// <summary>Counts the step, then calls the optimizer.</summary>
    private void Move()
    {
        sampled = false;
        State.Count();
        Optimizer.Update(x, gradient, State);
    }

    /// <summary>Before the first step a stochastic objective starts again, so that equal descents use equal samples.</summary>
    private void Begin()
    {
        if (State.Step == 0)
        {
            Objective.Restart();
            sampled = false;
        }
    }

    /// <summary>Collects a trajectory; with a state given, gradients and state vectors too.</summary>
    private sealed class Recorder(IObjective<T> objective, OptimizerState<T>? state)
    {
        private readonly List<TrajectoryPoint<T>> points = [];
        private readonly List<ImmutableArray<T>> gradients = [];
        private readonly (string Name, OptimizerState<T> Of, int Index, List<ImmutableArray<T>> Vectors)[] states = state is null ? [] : [.. Vectors(state, "")];

        public T LastValue => points[^1].Value;

        public void Point(int step, ReadOnlySpan<T> x, T value)
        {
            points.Add(new(step, [.. x], value));
            foreach (var (_, of, index, vectors) in states)
            {
                vectors.Add([.. of[index]]);
            }
        }

        public void Gradient(ReadOnlySpan<T> gradient)
        {
            if (state is not null)
            {
                gradients.Add([.. gradient]);
            }
        }

        public Trajectory<T> End(StopReason reason, string outcome) =>
            new(objective, points, gradients, states.ToDictionary(one => one.Name, one => (IReadOnlyList<ImmutableArray<T>>)one.Vectors), reason, outcome);

        /// <summary>The vectors of a state, and of its parts: "v" of the first is "0: v".</summary>
        private static IEnumerable<(string Name, OptimizerState<T> Of, int Index, List<ImmutableArray<T>> Vectors)> Vectors(OptimizerState<T> state, string part) =>
            state.Names.Select((name, k) => (part + name, state, k, new List<ImmutableArray<T>>()))
                .Concat(state.Parts.SelectMany((one, k) => Vectors(one, string.Create(CultureInfo.InvariantCulture, $"{part}{k}: "))));
    }
}

/// <summary>Runs descents in one call.</summary>
public static class Descent
{
    /// <summary>Runs a whole descent: <c>Descent.Run(BookFunctions.Parabola, new GradientDescent&lt;double&gt;(0.03), [-0.9], 15)</c>.</summary>
    /// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="objective">The function to descend on.</param>
    /// <param name="optimizer">The rule for each step.</param>
    /// <param name="start">x₀, as many components as the objective has.</param>
    /// <param name="steps">The maximum number of steps.</param>
    /// <param name="tolerance">See <see cref="Descent{T}.Run"/>.</param>
    /// <param name="record">See <see cref="Descent{T}.Run"/>.</param>
    /// <param name="cancellationToken">See <see cref="Descent{T}.Run"/>.</param>
    /// <exception cref="ArgumentException">The start does not fit, or is not finite; the steps are negative.</exception>
    public static Trajectory<T> Run<T>(
        IObjective<T> objective,
        IOptimizer<T> optimizer,
        ReadOnlySpan<T> start,
        int steps,
        T? tolerance = null,
        bool record = false,
        CancellationToken cancellationToken = default)
        where T : struct, IFloatingPointIeee754<T> =>
        new Descent<T>(objective, optimizer, start).Run(steps, tolerance, record, cancellationToken);
}
