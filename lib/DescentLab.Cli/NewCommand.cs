using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary><c>descentlab new</c>: a notebook with the setup and parameters cells, ready to be opened.</summary>
internal static class NewCommand
{
    private const string Setup = """
        #r "../lib/bin/DescentLab.dll"
        using System;
        using System.Linq;
        using DescentLab;
        using static DescentLab.Lab;
        """;

    private const string Parameters = """
        double eta = 0.1;     // the learning rate η
        int steps = 20;
        """;

    public static Command Create()
    {
        var title = new Argument<string>("title") { Description = "The notebook's title, for example \"A canyon of my own\"." };
        var command = new Command("new", "Makes a notebook in notebooks/, with its setup and parameters cells.") { title };
        command.SetAction(parsed =>
        {
            try
            {
                var path = Make(Repository.Find().NotebooksFolder, parsed.GetValue(title)!);
                Console.WriteLine($"Made {path}. Open it in VS Code, or run it: descentlab run {Path.GetFileNameWithoutExtension(path)}");
                return 0;
            }
            catch (Exception e) when (e is UserException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine(e.Message);
                return 1;
            }
        });
        return command;
    }

    private static string Make(string folder, string title)
    {
        var name = Slug(title);
        if (name.Length == 0)
        {
            throw new UserException($"The title '{title}' has no letter or digit to name the file by.");
        }

        var path = Path.Combine(folder, name + ".ipynb");
        if (File.Exists(path))
        {
            throw new UserException($"There is a notebook {path} already: choose another title.");
        }

        Directory.CreateDirectory(folder);
        NotebookRules.Normalise(NotebookDocument.Parse(Content(title).ToJsonString(), name)).Save(path);
        return path;
    }

    // "A canyon of my own" is a-canyon-of-my-own.ipynb.
    private static string Slug(string title)
    {
        var slug = new StringBuilder();
        foreach (var c in title.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c))
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().Trim('-');
    }

    private static JsonObject Content(string title) => new()
    {
        ["cells"] = new JsonArray(
            Markdown("title", $"# {title}\n\nWhat you will see here, and why it is worth a look."),
            Code("setup", Setup),
            Markdown("knobs", "The knobs: change them and run the cells again."),
            Code("parameters", Parameters, "parameters"),
            Code("first-path", """
                var path = Descent.Run(BookFunctions.Canyon, new GradientDescent<double>(eta), [-0.5, 2.3], steps);
                Console.WriteLine($"after {path.Steps} steps: ({path.Last.X[0]:F6}, {path.Last.X[1]:F6})");
                """)),
        ["metadata"] = new JsonObject(),
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    };

    private static JsonObject Markdown(string id, string text) => new()
    {
        ["cell_type"] = "markdown",
        ["id"] = id,
        ["metadata"] = new JsonObject(),
        ["source"] = text,
    };

    private static JsonObject Code(string id, string code, string? tag = null)
    {
        return new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = id,
            ["metadata"] = tag is null ? [] : new JsonObject { ["tags"] = new JsonArray(tag) },
            ["outputs"] = new JsonArray(),
            ["source"] = code,
        };
    }
}
