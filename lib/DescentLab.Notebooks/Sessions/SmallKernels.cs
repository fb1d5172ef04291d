using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using InteractiveKernel = Microsoft.DotNet.Interactive.Kernel;

namespace DescentLab.Notebooks;

/// <summary>Shows a cell's text as what it is; the page draws it.</summary>
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

/// <summary>A language that other notebooks use and nobody speaks here: its cells are refused by name.</summary>
internal sealed class UnspokenKernel : InteractiveKernel, IKernelCommandHandler<SubmitCode>
{
    private UnspokenKernel(string name, string language, params string[] aliases) : base(name)
    {
        KernelInfo.LanguageName = language;
        Aliases = aliases;
    }

    public string[] Aliases { get; }

#pragma warning disable CA2000 // Their root disposes of them.
    public static IEnumerable<UnspokenKernel> All() =>
    [
        new("fsharp", "F#", "f#", "F#"), new("pwsh", "PowerShell", "powershell"), new("sql", "SQL"), new("kql", "KQL"),
        new("python", "Python"), new("http", "HTTP"), new("r", "R"),
    ];
#pragma warning restore CA2000

    /// <summary>The one sentence of the refusal.</summary>
    public static string Refusal(string language) =>
        $"This cell is {language}, which no kernel here speaks: cells are C#, HTML, JavaScript, Markdown or Mermaid.";

    public Task HandleAsync(SubmitCode command, KernelInvocationContext context)
    {
        context.Fail(command, new DirectiveException(Refusal(KernelInfo.LanguageName!), line: null));
        return Task.CompletedTask;
    }
}
