namespace DescentLab.Fuzz;

/// <summary>A reader of bytes that may come from anybody.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Seeds">Valid inputs, to be damaged.</param>
/// <param name="Read">Reads an input. What it throws must be one of the refusals.</param>
/// <param name="Refusals">The exceptions that the reader's documentation names.</param>
internal sealed record Reader(string Name, IReadOnlyList<byte[]> Seeds, Action<byte[]> Read, params Type[] Refusals);
