namespace DescentLab.Fuzz;

/// <summary>A reader of untrusted bytes.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Seeds">Valid inputs, to be damaged.</param>
/// <param name="Read">Reads an input. Its exceptions must be among the refusals.</param>
/// <param name="Refusals">The exceptions that the reader's documentation names.</param>
internal sealed record Reader(string Name, IReadOnlyList<byte[]> Seeds, Action<byte[]> Read, params Type[] Refusals);
