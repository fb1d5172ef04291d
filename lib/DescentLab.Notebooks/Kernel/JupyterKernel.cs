using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>
/// A Jupyter kernel: runs the cells that VS Code, JupyterLab or nbconvert send it, in one <see cref="Session"/>, over the
/// Jupyter messaging protocol 5.3.
/// </summary>
/// <remarks>
/// Requests on the shell channel are queued, those on the control channel (interrupt, shutdown) are not. Messages that are not signed with the connection file's key are dropped without an answer.
/// </remarks>
public sealed class JupyterKernel : IDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    // Loading the language services takes seconds of a processor, which the next cell of a whole run should have.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    private readonly KernelChannels channels;
    private readonly Session session;
    private readonly CellRequests cells;
    private readonly VariableInspector variables;
    private readonly Timer whenIdle;
    private readonly BlockingCollection<JupyterMessage> shell = [];
    private readonly BlockingCollection<JupyterMessage> control = [];
    private volatile bool stopping;

    /// <summary>Binds to the connection file's ports.</summary>
    /// <param name="connection">The connection file's content.</param>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="engine">The C# engine that runs the cells.</param>
    /// <exception cref="IOException">A port is in use.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public JupyterKernel(ConnectionFile connection, string folder, CSharpEngine engine = CSharpEngine.Own)
    {
        ArgumentNullException.ThrowIfNull(connection);
        session = new Session(folder, engine);
        channels = new KernelChannels(connection);
        cells = new CellRequests(session, channels, new LivePictures(folder));
        variables = new VariableInspector(() => session.Variables);
        whenIdle = new Timer(_ => session.WarmUpQuestions());
        channels.Shell += request =>
        {
            cells.Announce(request);
            shell.Add(request);
        };
        channels.Control += control.Add;
        channels.Stdin += cells.Answer;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>Serves until a client requests a shutdown, or the token is cancelled.</summary>
    /// <param name="cancellation">Ends the kernel.</param>
    public void Run(CancellationToken cancellation = default)
    {
        using var registration = cancellation.Register(Stop);
        channels.Publish(null, "status", Status("starting"));
        Task[] atWork =
        [
            OnItsOwnThread(() => Serve(shell, channels.ReplyOnShell)),
            OnItsOwnThread(() => Serve(control, channels.ReplyOnControl)),
            // The compiler's first use takes a second: do it before the reader runs the first cell.
            session.EvaluateAsync("Console.Write(\"\");\n1", CancellationToken.None),
        ];
        channels.Run();
        Task.WaitAll(atWork, ShutdownTimeout);
    }

    /// <summary>Whether the process can continue after an unhandled exception: when a cell's own thread, timer or finaliser threw it.</summary>
    /// <remarks>It becomes an error output of the cell, unless the cell was stopped.</remarks>
    /// <param name="exception">The exception.</param>
    public static bool Survives(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        // A timer throws again where the cell's context has ended; a finaliser never had one.
        if ((RunningCell.Current ?? (CellErrors.IsFromACell(exception) ? RunningCell.Latest : null)) is not { } cell)
        {
            return false;
        }

        if (!cell.IsStopped)
        {
            // A cell that was run through the kernels' own events has no outputs for errors.
            var (output, _) = CellErrors.FromException(exception, cell.Number, cell.Source);
            if (cell.Recorder is { } recorder)
            {
                recorder.Add(output);
            }
            else
            {
                cell.Write(StreamOutput.StandardError, string.Join('\n', output.Traceback) + "\n");
            }
        }

        return true;
    }

    /// <summary>
    /// Shows text that is written outside every cell, for example by a finaliser, in the cell that began last: for a process that
    /// serves one kernel and writes no text itself.
    /// </summary>
    public static void TakeConsole() => ConsoleRouter.IsAlone = true;

    /// <summary>Stops the running cell; the session continues.</summary>
    public void Interrupt() => cells.Interrupt();

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        whenIdle.Dispose();
        cells.Dispose();
        channels.Dispose();
        session.Dispose();
        shell.Dispose();
        control.Dispose();
    }

    // A cell may call Environment.Exit; the threads of the clients run during this handler.
    private void OnProcessExit(object? sender, EventArgs e)
    {
        if (!stopping && cells.TellEnd(Environment.ExitCode))
        {
            channels.Finish();
        }
    }

    private static JsonObject Status(string state) => new() { ["execution_state"] = state };

    // Not the thread pool's: behind a thousand tasks of a cell, an interrupt would wait for all of them.
    private static Task OnItsOwnThread(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Serve(BlockingCollection<JupyterMessage> requests, Action<JupyterMessage, string, JsonObject> reply)
    {
        foreach (var request in requests.GetConsumingEnumerable())
        {
            if (stopping)
            {
                return;
            }

            channels.Publish(request, "status", Status("busy"));
            try
            {
                if (HandleAsync(request).GetAwaiter().GetResult() is { } content)
                {
                    reply(request, request.Type.Replace("_request", "_reply", StringComparison.Ordinal), content);
                }
            }
#pragma warning disable CA1031 // An invalid request gets an error reply; the kernel serves the next.
            catch (Exception e)
#pragma warning restore CA1031
            {
                reply(
                    request,
                    request.Type.Replace("_request", "_reply", StringComparison.Ordinal),
                    CellRequests.Failed(new ErrorOutput(e.GetType().Name, e.Message, [e.Message])));
            }

            channels.Publish(request, "status", Status("idle"));
            if (request.Type == "shutdown_request")
            {
                Stop();
            }
        }
    }

    // A null means that the request has no reply.
    private async Task<JsonObject?> HandleAsync(JupyterMessage request)
    {
        switch (request.Type)
        {
            case "kernel_info_request":
                return KernelInfo.Reply();
            case "execute_request":
                whenIdle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                var executed = await cells.ExecuteAsync(request);
                whenIdle.Change(Idle, Timeout.InfiniteTimeSpan);
                return executed;
            case "complete_request":
                return await CodeReplies.CompleteAsync(session, request);
            case "inspect_request":
                return await CodeReplies.InspectAsync(session, request);
            case "is_complete_request":
                return CodeReplies.IsComplete(request);
            case "history_request":
                return cells.History.Reply(request);
            case "debug_request":
                return variables.Reply(request.Content);
            case "comm_info_request":
                return new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() };
            case "comm_open":
                // The protocol's answer to an unknown target; the kernel has none.
                channels.Publish(request, "comm_close", new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() });
                return null;
            case "interrupt_request":
                cells.Interrupt();
                return new JsonObject { ["status"] = "ok" };
            case "shutdown_request":
                cells.Interrupt();
                var content = new JsonObject { ["status"] = "ok", ["restart"] = request.Flag("restart", otherwise: false) };
                channels.Publish(request, "shutdown_reply", (JsonObject)content.DeepClone());
                return content;
            default:
                return null;
        }
    }

    private void Stop()
    {
        stopping = true;
        shell.CompleteAdding();
        control.CompleteAdding();
        try
        {
            cells.End();
        }
        finally
        {
            channels.Stop();
        }
    }
}
