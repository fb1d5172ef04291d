using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using CompletionItem = Microsoft.DotNet.Interactive.Events.CompletionItem;

namespace DescentLab.Notebooks;

/// <summary>Replies to requests about code that has not run.</summary>
internal sealed partial class CellKernel :
    IKernelCommandHandler<RequestCompletions>,
    IKernelCommandHandler<RequestHoverText>,
    IKernelCommandHandler<RequestSignatureHelp>,
    IKernelCommandHandler<RequestDiagnostics>
{
    private readonly CodeQuestions questions;

    /// <summary>Compiles code as the next cell.</summary>
    public CSharpCompilation Continue(string code) => submissions.Continue(code, packages);

    /// <summary>Loads the language services in the background.</summary>
    public void WarmUpQuestions() => questions.WarmUp();

    public async Task HandleAsync(RequestCompletions command, KernelInvocationContext context)
    {
        var (code, position) = PositionOf(command);
        var found = await questions.CompleteAsync(code, position, context.CancellationToken);
        context.Publish(new CompletionsProduced(
            [.. found.Matches.Select(match => new CompletionItem(match.Text, match.Kind, documentation: match.Signature))],
            command,
            new LinePositionSpan(CodePlace.Line(code, found.Start), CodePlace.Line(code, found.End))));
    }

    public Task HandleAsync(RequestHoverText command, KernelInvocationContext context)
    {
        var (code, position) = PositionOf(command);
        if (questions.Inspect(code, position) is { } found)
        {
            context.Publish(new HoverTextProduced(
                command,
                [.. found.Text.Select(text => new FormattedValue(text.Key, text.Value))],
                new LinePositionSpan(CodePlace.Line(code, found.Span.Start), CodePlace.Line(code, found.Span.End))));
        }

        return Task.CompletedTask;
    }

    public Task HandleAsync(RequestSignatureHelp command, KernelInvocationContext context)
    {
        var (code, position) = PositionOf(command);
        var compilation = Continue(code);
        if (SignatureHelp.At(compilation, position) is { } help)
        {
            var description = new SymbolDescription(compilation, markdown: true);
            var active = help.Active is null ? 0 : SymbolDescription.ParametersOf(help.Methods[0]).IndexOf(help.Active);
            context.Publish(new SignatureHelpProduced(command, [.. help.Methods.Select(method => Signature(method, description))], 0, active));
        }

        return Task.CompletedTask;
    }

    public Task HandleAsync(RequestDiagnostics command, KernelInvocationContext context)
    {
        var diagnostics = Continue(CellSource.Restore(command.Code)).GetDiagnostics(context.CancellationToken);
        if (diagnostics.Any(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden))
        {
            context.Publish(DiagnosticsOf(diagnostics, command));
        }

        return Task.CompletedTask;
    }

    // A client may send a position after the end.
    private static (string Code, int Position) PositionOf(LanguageServiceCommand command)
    {
        var code = CellSource.Restore(command.Code);
        return (code, Math.Clamp(CodePlace.Units(code, command.LinePosition), 0, code.Length));
    }

    private static SignatureInformation Signature(ISymbol method, SymbolDescription description) => new(
        SymbolDescription.Signature(method),
        new FormattedValue("text/markdown", description.Summary(method)),
        [
            .. SymbolDescription.ParametersOf(method).Select(parameter => new ParameterInformation(
                SymbolDescription.Parameter(parameter),
                new FormattedValue("text/markdown", description.About(parameter)))),
        ]);
}
