using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>The five sockets of a kernel. Messages arrive on their clients' threads; sending is safe from any thread, and never waits.</summary>
internal sealed class KernelChannels : IDisposable
{
    private static readonly TimeSpan FinishTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private readonly MessageCodec codec;
    private readonly BlockingCollection<Action> soon = [];
    private readonly List<ZmtpServer> servers = [];
#pragma warning disable CA2213 // All are in the list, and disposed there.
    private readonly ZmtpServer shell;
    private readonly ZmtpServer control;
    private readonly ZmtpServer stdin;
    private readonly ZmtpServer iopub;
#pragma warning restore CA2213
    private volatile bool stopping;

    /// <summary>Reserves the ports of the connection file.</summary>
    /// <exception cref="IOException">A port is in use, or the address is not this machine's.</exception>
    public KernelChannels(ConnectionFile connection)
    {
        codec = new MessageCodec(connection.Key);
        shell = Listen(connection.ShellPort, "ROUTER", (peer, message) => Receive(peer, message, Shell));
        control = Listen(connection.ControlPort, "ROUTER", (peer, message) => Receive(peer, message, Control));
        stdin = Listen(connection.StdinPort, "ROUTER", (peer, message) => Receive(peer, message, Stdin));
        iopub = Listen(connection.IOPubPort, "PUB", Subscribe);
        Listen(connection.HeartbeatPort, "REP", Echo);

        ZmtpServer Listen(int port, string socketType, Action<ZmtpPeer, IReadOnlyList<byte[]>> received)
        {
            try
            {
                var server = new ZmtpServer(new IPEndPoint(AddressOf(connection.Ip), port), socketType, received);
                servers.Add(server);
                return server;
            }
            catch (SocketException e)
            {
                Dispose();
                throw new IOException($"The kernel cannot listen on {connection.Ip}:{port}: {e.SocketErrorCode}.", e);
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
    public void Run()
    {
        servers.ForEach(server => server.Start());
        while (!stopping)
        {
            var due = new List<Action> { soon.Take() };
            Thread.Sleep(Moment);
            while (soon.TryTake(out var action))
            {
                due.Add(action);
            }

            due.ForEach(action => action());
        }
    }

    /// <summary>Ends <see cref="Run"/>.</summary>
    public void Stop()
    {
        stopping = true;
        Soon(() => { });
    }

    public void ReplyOnShell(JupyterMessage request, string type, JsonObject content) => Reply(shell, request, type, content);

    public void ReplyOnControl(JupyterMessage request, string type, JsonObject content) => Reply(control, request, type, content);

    public void AskOnStdin(JupyterMessage request, JsonObject content) => Reply(stdin, request, "input_request", content);

    /// <summary>Publishes a message to every client that subscribes to its type.</summary>
    public void Publish(JupyterMessage? request, string type, JsonObject content)
    {
        var message = Zmtp.Encode(codec.Encode([Encoding.UTF8.GetBytes(type)], type, content, request?.Header));
        foreach (var peer in iopub.Peers.Where(peer => peer.Topics.Any(topic => type.StartsWith(topic, StringComparison.Ordinal))))
        {
            peer.Send(message);
        }
    }

    /// <summary>Runs a short action a moment later, on the thread of <see cref="Run"/>: a timer would wait behind a cell's tasks in the thread pool.</summary>
    public void Soon(Action action) => soon.Add(action);

    /// <summary>Waits until everything is sent, then ends the connections.</summary>
    public void Finish() => servers.ForEach(server => server.Finish(FinishTimeout));

    public void Dispose()
    {
        Finish();
        servers.ForEach(server => server.Dispose());
        soon.Dispose();
    }

    private static IPAddress AddressOf(string ip) =>
        ip == "*" ? IPAddress.Any : IPAddress.TryParse(ip, out var address) ? address : Dns.GetHostAddresses(ip)[0];

    // The last one: a client that connects again keeps its identity, and may do so before its old connection ends.
    private void Reply(ZmtpServer server, JupyterMessage request, string type, JsonObject content) =>
        server.Peers.LastOrDefault(peer => peer.Identity.AsSpan().SequenceEqual(request.Identities[0]))
            ?.Send(Zmtp.Encode(codec.Encode(request.Identities.Skip(1), type, content, request.Header)));

    private void Receive(ZmtpPeer peer, IReadOnlyList<byte[]> received, Action<JupyterMessage>? handler)
    {
        if (codec.Decode([peer.Identity, .. received]) is { } message)
        {
            handler?.Invoke(message);
        }
    }

    // 1 and a topic subscribes, 0 and a topic cancels.
    private static void Subscribe(ZmtpPeer peer, IReadOnlyList<byte[]> message)
    {
        switch (message)
        {
            case [[1, .. var topic]]:
                peer.Topics = peer.Topics.Add(Encoding.UTF8.GetString(topic));
                break;
            case [[0, .. var topic]]:
                peer.Topics = peer.Topics.Remove(Encoding.UTF8.GetString(topic));
                break;
        }
    }

    // A request has an empty frame between the addresses of its way and its content.
    private static void Echo(ZmtpPeer peer, IReadOnlyList<byte[]> beat)
    {
        if (beat.Any(frame => frame.Length == 0))
        {
            peer.Send(Zmtp.Encode(beat));
        }
    }
}
