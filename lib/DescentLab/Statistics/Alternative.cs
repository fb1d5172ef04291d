namespace DescentLab;

/// <summary>The alternative hypothesis of a test.</summary>
public enum Alternative
{
    /// <summary>The first sample is larger or smaller than the second.</summary>
    TwoSided,

    /// <summary>The first sample is larger than the second (or than the hypothesis).</summary>
    Greater,

    /// <summary>The first sample is smaller than the second (or than the hypothesis).</summary>
    Less,
}
