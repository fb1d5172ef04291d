namespace DescentLab.Notebooks;

/// <summary>The text is nested more deeply than any real text; parsing it would take too long.</summary>
#pragma warning disable CA1032, CA1064 // Never leaves the reports: the text is shown as its source.
internal sealed class TooDeepException() : Exception("The text is nested too deeply.");
#pragma warning restore CA1032, CA1064
