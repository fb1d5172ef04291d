namespace DescentLab.Notebooks;

/// <summary>A variable that a session's cells have declared.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Value">What it holds now.</param>
internal sealed record SessionVariable(string Name, Type Type, object? Value);
