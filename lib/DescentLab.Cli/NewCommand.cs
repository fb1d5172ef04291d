using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary><c>descentlab new</c>: creates a notebook with the setup and parameters cells.</summary>
internal static class NewCommand
{
    private const string Usings = """
        using System;
        using System.Linq;
        using DescentLab;
        using static DescentLab.Lab;
        using static DescentLab.DualMath;
        """;

    private const string Parameters = """
        double eta = 0.02;    // the learning rate η
        int steps = 20;
        """;

    private const string FirstPath = """
        var path = Descent.Run(BookFunctions.Canyon, new GradientDescent<double>(eta), [-0.5, 2.3], steps);
        Console.WriteLine($"after {path.Steps} steps: ({path.Last.X[0]:F6}, {path.Last.X[1]:F6})");
        """;

    private const string Picture = """
        Plot.Contour(BookFunctions.Canyon) + Plot.Minima(BookFunctions.Canyon) + Plot.Path(path)
        """;

    public static Command Create()
    {
        var title = new Argument<string>("title") { Description = "The notebook's title, for example \"A canyon of my own\"." };
        var folder = new Argument<string?>("folder")
        {
            Description = "The folder for the notebook. Default: notebooks/ in the repository, or this folder outside a repository.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        folder.Validators.Add(result =>
        {
            if (FolderOption.IsBlank(result))
            {
                result.AddError("The second argument needs the name of a folder, for example my-notebooks.");
            }
        });
        var command = new Command("new", "Creates a notebook with a setup and a parameters cell.") { title, folder };
        command.SetAction(parsed =>
        {
            try
            {
                var path = Write(Folder(parsed.GetValue(folder)), parsed.GetValue(title)!);
                Console.WriteLine($"Created {path}\nOpen it in VS Code, or run it: {Invocation.Text} run \"{Path.GetRelativePath(Environment.CurrentDirectory, path)}\"");
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

    private static string Folder(string? requested) => Path.GetFullPath(
        requested ?? Repository.Around(Environment.CurrentDirectory)?.NotebooksFolder ?? Environment.CurrentDirectory);

    private static string Write(string folder, string title)
    {
        var name = Slug(title);
        if (name.Length == 0)
        {
            throw new UserException($"The title '{title}' contains no letter or digit: the file needs a name.");
        }

        WritableFolder.Require(folder, "the new notebook belongs there (choose another as the second argument)");
        var path = Path.Combine(folder, name + ".ipynb");
        var notebook = NotebookRules.Normalise(NotebookDocument.Parse(Content(title, Setup(folder)).ToJsonString(), name));
        try
        {
            // Never overwrites a file, even one that was created a moment ago.
            new FileStream(path, FileMode.CreateNew).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new UserException($"{path} already exists: choose another title.");
        }

        try
        {
            notebook.Save(path);
        }
        catch
        {
            // On a full disk an empty file would be left.
            File.Delete(path);
            throw;
        }

        return path;
    }

    // Inside the repository the notebook uses the library that was built there, elsewhere the package.
    private static string Setup(string folder) => Repository.Around(folder) is { } repository
        ? $"#r \"{Path.GetRelativePath(folder, repository.Library).Replace('\\', '/')}\"\n{Usings}"
        : $"#r \"nuget: DescentLab, {typeof(Descent).Assembly.GetName().Version!.ToString(3)}\"\n{Usings}";

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

    private static JsonObject Content(string title, string setup) => new()
    {
        ["cells"] = new JsonArray(
            Markdown("title", $"# {title}\n\nWhat you will see here, and why it is worth a look."),
            Code("setup", setup),
            Markdown("knobs", "The knobs: change them and run the cells again."),
            Code("parameters", Parameters, "parameters"),
            Code("first-path", FirstPath),
            Code("first-picture", Picture)),
        ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["language"] = "csharp" } },
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

    private static JsonObject Code(string id, string code, string? tag = null) => new()
    {
        ["cell_type"] = "code",
        ["execution_count"] = null,
        ["id"] = id,
        ["metadata"] = tag is null ? [] : new JsonObject { ["tags"] = new JsonArray(tag) },
        ["outputs"] = new JsonArray(),
        ["source"] = code,
    };
}
