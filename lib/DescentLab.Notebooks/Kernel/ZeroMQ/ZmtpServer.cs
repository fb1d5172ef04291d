using System.Net;
using System.Net.Sockets;

namespace DescentLab.Notebooks;

/// <summary>
/// One port for clients of ZeroMQ. Each client has a thread of its own, so that tasks of a cell that occupy the thread pool delay
/// no message; what no client of ZeroMQ sends ends that connection only.
/// </summary>
/// <remarks>
/// Not NetMQ: some damaged frames ended its process, and its sockets waited for the thread pool. Written for what a kernel needs:
/// it listens only, and leaves to its owner which clients get a message.
/// </remarks>
internal sealed class ZmtpServer : IDisposable
{
    private static readonly TimeSpan AcceptDelay = TimeSpan.FromMilliseconds(100);

    private readonly Socket listener;
    private readonly string socketType;
    private readonly Action<ZmtpPeer, IReadOnlyList<byte[]>> received;
    private readonly Lock gate = new();
    private readonly List<ZmtpPeer> peers = [];
    private volatile bool isClosed;

    /// <summary>Reserves the port; clients that connect wait until <see cref="Start"/>.</summary>
    /// <param name="address">The address and port to listen on.</param>
    /// <param name="socketType">What clients are told that they are connected to, for example <c>ROUTER</c>.</param>
    /// <param name="received">Gets each message, on its client's thread.</param>
    /// <exception cref="SocketException">The port is in use, or the address is not this machine's.</exception>
    public ZmtpServer(IPEndPoint address, string socketType, Action<ZmtpPeer, IReadOnlyList<byte[]>> received)
    {
        this.socketType = socketType;
        this.received = received;
        listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                // There, another program could take the port otherwise.
                listener.ExclusiveAddressUse = true;
            }

            listener.Bind(address);
            listener.Listen();
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>The clients that are connected, in the order of their arrival.</summary>
    public IReadOnlyList<ZmtpPeer> Peers
    {
        get
        {
            lock (gate)
            {
                return [.. peers];
            }
        }
    }

    public void Start() => OnItsOwnThread(Accept);

    /// <summary>Sends what waits to be sent, then ends all connections.</summary>
    /// <param name="timeout">How long to wait for each client.</param>
    public void Finish(TimeSpan timeout)
    {
        isClosed = true;
        listener.Dispose();
        foreach (var peer in Peers)
        {
            peer.Finish(timeout);
        }
    }

    public void Dispose() => Finish(TimeSpan.Zero);

    private void OnItsOwnThread(Action action) =>
        new Thread(() => action()) { IsBackground = true, Name = $"{socketType} {listener.LocalEndPoint}" }.Start();

    private void Accept()
    {
        while (!isClosed)
        {
            Socket? client = null;
            try
            {
                client = listener.Accept();
                OnItsOwnThread(() => Serve(client));
            }
#pragma warning disable CA1031 // The machine is short of files or threads, or the client is gone already: the next may have more luck.
            catch (Exception)
#pragma warning restore CA1031
            {
                client?.Dispose();
                Thread.Sleep(AcceptDelay);
            }
        }
    }

    private void Serve(Socket client)
    {
        try
        {
            using var owned = client;
            using var peer = new ZmtpPeer(client, socketType);
            lock (gate)
            {
                peers.Add(peer);
            }

            try
            {
                while (!isClosed)
                {
                    received(peer, peer.Receive());
                }
            }
            finally
            {
                lock (gate)
                {
                    peers.Remove(peer);
                }
            }
        }
#pragma warning disable CA1031 // Whatever a client does, it ends its own connection only.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
