namespace DescentLab.Notebooks;

/// <summary>A text is nested more deeply than people nest; reading on would take time out of all proportion.</summary>
#pragma warning disable CA1032, CA1064 // Never leaves the reports: the text is shown as it is.
internal sealed class TooDeepException() : Exception("The text is nested too deeply.");
#pragma warning restore CA1032, CA1064
