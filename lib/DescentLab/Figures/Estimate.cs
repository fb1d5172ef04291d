namespace DescentLab;

/// <summary>A number with its uncertainty: a bar or a point with an error bar.</summary>
/// <remarks>Written as a pair <c>("Adam", 0.917)</c> or as a triple <c>("Adam", 0.917, 0.002)</c>.</remarks>
/// <param name="Name">Its label.</param>
/// <param name="Value">The number.</param>
/// <param name="Error">Half the length of the error bar, such as the standard error of a mean; 0 for none.</param>
[TypeFormatterSource]
public readonly record struct Estimate(string Name, double Value, double Error = 0)
{
    /// <summary>A number without an error bar.</summary>
    /// <param name="estimate">Name and value.</param>
    public static implicit operator Estimate((string Name, double Value) estimate) => new(estimate.Name, estimate.Value);

    /// <summary>A number with its error bar.</summary>
    /// <param name="estimate">Name, value and error.</param>
    public static implicit operator Estimate((string Name, double Value, double Error) estimate) =>
        new(estimate.Name, estimate.Value, estimate.Error);

    /// <summary>The mean of a sample, with its standard error s/√n for error bar.</summary>
    /// <param name="name">Its label.</param>
    /// <param name="sample">At least 2 finite numbers.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 numbers, or one is not finite.</exception>
    public static Estimate OfMean(string name, IEnumerable<double> sample)
    {
        double[] values = Samples.Finite(sample, 2, nameof(sample));
        return new(name, Sample.Mean(values), Sample.StandardError(values));
    }

    /// <summary>"Adam: 0.917 ± 0.002".</summary>
    public override string ToString() => $"{Name}: {Value}{(Error == 0 ? "" : $" ± {Error}")}";
}
