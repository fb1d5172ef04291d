namespace DescentLab.Notebooks;

/// <summary>Something in a notebook that the collection's rules do not allow.</summary>
/// <param name="Notebook">The notebook's name.</param>
/// <param name="CellId">The cell's id; null when it concerns the whole notebook.</param>
/// <param name="Message">What is wrong and what is wanted.</param>
public sealed record RuleViolation(string Notebook, string? CellId, string Message)
{
    /// <summary>The violation in one line.</summary>
    public override string ToString() => $"{Notebook}{(CellId is null ? "" : $", cell {CellId}")}: {Message}";
}
