using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace DescentLab.Notebooks;

/// <summary>The inside of a notebook's process: runs the cells that <see cref="SessionProcess"/> sends.</summary>
public static class SessionServer
{
    /// <summary>How long code that outlives the last cell may take to show that it fails.</summary>
    private static readonly TimeSpan LastMoments = TimeSpan.FromMilliseconds(50);

    /// <summary>Serves until the program that started this process closes its end of the pipe, or dies.</summary>
    /// <param name="requests">The handle of the pipe with the cells.</param>
    /// <param name="answers">The handle of the pipe for what they show.</param>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="engine">Which C# runs the cells.</param>
    /// <returns>Never: threads that a cell has left behind would keep the process alive.</returns>
    public static int Run(string requests, string answers, string folder, CSharpEngine engine)
    {
        // Ctrl-C reaches all processes of a terminal; the program that started this one decides what it means.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        using var pipe = new AnonymousPipeClientStream(PipeDirection.Out, answers);
        using var answer = new BinaryWriter(pipe);
        var server = new Server(answer);
        AppDomain.CurrentDomain.UnhandledException += (_, thrown) => server.Crash((Exception)thrown.ExceptionObject);
        server.ServeAsync(requests, folder, engine).GetAwaiter().GetResult();
        Thread.Sleep(LastMoments);
        Environment.Exit(0);
        return 0;
    }

    private sealed class Server(BinaryWriter answer)
    {
        private readonly Lock gate = new();
        private volatile bool atWork;
        private int cell;

        public async Task ServeAsync(string requests, string folder, CSharpEngine engine)
        {
            var cells = Channel.CreateUnbounded<(int Number, string Code, string? Language)>();
            var listening = new Thread(() => Listen(requests, cells.Writer)) { IsBackground = true, Name = "requests" };
            listening.Start();
            using var session = new Session(folder, engine);
            await foreach (var (number, code, language) in cells.Reader.ReadAllAsync())
            {
                (cell, atWork) = (number, true);
                var (error, elapsed) = await RunAsync(session, number, code, language);
                atWork = false;
                lock (gate)
                {
                    answer.Write((byte)Word.Ended);
                    answer.Write(elapsed.Ticks);
                    SessionWire.WriteError(answer, error);
                    answer.Flush();
                }
            }
        }

        public void Crash(Exception exception)
        {
            var (output, error) = CellErrors.FromException(exception, cell, source: null);
            lock (gate)
            {
                answer.Write((byte)Word.Crashed);
                answer.Write(cell);
                SessionWire.WriteError(answer, output);
                SessionWire.WriteError(answer, error);
                answer.Flush();
            }
        }

        private async Task<(CellError? Error, TimeSpan Elapsed)> RunAsync(Session session, int number, string code, string? language)
        {
            var clock = Stopwatch.StartNew();
            try
            {
                var result = await session.RunAsync(code, number, Tell, language: language);
                return (result.Error, result.Elapsed);
            }
#pragma warning disable CA1031 // What the engine cannot run is this cell's error, and costs no other notebook anything.
            catch (Exception e)
#pragma warning restore CA1031
            {
                var (output, error) = CellErrors.FromException(e, number, code);
                Tell(output);
                return (error, clock.Elapsed);
            }
        }

        private void Tell(CellOutput output)
        {
            lock (gate)
            {
                SessionWire.Write(answer, output);
                answer.Flush();
            }
        }

        private void Listen(string requests, ChannelWriter<(int Number, string Code, string? Language)> cells)
        {
            using var pipe = new AnonymousPipeClientStream(PipeDirection.In, requests);
            using var request = new BinaryReader(pipe);
            try
            {
                while (true)
                {
                    cells.TryWrite((request.ReadInt32(), request.ReadString(), SessionWire.ReadText(request)));
                }
            }
            catch (IOException)
            {
                // The other end is closed. While a cell runs that means that nobody waits for it any more.
                if (atWork)
                {
                    Process.GetCurrentProcess().Kill();
                }

                cells.Complete();
            }
        }
    }
}
