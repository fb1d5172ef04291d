using System.Numerics;

namespace DescentLab;

/// <summary>Refuses hyperparameters outside their range, naming the argument, its value and the fix.</summary>
internal static class Require
{
    /// <summary>An argument that must not be null.</summary>
    public static T Given<T>(T? value, string name)
        where T : class =>
        value ?? throw new ArgumentNullException(name, $"The {name} is missing.");

    /// <summary>A finite number above zero: learning rates.</summary>
    public static T Positive<T>(T value, string name)
        where T : struct, IFloatingPointIeee754<T> =>
        T.IsFinite(value) && value > T.Zero
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"The {name} must be a finite number above 0, such as 0.03.");

    /// <summary>A finite number, zero or above: ε.</summary>
    public static T NotNegative<T>(T value, string name)
        where T : struct, IFloatingPointIeee754<T> =>
        T.IsFinite(value) && value >= T.Zero
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"The {name} must be a finite number, 0 or above, such as 1e-8.");

    /// <summary>A fraction in [0, 1): momentum and decay factors.</summary>
    public static T Fraction<T>(T value, string name)
        where T : struct, IFloatingPointIeee754<T> =>
        value >= T.Zero && value < T.One
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"The {name} must lie in [0, 1), such as 0.9.");

    /// <summary>A condition number: finite, at least 1.</summary>
    public static double Condition(double value, string name) =>
        double.IsFinite(value) && value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"The {name} must be a finite number, at least 1, such as 100.");

    /// <summary>A factor in (0, 1]: what a schedule multiplies its rate by.</summary>
    public static T Factor<T>(T value, string name)
        where T : struct, IFloatingPointIeee754<T> =>
        value > T.Zero && value <= T.One
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"The {name} must lie in (0, 1], such as 0.5.");

    /// <summary>A count that is large enough.</summary>
    public static int AtLeast(int least, int value, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"The {name} must be at least {least}.");
}
