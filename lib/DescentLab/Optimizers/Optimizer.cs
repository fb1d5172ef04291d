using System.Numerics;
using System.Reflection;

namespace DescentLab;

/// <summary>The base class of all rules: a learning rate, the names of the state vectors, and the checks before a step.</summary>
/// <remarks>
/// Your own rule defines its names and its step. η is the rate of this step, state[0] the first state vector, and
/// state.Step the number t of the step, 1 for the first.
/// </remarks>
/// <example>
/// <code>
/// record Signs(Schedule&lt;double&gt; Rate) : Optimizer&lt;double&gt;(Rate)
/// {
///     protected override void Step(Span&lt;double&gt; x, ReadOnlySpan&lt;double&gt; g, double η, OptimizerState&lt;double&gt; state)
///     {
///         for (var i = 0; i &lt; x.Length; i++)
///             x[i] -= η * Math.Sign(g[i]);
///     }
/// }
/// Descent.Run(BookFunctions.TwoWells, new Signs(Schedule.Cosine(0.1, steps: 50)), [0.7, -0.2], 50)
/// </code>
/// </example>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
[TypeFormatterSource]
public abstract record Optimizer<T> : IOptimizer<T>, IHtml
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly string[] stateNames;

    /// <summary>A rule with a learning rate.</summary>
    /// <param name="learningRate">η, above 0: a number, or a <see cref="Schedule{T}"/> of the step.</param>
    /// <param name="stateNames">A name for each state vector.</param>
    protected Optimizer(Schedule<T> learningRate, params string[] stateNames)
    {
        LearningRate = learningRate;
        this.stateNames = Require.NotNull(stateNames);
    }

    /// <summary>η, the learning rate.</summary>
    public Schedule<T> LearningRate { get; init => field = Require.NotNull(value); }

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames => stateNames;

    /// <summary>The update as the literature writes it, a line for each assignment; empty if the rule has none.</summary>
    public virtual string Equation => "";

    /// <inheritdoc/>
    public virtual OptimizerState<T> Start(int dimension) => new(dimension, stateNames);

    /// <inheritdoc/>
    public virtual ReadOnlySpan<T> LookAhead(ReadOnlySpan<T> x, OptimizerState<T> state, Span<T> memory) => x;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The state is another optimizer's, or the lengths differ.</exception>
    public void Update(Span<T> x, ReadOnlySpan<T> gradient, OptimizerState<T> state)
    {
        Require.NotNull(state).RequireFor(stateNames, x.Length, gradient.Length);
        Step(x, gradient, LearningRate.At(state.NextStep() - 1), state);
    }

    /// <summary>Rules are equal if they are of one kind and have equal hyperparameters.</summary>
    /// <param name="other">Another rule.</param>
    public virtual bool Equals(Optimizer<T>? other) =>
        other is not null && EqualityContract == other.EqualityContract && LearningRate.Equals(other.LearningRate);

    /// <inheritdoc/>
    public override int GetHashCode() => LearningRate.GetHashCode();

    /// <summary>The equation and the hyperparameters.</summary>
    public string ToHtml() => Sheet.ToHtml();

    /// <inheritdoc/>
    public string ToText() => $"{Sheet}";

    /// <summary>The name and the hyperparameters: "Momentum { LearningRate = 0.1, Mu = 0.9 }".</summary>
    public sealed override string ToString()
    {
        var rates = Hyperparameters().Select(rate => $"{rate.Name} = {rate.Value}");
        return $"{Name} {{ {string.Join(", ", rates)} }}";
    }

    /// <summary>Moves <paramref name="x"/> by one step and updates the state.</summary>
    /// <param name="x">The point; overwritten with the next point.</param>
    /// <param name="g">The gradient at the point that <see cref="LookAhead"/> returned, as long as x.</param>
    /// <param name="η">The learning rate of this step.</param>
    /// <param name="state">The state: vectors as long as x, and the number of this step.</param>
    protected abstract void Step(Span<T> x, ReadOnlySpan<T> g, T η, OptimizerState<T> state);

    private string Name => GetType().Name.Split('`')[0];

    private Sheet Sheet => new(Name) { Lines = Equation, Rows = [.. Hyperparameters().Select(rate => (string[])[rate.Name, $"{rate.Value}"])] };

    /// <summary>
    /// The hyperparameters in the order of the constructor's parameters, then every other property that can be set:
    /// experiments and checkpoints tell settings apart by this text.
    /// </summary>
    private IEnumerable<(string Name, object? Value)> Hyperparameters()
    {
        PropertyInfo[] properties = [.. GetType().GetProperties().Where(one => one.GetIndexParameters().Length == 0).DistinctBy(one => one.Name)];
        var parameters = GetType().GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)?.GetParameters() ?? [];
        List<PropertyInfo> named =
        [
            .. from parameter in parameters
               let property = properties.FirstOrDefault(property => property.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase))
               where property is not null
               select property,
        ];

        // A rule that has the learning rate under a name of its own shows it once.
        var isRateNamed = named.Any(property => LearningRate.Equals(property.GetValue(this)));
        var others = properties.Except(named).Where(property => property.SetMethod is { IsPublic: true } && !(isRateNamed && property.Name == nameof(LearningRate)));
        return named.Concat(others).Select(property => (property.Name, property.GetValue(this)));
    }
}
