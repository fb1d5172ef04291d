using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DescentLab;

/// <summary>Rejects arguments outside their range, and names the parameter, its value and the fix.</summary>
/// <remarks>
/// The caller gives the name for the reader ("momentum μ"); the compiler adds the name in code. In a
/// property this is the name of the property, in the form of the constructor's parameter.
/// </remarks>
internal static class Require
{
    /// <summary>An argument that must not be null.</summary>
    public static T NotNull<T>(
        [NotNull] T? value, string? what = null, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : class =>
        value ?? throw new ArgumentNullException(Parameter(name, member), $"The {what ?? Parameter(name, member)} is null.");

    /// <summary>A finite number above zero: learning rates.</summary>
    public static T Positive<T>(T value, string what, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : struct, IFloatingPointIeee754<T> =>
        T.IsFinite(value) && value > T.Zero ? value : throw Refused(value, $"The {what} must be a finite number above 0, such as 0.03.", name, member);

    /// <summary>A finite number, zero or above: ε.</summary>
    public static T NotNegative<T>(T value, string what, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : struct, IFloatingPointIeee754<T> =>
        T.IsFinite(value) && value >= T.Zero ? value : throw Refused(value, $"The {what} must be a finite number, 0 or above, such as 1e-8.", name, member);

    /// <summary>A finite number, one or above: condition numbers and divisors.</summary>
    public static T AtLeastOne<T>(T value, string what, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : struct, IFloatingPointIeee754<T> =>
        T.IsFinite(value) && value >= T.One ? value : throw Refused(value, $"The {what} must be a finite number, 1 or above, such as 100.", name, member);

    /// <summary>A fraction in [0, 1): momentum and decay factors.</summary>
    public static T Fraction<T>(T value, string what, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : struct, IFloatingPointIeee754<T> =>
        value >= T.Zero && value < T.One ? value : throw Refused(value, $"The {what} must lie in [0, 1), such as 0.9.", name, member);

    /// <summary>A factor in (0, 1]: what a schedule multiplies its rate by.</summary>
    public static T Factor<T>(T value, string what, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : struct, IFloatingPointIeee754<T> =>
        value > T.Zero && value <= T.One ? value : throw Refused(value, $"The {what} must lie in (0, 1], such as 0.5.", name, member);

    /// <summary>A count that is large enough.</summary>
    public static int AtLeast(int least, int value, string what, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "") =>
        value >= least ? value : throw Refused(value, $"The {what} must be {least} or above.", name, member);

    /// <summary>An index of one of <paramref name="count"/> things.</summary>
    public static int Index(int value, int count, string what, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "") =>
        (uint)value < (uint)count ? value : throw Refused(value, $"The {what} must lie between 0 and {count - 1}.", name, member);

    /// <summary>A number of parameters that fits into θ, which is one array.</summary>
    public static int FitsTheta(long parameters, string what, string name) =>
        parameters <= Array.MaxLength
            ? (int)parameters
            : throw Refused(parameters, $"{what} has {parameters} parameters, θ holds at most {Array.MaxLength}. Make it smaller.", name);

    /// <summary>The length of an array, computed without overflow.</summary>
    public static int FitsArray(long numbers, string what, string name) =>
        numbers <= Array.MaxLength
            ? (int)numbers
            : throw Refused(numbers, $"{what} would be {numbers} numbers, an array holds at most {Array.MaxLength}. Make it smaller.", name);

    /// <summary>One of the named values of an enumeration.</summary>
    public static T Defined<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw Refused(value, $"{value} is not one of {string.Join(", ", Enum.GetNames<T>())}.", name, member);

    /// <summary>A point: as many finite numbers as the function has variables.</summary>
    public static ReadOnlySpan<T> Point<T>(ReadOnlySpan<T> value, int dimension, string why = "", [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, IFloatingPointIeee754<T>
    {
        if (value.Length != dimension)
        {
            throw new ArgumentException($"The {name} {Points.Text(value)} has {value.Length} components, but it needs {dimension}{why}. Give that many.", name);
        }

        return Points.FirstNotFinite(value) is >= 0 and var i
            ? throw new ArgumentException($"Component {i} of the {name} {Points.Text(value)} is {value[i]}. Give finite numbers.", name)
            : value;
    }

    /// <summary>The argument of a function: as many numbers as it has variables. More would be ignored without a word.</summary>
    public static void Components<T>(ReadOnlySpan<T> value, int dimension, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value.Length != dimension)
        {
            throw new ArgumentException($"{name} has {value.Length} components, the function takes {dimension}. Give that many.", name);
        }
    }

    /// <summary>Space for the partial derivatives of a function.</summary>
    public static void Space<T>(Span<T> value, int dimension, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value.Length < dimension)
        {
            throw new ArgumentException($"The {name} has space for {value.Length} numbers, the function has {dimension} variables. Give as many.", name);
        }
    }

    /// <summary>Known points of a function: as many coordinates as it has variables.</summary>
    public static ImmutableArray<CriticalPoint> PointsOf(int dimension, ImmutableArray<CriticalPoint> value, [CallerMemberName] string member = "")
    {
        foreach (var point in value.IsDefault ? [] : value)
        {
            if (point is null || point.X.IsDefault || point.X.Length != dimension)
            {
                throw new ArgumentException(
                    $"A critical point has {(point is null || point.X.IsDefault ? 0 : point.X.Length)} coordinates, the function has {dimension} variables. Give as many.",
                    Parameter(nameof(value), member));
            }
        }

        return value.IsDefault ? [] : value;
    }

    /// <summary>Creates the exception for a value outside its range; it prints the value the same in every culture.</summary>
    public static ArgumentOutOfRangeException Refused<T>(
        T value, string message, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "") =>
        new(Parameter(name, member), $"{value}", message);

    /// <summary>"mu" of the property Mu, "curvatures" of the expression curvatures[i].</summary>
    private static string Parameter(string expression, string member) =>
        expression == "value"
            ? char.ToLowerInvariant(member[0]) + member[1..]
            : new([.. expression.TakeWhile(letter => char.IsLetterOrDigit(letter) || letter == '_')]);
}
