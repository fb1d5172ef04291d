namespace DescentLab;

/// <summary>The rules for the number of bins of a histogram, as in NumPy; n values, their range, their standard deviation s.</summary>
public enum BinRule
{
    /// <summary>The narrower bins of <see cref="FreedmanDiaconis"/> (unless its width is 0) and <see cref="Sturges"/>.</summary>
    Auto,

    /// <summary>Width range/(log₂ n + 1): for small, roughly normal samples.</summary>
    Sturges,

    /// <summary>Width 2 IQR/∛n with the interquartile range: outliers do not matter. NumPy's "fd".</summary>
    FreedmanDiaconis,

    /// <summary>Width s ∛(24√π/n), s divided by n.</summary>
    Scott,

    /// <summary>Width range/(2∛n).</summary>
    Rice,

    /// <summary>Width range/√n. NumPy's "sqrt".</summary>
    SquareRoot,

    /// <summary>Sturges' rule with more bins for skewed samples.</summary>
    Doane,

    /// <summary>The number of bins with the least estimated squared error, by leaving one out.</summary>
    Stone,
}
