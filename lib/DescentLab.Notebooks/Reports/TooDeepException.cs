namespace DescentLab.Notebooks;

/// <summary>The text is nested more deeply than any real text, or has more tags: parsing it would take too long, or too much memory.</summary>
#pragma warning disable CA1032, CA1064 // Never leaves the reports: the text is shown as its source.
internal sealed class TooDeepException(string reason = MarkdownCell.TooDeep) : Exception(reason);
#pragma warning restore CA1032, CA1064
