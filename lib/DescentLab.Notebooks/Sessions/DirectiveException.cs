namespace DescentLab.Notebooks;

/// <summary>A directive cannot be carried out.</summary>
#pragma warning disable CA1032, CA1064 // Never leaves the session, which converts it to an output.
internal sealed class DirectiveException(string message, int? line, Exception? cause = null) : Exception(message, cause)
#pragma warning restore CA1032, CA1064
{
    public int? Line { get; } = line;
}
