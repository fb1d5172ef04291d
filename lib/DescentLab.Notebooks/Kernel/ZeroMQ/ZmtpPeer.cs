using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Sockets;

namespace DescentLab.Notebooks;

/// <summary>
/// A client that has connected to a <see cref="ZmtpServer"/>. What is sent to it waits in a queue with a thread of its own: a client
/// that stops reading delays nobody else.
/// </summary>
internal sealed class ZmtpPeer : IDisposable
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    private static int unnamed;

    private readonly Socket socket;
    private readonly NetworkStream stream;
    private readonly BufferedStream received;
    private readonly ZmtpReader reader;
    private readonly BlockingCollection<byte[]> outbox = [];
    private readonly Thread writer;

    /// <summary>Shakes hands.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="socketType">The type of the server's socket, for example <c>ROUTER</c>.</param>
    /// <exception cref="InvalidDataException">It is not a ZeroMQ client.</exception>
    /// <exception cref="IOException">The client is gone, or says nothing.</exception>
    public ZmtpPeer(Socket socket, string socketType)
    {
        this.socket = socket;
        socket.NoDelay = true;
        socket.ReceiveTimeout = (int)HandshakeTimeout.TotalMilliseconds;
        stream = new NetworkStream(socket);
        stream.Write(Zmtp.Greeting());
        stream.Write(Zmtp.Ready(socketType));
        received = new BufferedStream(stream);
        reader = new ZmtpReader(received);
        Identity = reader.ReadHandshake() is { Length: > 0 } chosen ? chosen : NextIdentity();
        socket.ReceiveTimeout = 0;
        writer = new Thread(Write) { IsBackground = true, Name = $"to a {socketType}'s client" };
        writer.Start();
    }

    /// <summary>The identity that the client has chosen, or one that no other client has.</summary>
    public byte[] Identity { get; }

    /// <summary>The topics that the client subscribes to; each stands for all that begin with it.</summary>
    public ImmutableList<string> Topics { get; set; } = [];

    /// <summary>Waits for the next message.</summary>
    /// <exception cref="InvalidDataException">It is malformed, or too large.</exception>
    /// <exception cref="IOException">The client is gone.</exception>
    public IReadOnlyList<byte[]> Receive() => reader.ReadMessage(answer: Send);

    /// <summary>Sends encoded frames, in the order of the calls.</summary>
    public void Send(byte[] encoded)
    {
        try
        {
            outbox.Add(encoded);
        }
        catch (InvalidOperationException)
        {
            // The client is gone, or the server ends.
        }
    }

    /// <summary>Ends the connection after everything has been sent; <see cref="Receive"/> then reports its end.</summary>
    public void Finish(TimeSpan timeout)
    {
        outbox.CompleteAdding();
        writer.Join(timeout);
        try
        {
            // Disposed at once, what is still on its way would be lost.
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    public void Dispose()
    {
        outbox.CompleteAdding();
        received.Dispose();
        stream.Dispose();
        socket.Dispose();
        outbox.Dispose();
    }

    // Clients choose none that begins with 0.
    private static byte[] NextIdentity()
    {
        var identity = new byte[1 + sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(identity.AsSpan(1), Interlocked.Increment(ref unnamed));
        return identity;
    }

    private void Write()
    {
        try
        {
            foreach (var encoded in outbox.GetConsumingEnumerable())
            {
                stream.Write(encoded);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client is gone: who reads from it notices too.
        }
    }
}
