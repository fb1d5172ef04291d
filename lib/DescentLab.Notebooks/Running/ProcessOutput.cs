using System.Diagnostics;
using System.Text;

namespace DescentLab.Notebooks;

/// <summary>
/// Collects the beginning of what a process writes directly to its standard streams: .NET writes there why it ends.
/// </summary>
internal sealed class ProcessOutput
{
    private const int Most = 16 << 10;
    private const int MostLines = 30;

    private readonly StringBuilder text = new();

    public ProcessOutput(Process process) =>
        Reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));

    /// <summary>Completes when the streams end.</summary>
    public Task Reading { get; }

    /// <summary>Explains why a process ended by itself.</summary>
    public (ErrorOutput Output, CellError Error) Explain(int exitCode)
    {
        string[] lines;
        lock (text)
        {
            lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        var reason = lines is [] ? Guess(exitCode) : lines[0].TrimEnd('.');
        var message = $"The notebook's process ended with exit code {exitCode}: {reason}.";
        return (
            new ErrorOutput(SessionProcess.EndedByItself, message, [message, .. lines.Take(MostLines)]),
            new CellError(SessionProcess.EndedByItself, message, Line: null));
    }

    private static string Guess(int exitCode) => exitCode switch
    {
        137 => "it was killed, perhaps because the memory was full",
        > 128 and < 160 when !OperatingSystem.IsWindows() => $"it was ended by signal {exitCode - 128}",
        _ => "the cell called Environment.Exit, or native code ended the process",
    };

    private async Task ReadAsync(StreamReader stream)
    {
        var buffer = new char[1024];
        int count;
        while ((count = await stream.ReadAsync(buffer)) > 0)
        {
            lock (text)
            {
                text.Append(buffer, 0, Math.Min(count, Most - text.Length));
            }
        }
    }
}
