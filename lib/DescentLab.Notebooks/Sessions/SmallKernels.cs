using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using InteractiveKernel = Microsoft.DotNet.Interactive.Kernel;

namespace DescentLab.Notebooks;

/// <summary>Shows a cell's text with the MIME type of its language; the page draws it.</summary>
internal sealed class MarkupKernel : InteractiveKernel, IKernelCommandHandler<SubmitCode>
{
    private readonly string mimeType;

    public MarkupKernel(string name, string language, string mimeType) : base(name)
    {
        this.mimeType = mimeType;
        KernelInfo.LanguageName = language;
        KernelInfo.Description = $"Shows {language}";
    }

    public Task HandleAsync(SubmitCode command, KernelInvocationContext context)
    {
        context.Publish(new DisplayedValueProduced(command.Code, command, [new FormattedValue(mimeType, command.Code)]));
        return Task.CompletedTask;
    }
}

/// <summary>The kernel of an unsupported language: its cells fail with a message that names the language.</summary>
internal sealed class UnsupportedKernel : InteractiveKernel, IKernelCommandHandler<SubmitCode>
{
    private UnsupportedKernel(string name, string language, params string[] aliases) : base(name)
    {
        KernelInfo.LanguageName = language;
        Aliases = aliases;
    }

    public string[] Aliases { get; }

#pragma warning disable CA2000 // The root disposes them.
    public static IEnumerable<UnsupportedKernel> All() =>
    [
        new("fsharp", "F#", "f#", "F#"), new("pwsh", "PowerShell", "powershell"), new("sql", "SQL"), new("kql", "KQL"),
        new("python", "Python"), new("http", "HTTP"), new("r", "R"),
    ];
#pragma warning restore CA2000

    /// <summary>Gets the error message.</summary>
    public static string Refusal(string language) =>
        $"This cell is {language}, which is not supported here: cells can be C#, HTML, JavaScript, Markdown or Mermaid.";

    public Task HandleAsync(SubmitCode command, KernelInvocationContext context)
    {
        context.Fail(command, new DirectiveException(Refusal(KernelInfo.LanguageName!), line: null));
        return Task.CompletedTask;
    }
}
