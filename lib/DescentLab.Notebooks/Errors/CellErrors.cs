using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace DescentLab.Notebooks;

/// <summary>Describes an error with its cell and line; frames of the engine and of .NET are left out.</summary>
internal static class CellErrors
{
    private const string FilePrefix = "cell ";
    private const int Most = 3;
    private const int MostFrames = 5;
    private const int MostCauses = 20;

    /// <summary>Gets the file name under which a cell's code is compiled; it appears in diagnostics and stack frames.</summary>
    public static string FilePath(int cell) => FilePrefix + cell.ToString(CultureInfo.InvariantCulture);

    /// <param name="diagnostics">The compiler's diagnostics.</param>
    /// <param name="source">The cell's code.</param>
    /// <param name="hint">What to do about names that other cells declare; null when that is not the cause.</param>
    public static (ErrorOutput Output, CellError Error) FromCompiler(ImmutableArray<Diagnostic> diagnostics, string source, string? hint)
    {
        // A name that is missing in ten places is one error.
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .DistinctBy(error => (error.Id, Message(error))).ToList();
        var traceback = new List<string>();
        if (hint is not null)
        {
            traceback.Add(ErrorText.Hint(hint));
        }

        foreach (var error in errors.Take(Most))
        {
            var position = error.Location.GetMappedLineSpan();
            traceback.Add(ErrorText.Headline(error.Id, Message(error)));
            traceback.Add(ErrorText.Place(CellOf(position.Path), position.Path, position.StartLinePosition.Line + 1));
            traceback.AddRange(CellOf(position.Path) is not null
                ? ErrorText.Code(source, position.Span)
                : ErrorText.Code(TextOf(error) ?? source, error.Location.GetLineSpan().Span));
        }

        if (errors.Count > Most)
        {
            traceback.Add($"… and {errors.Count - Most} more {(errors.Count - Most == 1 ? "error" : "errors")}.");
        }

        var first = errors[0];
        var message = $"{first.Id}: {Message(first)}";
        return (
            new ErrorOutput("CompilationError", message, traceback),
            new CellError("CompilationError", message, first.Location.GetMappedLineSpan().StartLinePosition.Line + 1));
    }

    /// <param name="exception">The exception that a cell threw.</param>
    /// <param name="cell">The cell's number.</param>
    /// <param name="source">The cell's code; null when it is not available.</param>
    /// <param name="hint">What to do about values that another cell did not set; null when that is not the cause.</param>
    public static (ErrorOutput Output, CellError Error) FromException(Exception exception, int cell, string? source, string? hint = null)
    {
        List<string> traceback = hint is null ? [] : [ErrorText.Hint(hint)];
        int? line = null;
        var causes = Causes(exception);
        foreach (var thrown in causes.Take(MostCauses))
        {
            traceback.Add((thrown == exception ? "" : "caused by ") + ErrorText.Headline(thrown.GetType().Name, Message(thrown)));
            var frames = UserFrames(thrown).ToList();
            line ??= frames.Find(frame => CellOf(frame.GetFileName()) == cell)?.GetFileLineNumber();
            // Infinite recursion has ten thousand frames.
            var left = frames.Count - (2 * MostFrames);
            for (var i = 0; i < frames.Count; i++)
            {
                if (left > 0 && i == MostFrames)
                {
                    traceback.Add($"… and {left} calls between");
                    i += left;
                }

                traceback.AddRange(FrameLines(frames[i], cell, source));
            }
        }

        if (causes.Count > MostCauses)
        {
            traceback.Add($"… and {causes.Count - MostCauses} more {(causes.Count - MostCauses == 1 ? "cause" : "causes")}");
        }

        return (
            new ErrorOutput(exception.GetType().Name, Message(exception), traceback),
            new CellError(exception.GetType().Name, Message(exception), line));
    }

    /// <summary>The exception and its causes, each once: a cell's exception may be its own cause.</summary>
    private static List<Exception> Causes(Exception exception)
    {
        var seen = new HashSet<Exception>(ReferenceEqualityComparer.Instance);
        var causes = new List<Exception>();
        for (var thrown = exception; thrown is not null && seen.Add(thrown); thrown = thrown.InnerException)
        {
            causes.Add(thrown);
        }

        return causes;
    }

    /// <summary>Whether code of a cell threw the exception.</summary>
    public static bool IsFromACell(Exception exception) => Causes(exception).Take(MostCauses).Any(thrown => UserFrames(thrown).Any());

    private static IEnumerable<string> FrameLines(StackFrame frame, int cell, string? source)
    {
        var (path, line) = (frame.GetFileName()!, frame.GetFileLineNumber());
        return ((string[])[ErrorText.Place(CellOf(path), path, line, MethodOf(frame))])
            .Concat(CellOf(path) == cell && source is not null ? ErrorText.Code(source, line) : []);
    }

    public static (ErrorOutput Output, CellError Error) FromDirective(DirectiveException error, int cell, string source)
    {
        var traceback = new List<string> { ErrorText.Headline("DirectiveError", error.Message) };
        if (error.Line is { } line)
        {
            traceback.Add(ErrorText.Place(cell, "", line));
            traceback.AddRange(ErrorText.Code(source, line));
        }

        return (new ErrorOutput("DirectiveError", error.Message, traceback), new CellError("DirectiveError", error.Message, error.Line));
    }

    // A cell's own class may throw when it is asked, or have no message.
    private static string Message(Exception exception)
    {
        try
        {
            return exception.Message ?? "";
        }
#pragma warning disable CA1031 // Whatever it throws, the cell's error is the exception itself.
        catch (Exception thrown) when (thrown is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return $"(its Message throws {thrown.GetType().Name})";
        }
    }

    private static string Message(Diagnostic error) => error.Id switch
    {
        "CS0006" => $"{error.GetMessage(CultureInfo.InvariantCulture)}. Is it built? (dotnet build -c Release)",
        _ => error.GetMessage(CultureInfo.InvariantCulture),
    };

    // A file that the cell #loads or imports has its own text.
    private static string? TextOf(Diagnostic error) => error.Location.SourceTree?.ToString();

    // Those of cells, and of files that a cell loads or imports.
    private static IEnumerable<StackFrame> UserFrames(Exception exception) =>
        new StackTrace(exception, fNeedFileInfo: true).GetFrames().Where(frame => frame.GetFileName() is { } path
            && (CellOf(path) is not null || DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName?.StartsWith(Submissions.AssemblyPrefix, StringComparison.Ordinal) is true));

    // The compiler makes it an absolute path in the notebook's folder.
    private static int? CellOf(string? path) =>
        Path.GetFileName(path) is { } name && name.StartsWith(FilePrefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(FilePrefix.Length), CultureInfo.InvariantCulture, out var cell)
            ? cell
            : null;

    // Top-level statements run in a method that the compiler made; only the reader's own methods have a meaningful name.
    private static string? MethodOf(StackFrame frame) =>
        DiagnosticMethodInfo.Create(frame)?.Name is { } name && !name.StartsWith('<') && name != "MoveNext" ? name : null;
}
