namespace DescentLab;

/// <summary>The method by which a rank test computes its p-value.</summary>
public enum RankMethod
{
    /// <summary>Exact where there are no ties and the samples are small enough, otherwise the normal approximation.</summary>
    Auto,

    /// <summary>By counting all arrangements of the ranks.</summary>
    Exact,

    /// <summary>By the normal approximation, corrected for ties.</summary>
    Normal,
}
