namespace DescentLab;

/// <summary>The reasons why a descent can end.</summary>
public enum StopReason
{
    /// <summary>All requested steps were taken.</summary>
    StepsDone,

    /// <summary>The largest component of the gradient fell to the tolerance or below.</summary>
    GradientBelowTolerance,

    /// <summary>A point, a value, a gradient or the optimizer's state was no longer a finite number.</summary>
    Diverged,

    /// <summary>The caller cancelled.</summary>
    Cancelled,
}
