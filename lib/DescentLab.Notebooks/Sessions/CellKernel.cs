using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive.ValueSharing;
using InteractiveKernel = Microsoft.DotNet.Interactive.Kernel;

namespace DescentLab.Notebooks;

/// <summary>
/// The C# kernel for notebooks, built on .NET Interactive. <see cref="Submissions"/> compiles a cell after those before
/// it, <see cref="Checkpoints"/> puts stopping points into the compiled code, <see cref="CellAssemblies"/> loads it with
/// the references of <c>#r</c>, <see cref="Interruptible"/> runs it so that it can be stopped, and its result is published.
/// </summary>
internal sealed partial class CellKernel :
    InteractiveKernel,
    IKernelCommandHandler<SubmitCode>,
    IKernelCommandHandler<RequestValue>,
    IKernelCommandHandler<RequestValueInfos>,
    IKernelCommandHandler<SendValue>
{
    private readonly CellAssemblies assemblies = new();
    private readonly Submissions submissions;
    private readonly List<MetadataReference> packages = [];

    public CellKernel(string folder) : base(Kernels.CSharp)
    {
        submissions = new Submissions(folder, assemblies);
        questions = new CodeQuestions(Continue);
        RegisterForDisposal(questions);
        KernelInfo.LanguageName = "C#";
        KernelInfo.LanguageVersion = "14.0";
        KernelInfo.DisplayName = "csharp - C# Script";
        KernelInfo.Description = "Runs C# cells that can be stopped";
    }

    /// <summary>Makes the assemblies of packages available to cells.</summary>
    /// <exception cref="DirectiveException">The session has loaded another version of a package.</exception>
    public void AddPackages(IEnumerable<ResolvedPackageReference> resolved)
    {
        foreach (var package in resolved)
        {
            foreach (var path in package.AssemblyPaths.Where(path => !References.IsFramework(path) && !References.IsEngine(path)))
            {
                var reference = References.Read(path);
                assemblies.Locate(References.NameOf(reference), path);
                packages.Add(reference);
            }

            assemblies.LocateNatives(package.PackageRoot);
        }
    }

    /// <summary>The variables that the next cell can use.</summary>
    public IEnumerable<Variable> Variables => submissions.Variables;

    /// <summary>Loads an assembly into the session.</summary>
    public System.Reflection.Assembly LoadFrom(string path) => assemblies.LoadFromAssemblyPath(path);

    /// <summary>Publishes text of a cell, even after the command that ran it has ended.</summary>
    public void Publish(RunningCell cell, string stream, string text)
    {
        FormattedValue[] values = [new(PlainTextFormatter.MimeType, text)];
        Publish(stream == StreamOutput.StandardOutput
            ? new StandardOutputValueProduced(cell.Command!, values)
            : new StandardErrorValueProduced(cell.Command!, values));
    }

    /// <summary>Publishes an event, even after its command has ended.</summary>
    public void Publish(KernelEvent happened) => PublishEvent(happened);

    /// <summary>Runs a cell.</summary>
    public async Task HandleAsync(SubmitCode command, KernelInvocationContext context)
    {
        context.Publish(new CodeSubmissionReceived(command));
        context.Publish(new CompleteCodeSubmissionReceived(command));
        var cell = RunningCell.Current ?? new RunningCell(SubmissionCount, command.Code, context.CancellationToken) { Command = command };
        var (submission, diagnostics) = submissions.Compile(
            CellSource.Restore(command.Code), packages, CellErrors.FilePath(cell.Number), cell.Cancellation);
        if (submission is null)
        {
            context.Publish(DiagnosticsOf(diagnostics, command));
            context.Fail(command, new CodeSubmissionCompilationErrorException(
                new CompilationErrorException(string.Join('\n', diagnostics.Select(diagnostic => diagnostic.ToString())), diagnostics)));
            return;
        }

        ConsoleRouter.Install();
        cell.Enter(this);
        var (value, thrown) = await Interruptible.RunAsync(() => CaughtAsync(() => submissions.Start(submission)), cell.Cancellation);
        submissions.Keep(submission);
        if (thrown is null && submission.HasValue && value is not DisplayedValue)
        {
            // Formatting also runs the reader's code (ToString, formatters), which may throw or never end.
            (_, thrown) = await Interruptible.RunAsync(() => CaughtAsync(() => Task.FromResult(Show(value, command, context))), cell.Cancellation);
        }

        if (thrown is not null)
        {
            // Without a message it would call the exception's ToString: that may throw, and never ends where an exception is its own cause.
            context.Fail(command, thrown, thrown.GetType().Name);
        }
    }

    public Task HandleAsync(RequestValueInfos command, KernelInvocationContext context)
    {
        context.Publish(new ValueInfosProduced(
            [
                .. submissions.Variables.Select(variable => new KernelValueInfo(
                    variable.Name,
                    new FormattedValue(
                        command.MimeType,
                        ValueNesting.IsSane(variable.Value) ? variable.Value.ToDisplayString(command.MimeType) : ValueNesting.Refusal),
                    variable.Type)),
            ],
            command));
        return Task.CompletedTask;
    }

    public Task HandleAsync(RequestValue command, KernelInvocationContext context)
    {
        if (submissions.Variables.FirstOrDefault(variable => variable.Name == command.Name) is not { } variable)
        {
            context.Fail(command, message: $"There is no variable '{command.Name}' in {Name}.");
        }
        else if (!ValueNesting.IsSane(variable.Value))
        {
            context.Fail(command, message: $"{command.Name}: {ValueNesting.Refusal}");
        }
        else
        {
            context.Publish(new ValueProduced(
                variable.Value, variable.Name, new FormattedValue(command.MimeType, variable.Value.ToDisplayString(command.MimeType)), command));
        }

        return Task.CompletedTask;
    }

    public Task HandleAsync(SendValue command, KernelInvocationContext context) =>
        SetValueAsync(command, context, (name, value, type) =>
        {
            submissions.Declare(name, value, type, packages);
            return Task.CompletedTask;
        });

    private static bool Show(object? value, KernelCommand command, KernelInvocationContext context)
    {
        context.Publish(new ReturnValueProduced(value, command, value switch
        {
            FormattedValue formatted => [formatted],
            IEnumerable<FormattedValue> formatted => [.. formatted],
            _ => Representations.Of(value),
        }));
        return true;
    }

    private static DiagnosticsProduced DiagnosticsOf(ImmutableArray<Microsoft.CodeAnalysis.Diagnostic> diagnostics, KernelCommand command) => new(
        [.. diagnostics.Select(Microsoft.DotNet.Interactive.Diagnostic.FromCodeAnalysisDiagnostic)],
        [.. diagnostics.Select(diagnostic => new FormattedValue(PlainTextFormatter.MimeType, diagnostic.ToString()))],
        command);

    private static async Task<(T? Value, Exception? Thrown)> CaughtAsync<T>(Func<Task<T>> start)
    {
        try
        {
            return (await start(), null);
        }
#pragma warning disable CA1031 // Every exception of the reader's code is an output of the cell.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return (default, thrown);
        }
    }
}
