using System.Runtime.CompilerServices;

namespace DescentLab;

// Readers write new Adam<float>(0.001), and 0.001 is a double. A conversion from double beside the one from
// T would be ambiguous where T is double, so each rule has a second constructor with the lowest priority.

public sealed partial record GradientDescent<T>
{
    /// <summary>Creates the rule with rates as double, for any T: <c>new GradientDescent&lt;float&gt;(0.03)</c>.</summary>
    /// <inheritdoc cref="GradientDescent{T}(Schedule{T})"/>
    [OverloadResolutionPriority(-1)]
    public GradientDescent(double learningRate)
        : this(T.CreateChecked(learningRate))
    {
    }
}

public sealed partial record Momentum<T>
{
    /// <summary>Creates the rule with rates as double, for any T: <c>new Momentum&lt;float&gt;(0.1, 0.9)</c>.</summary>
    /// <inheritdoc cref="Momentum{T}(Schedule{T}, T?)"/>
    [OverloadResolutionPriority(-1)]
    public Momentum(double learningRate, double mu = 0.9)
        : this(T.CreateChecked(learningRate), T.CreateChecked(mu))
    {
    }
}

public sealed partial record Nesterov<T>
{
    /// <summary>Creates the rule with rates as double, for any T: <c>new Nesterov&lt;float&gt;(0.1, 0.9)</c>.</summary>
    /// <inheritdoc cref="Nesterov{T}(Schedule{T}, T?)"/>
    [OverloadResolutionPriority(-1)]
    public Nesterov(double learningRate, double mu = 0.9)
        : this(T.CreateChecked(learningRate), T.CreateChecked(mu))
    {
    }
}

public sealed partial record RmsProp<T>
{
    /// <summary>Creates the rule with rates as double, for any T: <c>new RmsProp&lt;float&gt;(0.001, 0.99)</c>.</summary>
    /// <inheritdoc cref="RmsProp{T}(Schedule{T}, T?, T?)"/>
    [OverloadResolutionPriority(-1)]
    public RmsProp(double learningRate, double gamma = 0.9, double epsilon = 0)
        : this(T.CreateChecked(learningRate), T.CreateChecked(gamma), T.CreateChecked(epsilon))
    {
    }
}

public sealed partial record RmsPropNesterov<T>
{
    /// <summary>Creates the rule with rates as double, for any T: <c>new RmsPropNesterov&lt;float&gt;(0.001, 0.99)</c>.</summary>
    /// <inheritdoc cref="RmsPropNesterov{T}(Schedule{T}, T?, T?, T?)"/>
    [OverloadResolutionPriority(-1)]
    public RmsPropNesterov(double learningRate, double gamma = 0.9, double mu = 0.9, double epsilon = 0)
        : this(T.CreateChecked(learningRate), T.CreateChecked(gamma), T.CreateChecked(mu), T.CreateChecked(epsilon))
    {
    }
}

public sealed partial record Adagrad<T>
{
    /// <summary>Creates the rule with rates as double, for any T: <c>new Adagrad&lt;float&gt;(0.01)</c>.</summary>
    /// <inheritdoc cref="Adagrad{T}(Schedule{T}, T?, T?)"/>
    [OverloadResolutionPriority(-1)]
    public Adagrad(double learningRate, double epsilon = 0, double initialAccumulator = 0)
        : this(T.CreateChecked(learningRate), T.CreateChecked(epsilon), T.CreateChecked(initialAccumulator))
    {
    }
}

public sealed partial record Adadelta<T>
{
    /// <summary>Creates the rule with rates as double, for any T: <c>new Adadelta&lt;float&gt;(0.9)</c>.</summary>
    /// <inheritdoc cref="Adadelta{T}(T?, T?, Schedule{T})"/>
    [OverloadResolutionPriority(-1)]
    public Adadelta(double gamma = 0.95, double epsilon = 1e-6, double learningRate = 1)
        : this(T.CreateChecked(gamma), T.CreateChecked(epsilon), T.CreateChecked(learningRate))
    {
    }
}

public sealed partial record Adam<T>
{
    /// <summary>Creates the rule with rates as double, for any T: <c>new Adam&lt;float&gt;(0.001)</c>.</summary>
    /// <inheritdoc cref="Adam{T}(Schedule{T}, T?, T?, T?)"/>
    [OverloadResolutionPriority(-1)]
    public Adam(double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        : this(T.CreateChecked(learningRate), T.CreateChecked(beta1), T.CreateChecked(beta2), T.CreateChecked(epsilon))
    {
    }
}
