using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive.Formatting;

namespace DescentLab.Notebooks;

/// <summary>
/// Rejects collections and sequences that contain themselves: formatting them would overflow the stack, which ends the process. The
/// formatters limit the depth of objects, but not that of a collection that an object holds.
/// </summary>
internal static class ValueNesting
{
    private const int Deepest = 40;
    private const int MostItems = 100_000;

    // By type, those that can hold a collection.
    private static readonly ConditionalWeakTable<Type, FieldInfo[]> Fields = [];

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
        return IsSane(value, depth: 0, objects: 0, ref left);
    }

    private static bool IsSane(object? value, int depth, int objects, ref int left)
    {
        if (value is not (null or string or IEnumerable))
        {
            return AreFieldsSane(value, objects, ref left);
        }

        if (value is null or string || value is Array { Rank: 1 } array && array.GetType().GetElementType()!.IsPrimitive)
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

            if (!IsSane(item, depth + 1, objects, ref left))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreFieldsSane(object value, int objects, ref int left)
    {
        if (objects == Formatter.RecursionLimit)
        {
            return true;
        }

        foreach (var field in Fields.GetValue(value.GetType(), FieldsOf))
        {
            if (--left < 0)
            {
                return true;
            }

            if (!IsSane(field.GetValue(value), depth: 0, objects + 1, ref left))
            {
                return false;
            }
        }

        return true;
    }

    // Of the reader's own types, whose members are shown, and of tuples and pairs. Reading fields runs no code.
    private static FieldInfo[] FieldsOf(Type type)
    {
        var isShownByMembers = IsOfTheReader(type) || (type is { IsGenericType: true, IsValueType: true }) || type.IsAssignableTo(typeof(ITuple));
        return !isShownByMembers ? [] :
        [
            .. BasesOf(type)
                .SelectMany(one => one.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                .Where(field => MayHoldCollections(field.FieldType)),
        ];
    }

    private static IEnumerable<Type> BasesOf(Type type)
    {
        yield return type;
        while (type.BaseType is { } above && IsOfTheReader(above))
        {
            yield return type = above;
        }
    }

    private static bool IsOfTheReader(Type type) => type.Assembly.Location.Length == 0;

    private static bool MayHoldCollections(Type type) =>
        !(type.IsPrimitive || type.IsEnum || type.IsPointer || type.IsByRefLike || type == typeof(string) || type.IsAssignableTo(typeof(Delegate)));

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
