namespace DescentLab;

/// <summary>The plot symbol that marks the points of a path.</summary>
public enum Symbol
{
    /// <summary>A disc.</summary>
    Circle,

    /// <summary>A square.</summary>
    Square,

    /// <summary>A triangle pointing right.</summary>
    TriangleRight,

    /// <summary>A triangle pointing left.</summary>
    TriangleLeft,

    /// <summary>A star with five points.</summary>
    Star,

    /// <summary>A thin plus sign.</summary>
    Plus,

    /// <summary>A pentagon.</summary>
    Pentagon,

    /// <summary>A hexagon.</summary>
    Hexagon,

    /// <summary>A thick, filled plus sign.</summary>
    Cross,

    /// <summary>A diamond.</summary>
    Diamond,

    /// <summary>A thick, filled X.</summary>
    X,

    /// <summary>Another symbol for each step, as in the chapter's Figure 11-6, so that an oscillating path can be followed.</summary>
    EachStep,
}
