using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>Runs the cells that clients send, in sequence, and publishes their outputs.</summary>
internal sealed class CellRequests(Session session, KernelChannels channels, LivePictures pictures) : IDisposable
{
    private readonly Lock gate = new();
    private CancellationTokenSource? running;
    private (JupyterMessage Request, CellPublisher Publisher)? atWork;
    private TaskCompletionSource<string>? question;
    private HashSet<JupyterMessage> waiting = [];
    private bool hasEnded;
    private int count;

    public InputHistory History { get; } = new();

    /// <summary>Records a request on arrival, before its turn: a cell that fails cancels the cells queued after it.</summary>
    public void Announce(JupyterMessage request)
    {
        if (request.Type == "execute_request")
        {
            lock (gate)
            {
                waiting.Add(request);
            }
        }
    }

    public void Interrupt()
    {
        lock (gate)
        {
            running?.Cancel();
        }
    }

    /// <summary>Stops the running cell, and any that is about to begin.</summary>
    public void End()
    {
        lock (gate)
        {
            hasEnded = true;
            running?.Cancel();
        }
    }

    /// <summary>Receives the reader's input.</summary>
    public void Answer(JupyterMessage reply)
    {
        if (reply.Type == "input_reply" && reply.Content["value"] is JsonValue value && value.TryGetValue(out string? text))
        {
            lock (gate)
            {
                question?.TrySetResult(text);
            }
        }
    }

    public async Task<JsonObject> ExecuteAsync(JupyterMessage request)
    {
        lock (gate)
        {
            if (!waiting.Remove(request))
            {
                return new JsonObject { ["status"] = "aborted", ["execution_count"] = count };
            }
        }

        var code = request.Text("code");
        var silent = request.Flag("silent", otherwise: false);
        if (!silent && request.Flag("store_history", otherwise: true))
        {
            count++;
            History.Add(count, code);
        }

        if (request.IsFromVsCode)
        {
            pictures.Prepare();
        }

        if (!silent)
        {
            channels.Publish(request, "execute_input", new JsonObject { ["code"] = code, ["execution_count"] = count });
        }

        var (error, expressions) = await RunAsync(request, code, silent);
        // As in IPython: what an extension asks silently must not cancel the reader's cells.
        if (error is not null && !silent && request.Flag("stop_on_error", otherwise: true))
        {
            lock (gate)
            {
                waiting = [];
            }
        }

        var reply = error is null
            ? new JsonObject { ["status"] = "ok", ["user_expressions"] = expressions, ["payload"] = new JsonArray() }
            : Failed(error);
        reply["execution_count"] = count;
        return reply;
    }

    /// <summary>Reports the end of the process, for example by <c>Environment.Exit</c>, to the client of the running cell.</summary>
    /// <returns>Whether a cell was running.</returns>
    public bool TellEnd(int exitCode)
    {
        lock (gate)
        {
            if (atWork is not var (request, publisher))
            {
                return false;
            }

            atWork = null;
            var message = $"The kernel's process ended with exit code {exitCode} while this cell ran: the cell, or code that it started, called Environment.Exit.";
            var error = new ErrorOutput(SessionProcess.EndedByItself, message, [message]);
            publisher.Publish(error);
            var reply = Failed(error);
            reply["execution_count"] = count;
            channels.ReplyOnShell(request, "execute_reply", reply);
            channels.Publish(request, "status", new JsonObject { ["execution_state"] = "idle" });
            return true;
        }
    }

    /// <summary>Creates the reply to a failed request.</summary>
    public static JsonObject Failed(ErrorOutput error)
    {
        var reply = error.ToJson();
        reply.Remove("output_type");
        reply["status"] = "error";
        return reply;
    }

    public void Dispose() => running?.Dispose();

    private async Task<(ErrorOutput? Error, JsonObject Expressions)> RunAsync(JupyterMessage request, string code, bool silent)
    {
        var publisher = new CellPublisher(channels, request, pictures);
        Action<CellOutput>? listener = silent ? null : publisher.Publish;
        using var stop = new CancellationTokenSource();
        Begin(stop, request, publisher);
        try
        {
            var token = stop.Token;
            var result = await session.RunAsync(
                code, count, listener, question => Ask(question, request, publisher, token), CellLanguage.Of(request.Metadata), stop.Token);
            publisher.Flush();
            return result.Error is null
                ? (null, await EvaluateAsync(request, stop.Token))
                : (result.Outputs.OfType<ErrorOutput>().Last(), []);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Failure(new ErrorOutput("Interrupted", "The cell was interrupted.", ["The cell was interrupted."]));
        }
#pragma warning disable CA1031 // An error of the engine (the notebook's folder is gone) is this cell's error; the kernel serves the next.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failure(CellErrors.FromException(e, count, code).Output);
        }
        finally
        {
            lock (gate)
            {
                running = null;
                atWork = null;
            }
        }

        (ErrorOutput Error, JsonObject Expressions) Failure(ErrorOutput error)
        {
            listener?.Invoke(error);
            return (error, []);
        }
    }

    private void Begin(CancellationTokenSource stop, JupyterMessage request, CellPublisher publisher)
    {
        lock (gate)
        {
            running = stop;
            atWork = (request, publisher);
            if (hasEnded)
            {
                stop.Cancel();
            }
        }
    }

    private async Task<JsonObject> EvaluateAsync(JupyterMessage request, CancellationToken cancellation)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in request.Content["user_expressions"] as JsonObject ?? [])
        {
            if (expression is not JsonValue text || !text.TryGetValue(out string? code))
            {
                var message = $"user_expressions: the value of \"{name}\" must be a string of C#.";
                values[name] = Failed(new ErrorOutput(nameof(FormatException), message, [message]));
                continue;
            }

            var result = await session.EvaluateAsync(code, cancellation);
            values[name] = result.Outputs switch
            {
                [.., ErrorOutput error] => Failed(error),
                [.., DataOutput data] => new JsonObject
                {
                    ["status"] = "ok",
                    ["data"] = CellPublisher.OnTheWire(data.Data),
                    ["metadata"] = new JsonObject(),
                },
                _ => new JsonObject { ["status"] = "ok", ["data"] = new JsonObject(), ["metadata"] = new JsonObject() },
            };
        }

        return values;
    }

    private string Ask(Question input, JupyterMessage request, CellPublisher publisher, CancellationToken cancellation)
    {
        if (!request.Flag("allow_stdin", otherwise: true))
        {
            throw new InvalidOperationException("The cell reads a line, but this client accepts no input (allow_stdin is false).");
        }

        TaskCompletionSource<string> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (atWork?.Request != request)
            {
                throw new InvalidOperationException("The cell has ended: code that it left running cannot read a line. Read it in the cell.");
            }

            question = answer;
        }

        publisher.Flush();
        channels.AskOnStdin(request, new JsonObject { ["prompt"] = input.Prompt, ["password"] = input.IsPassword });
        return answer.Task.WaitAsync(cancellation).GetAwaiter().GetResult();
    }
}
