namespace DescentLab.Notebooks;

/// <summary>A variable that cells can use.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type it was declared with.</param>
/// <param name="Value">Its current value.</param>
internal sealed record Variable(string Name, Type Type, object? Value);
