using System.Collections;
using Microsoft.DotNet.Interactive.Formatting;

namespace DescentLab.Notebooks;

/// <summary>Rejects collections and sequences that contain themselves: formatting them would overflow the stack, which ends the process.</summary>
internal static class ValueNesting
{
    private const int Deepest = 40;
    private const int MostItems = 100_000;

    /// <summary>The error message for a value that cannot be shown.</summary>
    public static string Refusal { get; } = $"The value cannot be shown: it contains itself, or is nested more than {Deepest} collections deep.";

    /// <exception cref="InvalidOperationException">The value cannot be shown; the message says why.</exception>
    public static void Require(object? value)
    {
        if (!IsSane(value))
        {
            throw new InvalidOperationException(Refusal);
        }
    }

    /// <summary>Whether the formatters can show the value safely.</summary>
    public static bool IsSane(object? value)
    {
        var left = MostItems;
        return IsSane(value, depth: 0, ref left);
    }

    private static bool IsSane(object? value, int depth, ref int left)
    {
        if (value is string or not IEnumerable || value is Array { Rank: 1 } array && array.GetType().GetElementType()!.IsPrimitive)
        {
            return true;
        }

        var isLazy = !HasCount(value);
        if (isLazy && !MayYieldSequences(value.GetType()))
        {
            return true; // enumerating it is work, and the formatters limit the depth of objects
        }

        if (depth > Deepest)
        {
            return false;
        }

        foreach (var item in Items(value, isLazy ? Formatter.ListExpansionLimit : MostItems))
        {
            if (--left < 0)
            {
                return true;
            }

            if (!IsSane(item, depth + 1, ref left))
            {
                return false;
            }
        }

        return true;
    }

    // As many as are shown. The formatter will show the exception of a sequence that throws.
    private static List<object?> Items(object value, int most)
    {
        var items = new List<object?>();
        try
        {
            items.AddRange((value is IDictionary map ? map.Values : (IEnumerable)value).Cast<object?>().Take(most));
        }
#pragma warning disable CA1031 // Code of the reader.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
        }

        return items;
    }

    // Whether a sequence's items can be sequences, by their type.
    private static bool MayYieldSequences(Type sequence)
    {
        var items = sequence.GetInterfaces().Append(sequence)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)).Select(type => type.GetGenericArguments()[0]).ToList();
        return items is [] || items.Exists(type =>
            type == typeof(object) || type.IsAssignableFrom(sequence) || (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable))));
    }

    // A set has one, but is no ICollection.
    private static bool HasCount(object value) => value is ICollection || Array.Exists(value.GetType().GetInterfaces(), type =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ICollection<>) || type.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>)));
}
