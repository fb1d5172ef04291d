using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace DescentLab.Notebooks;

/// <summary>Tells a reader what went wrong in which line of which cell; frames of the engine and of .NET are left out.</summary>
internal static class CellErrors
{
    private const string FilePrefix = "cell ";

    /// <summary>The name a cell's code is compiled under; it comes back in diagnostics and stack frames.</summary>
    public static string FilePath(int cell) => FilePrefix + cell.ToString(CultureInfo.InvariantCulture);

    public static (ErrorOutput Output, CellError Error) FromCompiler(ImmutableArray<Diagnostic> diagnostics, string source)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        var lines = source.Split('\n');
        var traceback = new List<string>();
        foreach (var error in errors)
        {
            var span = error.Location.GetLineSpan();
            var (line, column) = (span.StartLinePosition.Line, span.StartLinePosition.Character);
            traceback.Add($"{span.Path}, line {line + 1}: {error.Id}: {Message(error)}");
            if (line < lines.Length)
            {
                traceback.Add($"    {lines[line].TrimEnd()}");
                traceback.Add($"    {new string(' ', column)}^");
            }
        }

        var first = errors[0];
        var message = $"{first.Id}: {Message(first)}";
        return (
            new ErrorOutput("CompilationError", message, traceback),
            new CellError("CompilationError", message, first.Location.GetLineSpan().StartLinePosition.Line + 1));
    }

    public static (ErrorOutput Output, CellError Error) FromException(Exception exception, int cell)
    {
        var traceback = new List<string> { $"{exception.GetType().Name}: {exception.Message}" };
        int? line = null;
        for (var thrown = exception; thrown is not null; thrown = thrown.InnerException)
        {
            if (thrown != exception)
            {
                traceback.Add($"caused by {thrown.GetType().Name}: {thrown.Message}");
            }

            foreach (var frame in UserFrames(thrown))
            {
                var (file, number) = (CellOf(frame), frame.GetFileLineNumber());
                traceback.Add($"   at {file}, line {number}{InMethod(frame)}");
                line ??= file == FilePath(cell) ? number : null;
            }
        }

        return (
            new ErrorOutput(exception.GetType().Name, exception.Message, traceback),
            new CellError(exception.GetType().Name, exception.Message, line));
    }

    public static (ErrorOutput Output, CellError Error) FromDirective(DirectiveException error, int cell)
    {
        var where = error.Line is { } line ? $"{FilePath(cell)}, line {line}: " : "";
        return (new ErrorOutput("DirectiveError", error.Message, [$"{where}{error.Message}"]), new CellError("DirectiveError", error.Message, error.Line));
    }

    private static string Message(Diagnostic error) => error.Id switch
    {
        "CS0006" => $"{error.GetMessage(CultureInfo.InvariantCulture)}. Is it built? (dotnet build -c Release)",
        _ => error.GetMessage(CultureInfo.InvariantCulture),
    };

    private static IEnumerable<StackFrame> UserFrames(Exception exception) =>
        new StackTrace(exception, fNeedFileInfo: true).GetFrames()
            .Where(frame => CellOf(frame)?.StartsWith(FilePrefix, StringComparison.Ordinal) is true);

    // The compiler has made it an absolute path in the notebook's folder.
    private static string? CellOf(StackFrame frame) => Path.GetFileName(frame.GetFileName());

    // Top-level statements run in a method that the compiler made; only a reader's own methods have a name worth saying.
    private static string InMethod(StackFrame frame) =>
        DiagnosticMethodInfo.Create(frame)?.Name is { } name && !name.StartsWith('<') && name != "MoveNext" ? $", in {name}" : "";
}
