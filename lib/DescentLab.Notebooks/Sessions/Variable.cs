namespace DescentLab.Notebooks;

/// <summary>A variable that cells can name.</summary>
/// <param name="Name">As a cell writes it.</param>
/// <param name="Type">The type it was declared with.</param>
/// <param name="Value">What it holds now.</param>
internal sealed record Variable(string Name, Type Type, object? Value);
