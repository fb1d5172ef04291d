using System.CommandLine;
using System.CommandLine.Parsing;

namespace DescentLab.Cli;

/// <summary>The option <c>--output</c>: a folder for the files that a command writes.</summary>
internal static class FolderOption
{
    /// <summary>Creates the option; an empty name is an error.</summary>
    /// <param name="description">What the folder is for, and its default.</param>
    /// <param name="example">A name for the error's message.</param>
    public static Option<string?> Create(string description, string example)
    {
        var option = new Option<string?>("--output", "-o") { Description = description, HelpName = "folder" };
        option.Validators.Add(result =>
        {
            if (IsBlank(result))
            {
                result.AddError($"--output needs the name of a folder, for example --output {example}.");
            }
        });
        return option;
    }

    /// <summary>Whether an option or argument has an empty name, as an unset variable of a shell gives.</summary>
    public static bool IsBlank(SymbolResult result) => result.Tokens is [var name] && string.IsNullOrWhiteSpace(name.Value);
}
