using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace DescentLab.Notebooks;

/// <summary>The main loop of a notebook's process: runs the cells that <see cref="SessionProcess"/> sends.</summary>
public static class SessionServer
{
    /// <summary>How long to wait for errors of code that outlives the last cell.</summary>
    private static readonly TimeSpan ErrorDelay = TimeSpan.FromMilliseconds(50);

    /// <summary>Serves until the program that started this process closes its end of the pipe, or ends.</summary>
    /// <param name="requests">The handle of the pipe with the cells.</param>
    /// <param name="answers">The handle of the pipe for their outputs.</param>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="engine">The C# engine that runs the cells.</param>
    /// <returns>Never: threads that a cell has left running would keep the process alive.</returns>
    public static int Run(string requests, string answers, string folder, CSharpEngine engine)
    {
        // Ctrl-C reaches all processes of a terminal; the program that started this one handles it.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        using var pipe = new AnonymousPipeClientStream(PipeDirection.Out, answers);
        using var answer = SessionWire.OpenWriter(pipe);
        var server = new Server(answer);
        AppDomain.CurrentDomain.UnhandledException += (_, thrown) => server.Crash((Exception)thrown.ExceptionObject);
        ConsoleRouter.IsAlone = true;
        server.ServeAsync(requests, folder, engine).GetAwaiter().GetResult();
        Thread.Sleep(ErrorDelay);
        Environment.Exit(0);
        return 0;
    }

    private sealed class Server(BinaryWriter answer)
    {
        private readonly Lock gate = new();
        private volatile int received;
        private volatile int answered;
        private int cell;

        public async Task ServeAsync(string requests, string folder, CSharpEngine engine)
        {
            var cells = Channel.CreateUnbounded<(int Number, string Code, string? Language)>();
            var listening = new Thread(() => Listen(requests, cells.Writer)) { IsBackground = true, Name = "requests" };
            listening.Start();
            using var session = new Session(folder, engine);
            await foreach (var (number, code, language) in cells.Reader.ReadAllAsync())
            {
                cell = number;
                var (error, elapsed) = await RunAsync(session, number, code, language);
                answered++;
                lock (gate)
                {
                    answer.Write((byte)MessageKind.Ended);
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
                answer.Write((byte)MessageKind.Crashed);
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
                var result = await session.RunAsync(code, number, output => Send(number, output), language: language);
                return (result.Error, result.Elapsed);
            }
#pragma warning disable CA1031 // An error of the engine is this cell's error, and does not affect other notebooks.
            catch (Exception e)
#pragma warning restore CA1031
            {
                var (output, error) = CellErrors.FromException(e, number, code);
                Send(number, output);
                return (error, clock.Elapsed);
            }
        }

        private void Send(int number, CellOutput output)
        {
            lock (gate)
            {
                SessionWire.Write(answer, number, output);
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
                    var next = (request.ReadInt32(), request.ReadString(), SessionWire.ReadText(request));
                    received++;
                    cells.TryWrite(next);
                }
            }
            catch (IOException)
            {
                // The other end is closed. Before the last cell has ended, that means that the results are no longer needed.
                if (answered < received || answered == 0)
                {
                    Process.GetCurrentProcess().Kill();
                }

                cells.Complete();
            }
        }
    }
}
