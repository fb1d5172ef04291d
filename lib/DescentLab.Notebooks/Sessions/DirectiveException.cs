namespace DescentLab.Notebooks;

/// <summary>An order to the notebook that cannot be followed.</summary>
#pragma warning disable CA1032, CA1064 // Never leaves the session, which makes an output of it.
internal sealed class DirectiveException(string message, int? line, Exception? cause = null) : Exception(message, cause)
#pragma warning restore CA1032, CA1064
{
    public int? Line { get; } = line;
}
