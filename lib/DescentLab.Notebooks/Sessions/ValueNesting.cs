using System.Collections;

namespace DescentLab.Notebooks;

/// <summary>Rejects collections that contain themselves: formatting them would overflow the stack, which ends the process.</summary>
internal static class ValueNesting
{
    private const int Deepest = 40;
    private const int MostItems = 100_000;

    /// <exception cref="InvalidOperationException">The value cannot be shown; the message says why.</exception>
    public static void Require(object? value)
    {
        var left = MostItems;
        Follow(value, depth: 0, ref left);
    }

    private static void Follow(object? value, int depth, ref int left)
    {
        // Sequences that are not collections are created on each enumeration; the formatters limit the depth of objects.
        if (value is string or not IEnumerable || !HasCount(value) || value is Array { Rank: 1 } array && array.GetType().GetElementType()!.IsPrimitive)
        {
            return;
        }

        if (depth > Deepest)
        {
            throw new InvalidOperationException($"The value cannot be shown: it contains itself, or is nested more than {Deepest} collections deep.");
        }

        foreach (var item in value is IDictionary map ? map.Values : (IEnumerable)value)
        {
            if (--left < 0)
            {
                return;
            }

            Follow(item, depth + 1, ref left);
        }
    }

    // A set has one, but is no ICollection.
    private static bool HasCount(object value) => value is ICollection || Array.Exists(value.GetType().GetInterfaces(), type =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ICollection<>) || type.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>)));
}
