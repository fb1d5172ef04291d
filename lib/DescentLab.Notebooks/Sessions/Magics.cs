using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Documents;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace DescentLab.Notebooks;

/// <summary>
/// The magic commands that .NET Interactive implements in its tool and in a package that is not published; the others (<c>#!who</c>,
/// <c>#!set</c>, <c>#!share</c>, <c>#!value</c>, <c>#r "nuget: …"</c>) come from the packages.
/// </summary>
internal static class Magics
{
    public static void AddTo(CompositeKernel kernels, string folder)
    {
        Add("#!time", "Measures how long the cell takes", Time);
        Add("#!lsmagic", "Lists the magic commands", ListMagics);
        Add("#!about", "Describes the engine that runs the cells", About);
        var import = new KernelActionDirective("#!import")
        {
            Description = "Runs a notebook (.ipynb, .dib) or a file (.cs, .csx, .html, .js)",
            Parameters = { new("--file") { AllowImplicitName = true, Required = true, Description = "The file", TypeHint = "file" } },
        };
        var importing = new HashSet<string>();
        kernels.AddDirective<ImportDocument>(import, (command, context) => ImportAsync(Path.GetFullPath(command.FilePath, folder), importing, kernels, command, context));
        kernels.RegisterCommandHandler<RequestInput>(Ask);
        kernels.RegisterCommandHandler<RequestInputs>(Ask);
        kernels.SetDefaultTargetKernelNameForCommand(typeof(RequestInput), kernels.Name);
        kernels.SetDefaultTargetKernelNameForCommand(typeof(RequestInputs), kernels.Name);

        void Add(string name, string description, KernelCommandInvocation handler) =>
            kernels.AddDirective(new KernelActionDirective(name) { Description = description }, handler);
    }

    private static Task Time(KernelCommand command, KernelInvocationContext context)
    {
        var clock = Stopwatch.StartNew();
        context.OnComplete(ended => ended.Publish(Text(
            ended.Command, string.Create(CultureInfo.InvariantCulture, $"Wall time: {clock.Elapsed.TotalMilliseconds:F1} ms"))));
        return Task.CompletedTask;
    }

    private static Task ListMagics(KernelCommand command, KernelInvocationContext context)
    {
        var kernels = (CompositeKernel)context.HandlingKernel.RootKernel;
        var directives = kernels.KernelInfo.SupportedDirectives.Where(directive => kernels.FindKernelByName(directive.Name[2..]) is not UnsupportedKernel)
            .Concat(kernels.ChildKernels.SelectMany(kernel => kernel.KernelInfo.SupportedDirectives))
            .Where(directive => !directive.Hidden)
            .DistinctBy(directive => directive.Name)
            .OrderBy(directive => directive.Name, StringComparer.Ordinal);
        context.Publish(Text(command, string.Join('\n', directives.Select(directive => $"{directive.Name,-15} {directive.Description}".TrimEnd()))));
        return Task.CompletedTask;
    }

    private static Task About(KernelCommand command, KernelInvocationContext context)
    {
        var engine = typeof(Magics).Assembly.GetName().Version!.ToString(3);
        var csharp = context.HandlingKernel.RootKernel.FindKernelByName(Kernels.CSharp)!;
        context.Publish(Text(
            command,
            $"Descent Lab {engine}: C# {csharp.KernelInfo.LanguageVersion} by {csharp.GetType().FullName}, .NET {Environment.Version}, "
            + $"Microsoft.DotNet.Interactive {FileVersionInfo.GetVersionInfo(typeof(CompositeKernel).Assembly.Location).ProductVersion?.Split('+')[0]}"));
        return Task.CompletedTask;
    }

    private static async Task ImportAsync(
        string path, HashSet<string> importing, CompositeKernel kernels, ImportDocument command, KernelInvocationContext context)
    {
        if (!File.Exists(path))
        {
            throw new DirectiveException($"#!import: the file {path} does not exist.", line: null);
        }

        if (!importing.Add(path))
        {
            throw new DirectiveException($"#!import: {path} imports itself.", line: null);
        }

        var cell = RunningCell.Current;
        try
        {
            cell?.IsImporting = true;
            var known = new KernelInfoCollection();
            known.AddRange(kernels.ChildKernels.Select(kernel => new Microsoft.DotNet.Interactive.Documents.KernelInfo(
                kernel.Name, kernel.KernelInfo.LanguageName, kernel.KernelInfo.Aliases)));
            known.DefaultKernelName = kernels.DefaultKernelName;
            foreach (var element in (await ReadAsync(new FileInfo(path), known)).Elements)
            {
                var name = element.KernelName ?? DefaultLanguage(path) ?? Kernels.CSharp;
                var kernel = kernels.FindKernelByName(name)
                    ?? throw new DirectiveException(UnsupportedKernel.Refusal(name), line: null);
                var (file, isCSharp) = (Path.GetFileName(path), kernel.Name == Kernels.CSharp);
                if (!CodeNesting.IsSane(element.Contents))
                {
                    throw new DirectiveException($"#!import: {file}: {CodeNesting.Refusal}", line: null);
                }

                var prepared = (isCSharp ? $"#line 1 \"{file}\"\n" : "") + CellSource.Prepare(element.Contents.ReplaceLineEndings("\n"), file, isCSharp);
                var result = await kernels.SendAsync(new SubmitCode(prepared, kernel.Name));
                if (result.Events.OfType<CommandFailed>().LastOrDefault() is { } failed)
                {
                    context.Fail(command, failed.Exception, failed.Message);
                    return;
                }
            }
        }
        finally
        {
            importing.Remove(path);
            cell?.IsImporting = importing.Count > 0;
        }
    }

    // The package does not read the default language of a notebook that Polyglot Notebooks has saved.
    private static string? DefaultLanguage(string path) =>
        Path.GetExtension(path).Equals(".ipynb", StringComparison.OrdinalIgnoreCase) ? NotebookLanguage.Of(NotebookDocument.Load(path)) : null;

    // The package reads more kinds of files than it has kernels here, but not these.
    private static async Task<InteractiveDocument> ReadAsync(FileInfo file, KernelInfoCollection known)
    {
        var language = file.Extension.ToUpperInvariant() switch
        {
            ".PY" => "python",
            ".SQL" => "sql",
            ".KQL" => "kql",
            ".R" => "r",
            _ => null,
        };
        try
        {
            return language is null ? await InteractiveDocument.LoadAsync(file, known) : new InteractiveDocument { new InteractiveDocumentElement("", language) };
        }
        catch (InvalidOperationException)
        {
            throw new DirectiveException($"#!import: {file.Name} is not a .ipynb, .dib, .cs, .csx, .html or .js file.", line: null);
        }
        catch (JsonException e)
        {
            throw new DirectiveException($"#!import: {file.Name} is not a notebook: {e.Message}", line: null);
        }
    }

    private static Task Ask(RequestInput request, KernelInvocationContext context) => AnswerAsync(
        () => context.Publish(new InputProduced(Answer(new Question(request.Prompt ?? "", request.IsPassword)), request)), request, context);

    private static Task Ask(RequestInputs request, KernelInvocationContext context) => AnswerAsync(
        () =>
        {
            var answers = request.Inputs.ToDictionary(
                input => input.GetPropertyNameForJsonSerialization(),
                input => Answer(new Question(input.Prompt, input.TypeHint == "password")));
            context.Publish(new InputsProduced(answers, request));
        },
        request,
        context);

    // Without this message, the package would show the stack trace.
    private static Task AnswerAsync(Action answer, KernelCommand request, KernelInvocationContext context)
    {
        try
        {
            answer();
        }
        catch (InvalidOperationException e)
        {
            context.Fail(request, e, e.Message);
        }

        return Task.CompletedTask;
    }

    private static string Answer(Question question) =>
        (RunningCell.Current?.Recorder ?? new OutputRecorder(onOutput: null)).Ask(question);

    private static DisplayedValueProduced Text(KernelCommand command, string text) =>
        new(text, command, [new FormattedValue(PlainTextFormatter.MimeType, text)]);
}
