using System.CommandLine;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary><c>descentlab convert</c>: converts between <c>.ipynb</c> and <c>.dib</c>.</summary>
internal static class ConvertCommand
{
    private static readonly string[] Endings = [".ipynb", ".dib"];

    public static Command Create()
    {
        var from = new Argument<string>("from") { Description = "The notebook: a .dib or .ipynb file, or the beginning of a name in notebooks/ (01)." };
        var to = new Argument<string>("to") { Description = "The file to write, in the other format." };
        var force = new Option<bool>("--force") { Description = "Replaces the file if it exists." };
        var command = new Command("convert", "Converts a .dib file of .NET Interactive into a notebook, or a notebook into a .dib file.") { from, to, force };
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(
            () => Task.FromResult(Convert(Repository.FindOrHere().Resolve(parsed.GetValue(from)!), parsed.GetValue(to)!, parsed.GetValue(force))), cancellation));
        return command;
    }

    private static int Convert(string from, string to, bool force)
    {
        var kinds = (From: Path.GetExtension(from).ToLowerInvariant(), To: Path.GetExtension(to).ToLowerInvariant());
        if (!Endings.Contains(kinds.From) || !Endings.Contains(kinds.To) || kinds.From == kinds.To)
        {
            throw new UserException($"convert turns a .dib file into an .ipynb file, or the reverse: one of {Path.GetFileName(from)} and {Path.GetFileName(to)} must be each kind.");
        }

        if (File.Exists(to) && !force)
        {
            throw new UserException($"{to} exists: choose another name, or replace it with --force.");
        }

        var document = NotebookDocument.Load(from);
        document.Save(to);
        Console.WriteLine($"Wrote {Path.GetFullPath(to)}{(kinds.To == ".dib" ? Dropped(document) + Divided(document, NotebookDocument.Load(to)) : "")}");
        return 0;
    }

    /// <summary>Says which cells a .dib file divides: there a line such as #!html begins a cell, also in a string or in prose.</summary>
    internal static string Divided(NotebookDocument notebook, NotebookDocument written)
    {
        var there = written.Cells.Select(cell => Text(cell.Source)).ToHashSet();
        var divided = notebook.Cells.Select((cell, i) => (cell.Kind, Text: Text(cell.Source), Number: i + 1))
            .Where(cell => cell.Kind != CellKind.Raw && cell.Text.Length > 0 && !there.Contains(cell.Text)).Select(cell => cell.Number).ToList();
        return divided.Count == 0 ? "" : $"\nIn a .dib file a line that begins with #! and a language begins a cell, so these cells are divided there: {string.Join(", ", divided)}.";

        // The language of a whole cell is not part of its text there.
        static string Text(string source)
        {
            var text = source.ReplaceLineEndings("\n").Trim();
            return text.StartsWith("#!", StringComparison.Ordinal) && text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end ? text[end..].Trim() : text;
        }
    }

    private static string Dropped(NotebookDocument document)
    {
        List<string> lost = [];
        AddIf(document.CodeCells.Any(cell => cell.Outputs.Count > 0), "outputs");
        AddIf(document.Cells.Any(cell => cell.Tags.Count > 0), "tags");
        AddIf(document.Cells.Any(cell => cell.Json["attachments"] is not null), "attached files");
        AddIf(document.Cells.Any(cell => cell.Kind == CellKind.Raw), "raw cells");
        return lost.Count == 0 ? "" : $"\nA .dib file cannot hold these; they remain in the notebook only: {string.Join(", ", lost)}.";

        void AddIf(bool there, string what)
        {
            if (there)
            {
                lost.Add(what);
            }
        }
    }
}
