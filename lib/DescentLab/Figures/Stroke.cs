namespace DescentLab;

/// <summary>The line that joins points.</summary>
public enum Stroke
{
    /// <summary>No line: points only.</summary>
    None,

    /// <summary>A solid line.</summary>
    Solid,

    /// <summary>A dashed line.</summary>
    Dashed,

    /// <summary>A dotted line.</summary>
    Dotted,
}
