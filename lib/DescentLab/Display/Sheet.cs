using System.Text;

namespace DescentLab;

/// <summary>The display of an object at the end of a cell: a title, lines such as an equation, and a table, as HTML and as text.</summary>
/// <param name="Title">What it is.</param>
internal sealed record Sheet(string Title)
{
    private const int MostRows = 12;

    /// <summary>Lines between title and table, unchanged.</summary>
    public string Lines { get; init; } = "";

    /// <summary>The names of the columns; none for names and values.</summary>
    public IReadOnlyList<string> Header { get; init; } = [];

    /// <summary>The rows, as many cells each as there are columns.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; init; } = [];

    /// <summary>The indices of a long list that are worth a row: the first, the last, and evenly spaced ones between.</summary>
    public static IEnumerable<int> Spread(int count)
    {
        var every = Math.Max(1, (count + MostRows - 3) / (MostRows - 1));
        for (var i = 0; i < count - 1; i += every)
        {
            yield return i;
        }

        if (count > 0)
        {
            yield return count - 1;
        }
    }

    /// <summary>The sheet as a fragment of HTML.</summary>
    public string ToHtml()
    {
        var table = Rows.Count == 0 ? "" : Header.Count == 0 ? Html.Table("", Rows.Select(row => (row[0], row[1]))) : Html.Table("", Header, Rows);
        return Html.Title(Title) + (Lines.Length == 0 ? "" : Html.Text(Lines)) + table;
    }

    /// <summary>The sheet as lines of text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Title);
        if (Lines.Length > 0)
        {
            text.Append('\n').Append(Lines);
        }

        IReadOnlyList<IReadOnlyList<string>> all = Header.Count == 0 ? Rows : [Header, .. Rows];
        int[] widths = all.Count == 0 ? [] : [.. all[0].Select((_, column) => all.Max(row => row[column].Length))];
        foreach (var row in all)
        {
            text.Append('\n').Append(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        return text.ToString();
    }
}
