using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Documents;
using DibKernel = Microsoft.DotNet.Interactive.Documents.KernelInfo;

namespace DescentLab.Notebooks;

/// <summary>
/// A <c>.dib</c> file, the format of .NET Interactive: cells as plain text, each under <c>#!csharp</c>, <c>#!markdown</c>, …
/// It has no outputs, no tags and no ids.
/// </summary>
internal static class DibFile
{
    private const string Markdown = "markdown";

    // The kernels that .NET Interactive's own reader knows, whether or not the file lists them under #!meta.
    private static readonly (string Name, string Language, string[] Aliases)[] Kernels =
    [
        ("csharp", "C#", ["c#", "cs"]), ("fsharp", "F#", ["f#", "fs"]), ("pwsh", "PowerShell", ["powershell"]),
        ("javascript", "JavaScript", ["js"]), ("html", "HTML", []), ("mermaid", "Mermaid", []), ("sql", "SQL", []), ("kql", "KQL", []),
        ("http", "HTTP", []), ("value", "Value", []), (Markdown, "Markdown", ["md"]),
    ];

    /// <summary>Whether a file is a .dib file, by its name.</summary>
    public static bool Is(string path) => Path.GetExtension(path).Equals(".dib", StringComparison.OrdinalIgnoreCase);

    /// <summary>Converts the file to the JSON of a notebook.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="name">The name in error messages.</param>
    /// <exception cref="NotebookFormatException">The text under <c>#!meta</c> is not JSON.</exception>
    public static string ToJson(string text, string name)
    {
        InteractiveDocument document;
        try
        {
            document = CodeSubmission.Parse(text, KnownKernels());
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // The package's readers report an invalid kernel name in this way.
            throw new NotebookFormatException($"{name}: the text under #!meta cannot be read: {e.Message.Split(" Path:", 2)[0]}", e);
        }

        var kernel = document.GetDefaultKernelName() ?? "csharp";
        return new JsonObject
        {
            ["cells"] = new JsonArray([.. document.Elements.Where(element => element.Contents.Length > 0).Select(Cell)]),
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = kernel == "csharp"
                    ? new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "csharp", ["name"] = KernelSpecs.SharedName }
                    : new JsonObject { ["display_name"] = $".NET ({kernel})", ["language"] = kernel, ["name"] = $".net-{kernel}" },
                ["language_info"] = new JsonObject { ["name"] = kernel },
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        }.ToJsonString();
    }

    /// <summary>Writes a notebook's cells as a .dib file; raw cells are left out.</summary>
    public static byte[] Write(NotebookDocument notebook)
    {
        var document = new InteractiveDocument();
        foreach (var cell in notebook.Cells.Where(cell => cell.Kind != CellKind.Raw))
        {
            document.Add(new(cell.Source, cell.Kind == CellKind.Markdown ? Markdown : KernelOf(CellLanguage.Of(notebook, cell))));
        }

        var language = KernelOf(NotebookLanguage.Of(notebook));
        var used = document.Elements.Select(element => element.KernelName!).Where(kernel => kernel != Markdown).Append(language).ToHashSet();
        var kernels = new KernelInfoCollection { DefaultKernelName = language };
        foreach (var kernel in used.Order(StringComparer.Ordinal))
        {
            kernels.Add(Info(Array.Find(Kernels, known => known.Name == kernel) is { Name: not null } known ? known : (kernel, kernel, [])));
        }

        document.Metadata["kernelInfo"] = kernels;
        return Encoding.UTF8.GetBytes(document.ToCodeSubmissionContent());
    }

    private static JsonNode Cell(InteractiveDocumentElement element, int place) => element.KernelName == Markdown
        ? new JsonObject { ["cell_type"] = "markdown", ["id"] = $"cell-{place + 1}", ["metadata"] = new JsonObject(), ["source"] = element.Contents }
        : new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = $"cell-{place + 1}",
            ["metadata"] = new JsonObject
            {
                ["dotnet_interactive"] = new JsonObject { ["language"] = element.KernelName },
                ["polyglot_notebook"] = new JsonObject { ["kernelName"] = element.KernelName },
            },
            ["outputs"] = new JsonArray(),
            ["source"] = element.Contents,
        };

    // A language has several names in notebooks, csharp, C# or .net-csharp, but one under which a .dib file finds its kernel.
    private static string KernelOf(string? language)
    {
        var name = language is null ? "csharp" : language.StartsWith(".net-", StringComparison.Ordinal) ? language[".net-".Length..] : language;
        return Array.Find(Kernels, kernel => kernel.Aliases.Append(kernel.Name).Append(kernel.Language).Contains(name, StringComparer.OrdinalIgnoreCase)).Name ?? name;
    }

    private static KernelInfoCollection KnownKernels()
    {
        var kernels = new KernelInfoCollection { DefaultKernelName = "csharp" };
        foreach (var kernel in Kernels)
        {
            kernels.Add(Info(kernel));
        }

        return kernels;
    }

    private static DibKernel Info((string Name, string Language, string[] Aliases) kernel) => new(kernel.Name, kernel.Language, kernel.Aliases);
}
