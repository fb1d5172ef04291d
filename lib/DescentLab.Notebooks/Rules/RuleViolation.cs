namespace DescentLab.Notebooks;

/// <summary>A violation of the collection's rules.</summary>
/// <param name="Notebook">The notebook's name.</param>
/// <param name="CellId">The cell's id; null when it concerns the whole notebook.</param>
/// <param name="Message">The violation and what the rule requires.</param>
public sealed record RuleViolation(string Notebook, string? CellId, string Message)
{
    /// <summary>The violation in one line.</summary>
    public override string ToString() => $"{Notebook}{(CellId is null ? "" : $", cell {CellId}")}: {Message}";
}
