using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;

namespace DescentLab.Notebooks;

/// <summary>The five sockets of a kernel. All belong to the thread that calls <see cref="Run"/>; sending is safe from any thread.</summary>
internal sealed class KernelChannels : IDisposable
{
    /// <summary>The largest part of a message, 64 MB: a larger one is refused before it is stored.</summary>
    private const long LargestPart = 64 << 20;

    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainDelay = TimeSpan.FromMilliseconds(200);

    private readonly MessageCodec codec;
    private readonly RouterSocket shell = new();
    private readonly RouterSocket control = new();
    private readonly RouterSocket stdin = new();
    private readonly PublisherSocket iopub = new();
    private readonly ResponseSocket heartbeat = new();
    private readonly NetMQQueue<Action> todo = new();
    private readonly NetMQTimer soon = new(TimeSpan.FromMilliseconds(20)) { Enable = false };
    private readonly List<Action> atSoon = [];
    private readonly NetMQPoller poller;

    /// <summary>Binds the sockets to the connection file's address.</summary>
    /// <exception cref="IOException">A port is in use, or the address is not this machine's.</exception>
    public KernelChannels(ConnectionFile connection)
    {
        codec = new MessageCodec(connection.Key);
        poller = new NetMQPoller { todo, soon, shell, control, stdin, heartbeat };
        foreach (var router in (RouterSocket[])[shell, control, stdin])
        {
            // A server that reconnects its client keeps the identity, and may do so before the old connection's end is seen.
            router.Options.RouterHandover = true;
        }

        Bind(shell, connection.ShellPort);
        Bind(control, connection.ControlPort);
        Bind(stdin, connection.StdinPort);
        Bind(iopub, connection.IOPubPort);
        Bind(heartbeat, connection.HeartbeatPort);
        shell.ReceiveReady += (_, _) => Receive(shell, Shell);
        control.ReceiveReady += (_, _) => Receive(control, Control);
        stdin.ReceiveReady += (_, _) => Receive(stdin, Stdin);
        heartbeat.ReceiveReady += (_, _) =>
        {
            if (TryReceive(heartbeat, out var beat))
            {
                heartbeat.SendMultipartMessage(beat);
            }
        };
        todo.ReceiveReady += (_, _) =>
        {
            while (todo.TryDequeue(out var action, TimeSpan.Zero))
            {
                action();
            }
        };
        soon.Elapsed += (_, _) =>
        {
            soon.Enable = false;
            atSoon.ForEach(action => action());
            atSoon.Clear();
        };

        void Bind(NetMQSocket socket, int port)
        {
            // No output of a cell must be dropped, however fast it comes.
            socket.Options.SendHighWatermark = 0;
            socket.Options.ReceiveHighWatermark = 0;
            socket.Options.Linger = DrainTimeout;
            socket.Options.MaxMsgSize = LargestPart;
            try
            {
                socket.Bind($"tcp://{connection.Ip}:{port}");
            }
            catch (NetMQException e)
            {
                Dispose();
                throw new IOException($"The kernel cannot listen on {connection.Ip}:{port}: {e.ErrorCode}.", e);
            }
        }
    }

    /// <summary>Occurs when a request arrives that is queued.</summary>
    public event Action<JupyterMessage>? Shell;

    /// <summary>Occurs when a request arrives that is not queued.</summary>
    public event Action<JupyterMessage>? Control;

    /// <summary>Occurs when the reader's input arrives.</summary>
    public event Action<JupyterMessage>? Stdin;

    /// <summary>Serves until <see cref="Stop"/>.</summary>
    public void Run() => poller.Run();

    /// <summary>Ends <see cref="Run"/> after everything posted before has been sent.</summary>
    public void Stop() => todo.Enqueue(poller.Stop);

    public void ReplyOnShell(JupyterMessage request, string type, JsonObject content) => Send(shell, request.Identities, request, type, content);

    public void ReplyOnControl(JupyterMessage request, string type, JsonObject content) => Send(control, request.Identities, request, type, content);

    public void AskOnStdin(JupyterMessage request, JsonObject content) => Send(stdin, request.Identities, request, "input_request", content);

    /// <summary>Publishes a message to every client.</summary>
    public void Publish(JupyterMessage? request, string type, JsonObject content) =>
        Send(iopub, [Encoding.UTF8.GetBytes(type)], request, type, content);

    /// <summary>Runs a short action a moment later, on the thread of the sockets, also while a cell's tasks occupy the thread pool.</summary>
    public void Soon(Action action) => todo.Enqueue(() =>
    {
        atSoon.Add(action);
        soon.Enable = true;
    });

    /// <summary>Waits until everything posted before is sent, before the process ends.</summary>
    public void Drain()
    {
        using var sent = new ManualResetEventSlim();
        todo.Enqueue(sent.Set);
        if (sent.Wait(DrainTimeout))
        {
            Thread.Sleep(DrainDelay);
        }
    }

    public void Dispose()
    {
        poller.Dispose();
        todo.Dispose();
        shell.Dispose();
        control.Dispose();
        stdin.Dispose();
        iopub.Dispose();
        heartbeat.Dispose();
    }

    // A frame that the socket drops, such as a heartbeat without a delimiter, is announced too: to wait for it would stop all channels.
    private static bool TryReceive(NetMQSocket socket, [NotNullWhen(true)] out NetMQMessage? message)
    {
        message = null;
        return socket.TryReceiveMultipartMessage(ref message);
    }

    private void Send(NetMQSocket socket, IEnumerable<byte[]> identities, JupyterMessage? request, string type, JsonObject content)
    {
        var message = codec.Encode(identities, type, content, request?.Header);
        todo.Enqueue(() => socket.SendMultipartMessage(message));
    }

    private void Receive(RouterSocket socket, Action<JupyterMessage>? handler)
    {
        if (!TryReceive(socket, out var received))
        {
            return;
        }

        try
        {
            if (codec.Decode(received) is { } message)
            {
                handler?.Invoke(message);
            }
        }
#pragma warning disable CA1031 // This is the thread of the sockets: after any error it serves the next message.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
