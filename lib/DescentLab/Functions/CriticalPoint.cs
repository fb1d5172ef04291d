using System.Collections.Immutable;

namespace DescentLab;

/// <summary>The kind of a point with zero gradient.</summary>
public enum CriticalPointKind
{
    /// <summary>The lowest point of all.</summary>
    GlobalMinimum,

    /// <summary>The lowest point of its neighbourhood only.</summary>
    LocalMinimum,

    /// <summary>A minimum in one direction, a maximum in another.</summary>
    Saddle,

    /// <summary>The highest point of its neighbourhood.</summary>
    LocalMaximum,
}

/// <summary>A known point where the gradient of a function is zero.</summary>
/// <param name="Kind">Minimum, saddle or maximum.</param>
/// <param name="X">The point.</param>
/// <param name="Value">f at the point.</param>
[TypeFormatterSource]
public sealed record CriticalPoint(CriticalPointKind Kind, ImmutableArray<double> X, double Value)
{
    /// <summary>"global minimum at (1, 0.375), f = -8.625".</summary>
    public override string ToString()
    {
        var kind = Kind switch
        {
            CriticalPointKind.GlobalMinimum => "global minimum",
            CriticalPointKind.LocalMinimum => "local minimum",
            CriticalPointKind.Saddle => "saddle",
            _ => "local maximum",
        };
        return $"{kind} at ({string.Join(", ", X.Select(x => NumberText.Of(x)))}), f = {NumberText.Of(Value)}";
    }
}
