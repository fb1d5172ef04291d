using System.Collections;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace DescentLab.Notebooks;

/// <summary>Formats types and values in one line for a list of variables.</summary>
internal static class VariableText
{
    private const int Longest = 120;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(char)] = "char", [typeof(decimal)] = "decimal",
        [typeof(double)] = "double", [typeof(float)] = "float", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long",
        [typeof(ulong)] = "ulong", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(object)] = "object", [typeof(string)] = "string",
    };

    /// <summary>Formats a type as in C#: <c>List&lt;double&gt;</c>, <c>int[]</c>.</summary>
    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Of(underlying)}?";
        }

        var name = type.Name.StartsWith("<>", StringComparison.Ordinal) ? "anonymous" : type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : name;
    }

    /// <summary>Formats a value: strings in quotes, long values truncated.</summary>
    public static string Of(object? value, TimeLimit limit) => OneLine(limit.Run(
        () => value switch
        {
            null => "null",
            string text => $"\"{text}\"",
            _ when !ValueNesting.IsSane(value) => ValueNesting.Refusal,
            Array or ICollection => $"{Counted((ICollection)value)} {value.ToDisplayString(PlainTextFormatter.MimeType)}",
            _ when OverridesToString(value.GetType()) => value.ToString() ?? "",
            _ => value.ToDisplayString(PlainTextFormatter.MimeType),
        },
        TimeLimit.TooLong,
        thrown => $"({thrown.GetType().Name} while it was shown)"));

    private static string Counted(ICollection items) => items is Array { Rank: > 1 } grid
        ? $"({string.Join(" × ", Enumerable.Range(0, grid.Rank).Select(grid.GetLength))})"
        : $"({items.Count})";

    private static bool OverridesToString(Type type) =>
        type.GetMethod(nameof(ToString), [])?.DeclaringType is { } declaring && declaring != typeof(object) && declaring != typeof(ValueType);

    private static string OneLine(string text)
    {
        var line = new StringBuilder();
        foreach (var c in text)
        {
            if (line.Length > Longest)
            {
                return Excerpt.Of(line.ToString(), Longest);
            }

            var blank = char.IsWhiteSpace(c);
            if (!blank || (line.Length > 0 && line[^1] != ' '))
            {
                line.Append(blank ? ' ' : c);
            }
        }

        return Excerpt.Of(line.ToString().TrimEnd(), Longest);
    }
}
