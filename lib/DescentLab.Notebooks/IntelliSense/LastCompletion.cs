namespace DescentLab.Notebooks;

/// <summary>
/// Determines which code VS Code means when it requests the documentation of a completion. Its Jupyter extension sends the
/// beginning of the cell, as many characters as the cursor's line has before the name, and the name: correct in the first
/// line of a cell, meaningless in every other.
/// </summary>
internal sealed class LastCompletion
{
    private readonly Lock gate = new();
    private string code = "";
    private Completions found = Completions.None(0);

    /// <summary>Records the last completion.</summary>
    public void Remember(string completed, Completions answer)
    {
        lock (gate)
        {
            (code, found) = (completed, answer);
        }
    }

    /// <summary>Gets the completed code and the position in it that a request is about; null when it is about something else.</summary>
    public (string Code, int Position)? Find(string requested, int position)
    {
        lock (gate)
        {
            var column = found.Start - (code.LastIndexOf('\n', Math.Max(found.Start - 1, 0)) + 1);
            if (found.Start == 0 || column < 0 || position != requested.Length || position <= column
                || !requested.AsSpan(0, column).SequenceEqual(code.AsSpan(0, column)))
            {
                return null;
            }

            var name = requested[column..];
            return found.Matches.Any(match => match.Text == name)
                ? (string.Concat(code.AsSpan(0, found.Start), name, code.AsSpan(found.End)), found.Start + name.Length)
                : null;
        }
    }
}
