namespace DescentLab;

/// <summary>Which deviation from "no difference" a test looks for.</summary>
public enum Alternative
{
    /// <summary>The first sample is larger or smaller than the second.</summary>
    TwoSided,

    /// <summary>The first sample is larger than the second (or than the hypothesis).</summary>
    Greater,

    /// <summary>The first sample is smaller than the second (or than the hypothesis).</summary>
    Less,
}
