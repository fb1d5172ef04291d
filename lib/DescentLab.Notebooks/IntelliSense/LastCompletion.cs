namespace DescentLab.Notebooks;

/// <summary>
/// Tells which code VS Code means when it asks for the documentation of a completion. Its Jupyter extension sends the
/// beginning of the cell, as many characters as the cursor's line has before the name, and the name: right in the first
/// line of a cell, without meaning in every other.
/// </summary>
internal sealed class LastCompletion
{
    private readonly Lock gate = new();
    private string code = "";
    private Completions found = Completions.None(0);

    /// <summary>Keeps the last answer to a completion.</summary>
    public void Remember(string completed, Completions answer)
    {
        lock (gate)
        {
            (code, found) = (completed, answer);
        }
    }

    /// <summary>The completed code and the place in it that a question is about; null when it is about something else.</summary>
    public (string Code, int Position)? Meant(string asked, int position)
    {
        lock (gate)
        {
            var column = found.Start - (code.LastIndexOf('\n', Math.Max(found.Start - 1, 0)) + 1);
            if (found.Start == 0 || column < 0 || position != asked.Length || position <= column
                || !asked.AsSpan(0, column).SequenceEqual(code.AsSpan(0, column)))
            {
                return null;
            }

            var name = asked[column..];
            return found.Matches.Any(match => match.Text == name)
                ? (string.Concat(code.AsSpan(0, found.Start), name, code.AsSpan(found.End)), found.Start + name.Length)
                : null;
        }
    }
}
