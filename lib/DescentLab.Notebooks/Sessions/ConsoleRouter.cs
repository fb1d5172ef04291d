using System.Reactive.Disposables;
using System.Text;
using Microsoft.DotNet.Interactive.Utility;

namespace DescentLab.Notebooks;

/// <summary>
/// Sends the <see cref="Console"/> output of a cell to that cell, and all other output to its previous
/// destination, so that two sessions in one process do not mix.
/// </summary>
internal static class ConsoleRouter
{
    private static readonly Lock Gate = new();
    private static TextWriter? routedOut;
    private static TextWriter? routedError;
    private static TextReader? routedIn;
    private static IDisposable? packages;

    /// <summary>
    /// Whether the process serves one session only. Then text that is written outside every execution context (by a finaliser, or with
    /// the flow suppressed) belongs to the cell that began last, instead of to an output that nobody sees.
    /// </summary>
    public static bool IsAlone { get; set; }

    /// <summary>Installs itself between cells and the console.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            // The package installs its own writer while a command runs. With one held permanently, it stays below this
            // one, and the output of a task between two cells is not lost.
            packages ??= ConsoleOutput.Subscribe(_ => Disposable.Empty);
            // Again for every cell: an earlier one may have called Console.SetOut without restoring it.
#pragma warning disable CA2000 // The writers live as long as the process.
            if (Console.Out != routedOut)
            {
                Console.SetOut(new Writer(StreamOutput.StandardOutput, Console.Out));
                routedOut = Console.Out;
            }

            if (Console.Error != routedError)
            {
                Console.SetError(new Writer(StreamOutput.StandardError, Console.Error));
                routedError = Console.Error;
            }

            if (Console.In != routedIn)
            {
                Console.SetIn(new Reader(Console.In));
                routedIn = Console.In;
            }
#pragma warning restore CA2000
        }
    }

    private sealed class Reader(TextReader otherwise) : TextReader
    {
        // The rest of a line that is read character by character.
        private string rest = "";

        public override string? ReadLine()
        {
            if (RunningCell.Current is not { } cell)
            {
                return otherwise.ReadLine();
            }

            var line = rest.Length > 0 ? rest.TrimEnd('\n') : cell.Ask();
            rest = "";
            return line;
        }

        public override int Read()
        {
            if (RunningCell.Current is not { } cell)
            {
                return otherwise.Read();
            }

            rest = rest.Length > 0 ? rest : cell.Ask() + "\n";
            var first = rest[0];
            rest = rest[1..];
            return first;
        }

        public override int Peek() => RunningCell.Current is null ? otherwise.Peek() : rest.Length > 0 ? rest[0] : -1;
    }

    private sealed class Writer(string name, TextWriter otherwise) : TextWriter
    {
        public override Encoding Encoding => otherwise.Encoding;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

        public override void Write(string? value)
        {
            if (RunningCell.Current is { } cell)
            {
                cell.Write(name, value ?? "");
            }
            else if (IsAlone && RunningCell.Latest?.Recorder is { } recorder)
            {
                recorder.Write(name, value ?? "");
            }
            else
            {
                otherwise.Write(value);
            }
        }

        // One write for each line, so that the lines of parallel tasks do not mix.
        public override void WriteLine(string? value) => Write(value + NewLine);

        public override void WriteLine(ReadOnlySpan<char> buffer) => WriteLine(buffer.ToString());

        public override void Flush()
        {
            if (RunningCell.Current is null)
            {
                otherwise.Flush();
            }
        }
    }
}
