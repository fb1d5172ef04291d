using System.Reactive.Disposables;
using System.Text;
using Microsoft.DotNet.Interactive.Utility;

namespace DescentLab.Notebooks;

/// <summary>
/// Sends what a cell writes to <see cref="Console"/> to that cell, and everybody else's writes where they went
/// before; so two sessions in one process do not mix.
/// </summary>
internal static class ConsoleRouter
{
    private static readonly Lock Gate = new();
    private static TextWriter? routedOut;
    private static TextWriter? routedError;
    private static TextReader? routedIn;
    private static IDisposable? packages;

    /// <summary>Puts itself between cells and the console.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            // The package puts its own writer there for as long as one command runs. With one held for good it stays below this
            // one, and what a task says between two cells is not lost.
            packages ??= ConsoleOutput.Subscribe(_ => Disposable.Empty);
            // Again for every cell: an earlier one may have called Console.SetOut and not put it back.
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
        // What is left of a line that somebody reads character by character.
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
            else
            {
                otherwise.Write(value);
            }
        }

        // One write a line, so that the lines of parallel tasks stay whole.
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
