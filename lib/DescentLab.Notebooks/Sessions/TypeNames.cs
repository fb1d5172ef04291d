namespace DescentLab.Notebooks;

/// <summary>Writes types in C#.</summary>
internal static class TypeNames
{
    /// <summary>Gets the name with which a cell can declare a variable; <c>dynamic</c> for a type that cells cannot name.</summary>
    public static string InCSharp(Type type)
    {
        if (type.IsArray && type.GetElementType() is { } element)
        {
            return $"{InCSharp(element)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (!type.IsVisible || type.FullName is null || type.Name.Contains('<', StringComparison.Ordinal))
        {
            return "dynamic";
        }

        if (!type.IsGenericType)
        {
            return $"global::{type.FullName.Replace('+', '.')}";
        }

        var arguments = new Queue<string>(type.GetGenericArguments().Select(InCSharp));
        var parts = type.GetGenericTypeDefinition().FullName!.Split('+').Select(part => part.Split('`') is [var name, var count]
            ? $"{name}<{string.Join(", ", Enumerable.Range(0, int.Parse(count)).Select(_ => arguments.Dequeue()))}>"
            : part);
        return $"global::{string.Join('.', parts)}";
    }
}
