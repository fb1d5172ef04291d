using System.Net;
using System.Net.Sockets;
using System.Text;
using CsCheck;

namespace DescentLab.Notebooks.Tests;

/// <summary>Tests ZeroMQ's protocol against its specification (https://rfc.zeromq.org/spec/23/), and what damaged bytes do to a kernel.</summary>
[Collection(CurrentDirectory.Tests)]
public sealed class ZmtpTests : IDisposable
{
    private const string Signature = "FF00000000000000017F";
    private const string Greeting = Signature + "0300" + "4E554C4C00000000000000000000000000000000" + "00" + "00000000000000000000000000000000000000000000000000000000000000";
    private const string Dealer = "0B536F636B65742D54797065" + "00000006" + "4445414C4552";
    private const string Ready = "041C" + "055245414459" + Dealer;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Server_SendsWhatTheSpecificationSays()
    {
        Assert.Equal("FF00000000000000007F" + Greeting[20..], Convert.ToHexString(Zmtp.Greeting()));
        Assert.Equal("041C" + "055245414459" + "0B536F636B65742D54797065" + "00000006" + "524F55544552", Convert.ToHexString(Zmtp.Ready("ROUTER")));
        Assert.Equal("0105" + "48656C6C6F" + "0000", Convert.ToHexString(Zmtp.Encode(["Hello"u8.ToArray(), []])));
        Assert.Equal("02" + "0000000000000100" + new string('0', 512), Convert.ToHexString(Zmtp.Encode([new byte[256]])));
        Assert.Equal("0407" + "04504F4E47" + "0102", Convert.ToHexString(Zmtp.Pong([1, 2])));
    }

    [Fact]
    public void Message_IsReadAsItWasSent() =>
        Gen.Byte.Array[0, 300].Array[1, 6].Array[1, 4].Sample(messages =>
        {
            using var bytes = new MemoryStream([.. messages.SelectMany(Zmtp.Encode)]);
            var reader = new ZmtpReader(bytes);
            return messages.All(message => message.Zip(reader.ReadMessage(_ => { })).All(both => both.First.AsSpan().SequenceEqual(both.Second)))
                && bytes.Position == bytes.Length;
        });

    [Theory]
    [InlineData(Ready, "")]
    [InlineData("042C" + "055245414459" + Dealer + "084964656E74697479" + "00000003" + "010203", "010203")]
    [InlineData("042C" + "055245414459" + Dealer + "084944454E54495459" + "00000003" + "010203", "010203")]
    public void Handshake_ReadsTheIdentity(string ready, string expected)
    {
        using var bytes = new MemoryStream(Convert.FromHexString(Greeting + ready));

        Assert.Equal(expected, Convert.ToHexString(new ZmtpReader(bytes).ReadHandshake()));
    }

    [Fact]
    public void Ping_IsAnsweredBeforeTheMessage()
    {
        using var bytes = new MemoryStream([.. Convert.FromHexString("0409" + "0450494E47" + "0001" + "ABCD"), .. Zmtp.Encode(["Hello"u8.ToArray()])]);
        var answers = new List<byte[]>();

        Assert.Equal("Hello", Encoding.UTF8.GetString(Assert.Single(new ZmtpReader(bytes).ReadMessage(answers.Add))));
        Assert.Equal("0407" + "04504F4E47" + "ABCD", Convert.ToHexString(Assert.Single(answers)));
    }

    // The short READY and the huge one ended a process that used NetMQ 4.0.4.5.
    [Theory]
    [InlineData("474554202F20485454502F312E310D0A0D0A")]
    [InlineData("00")]
    [InlineData(Signature + "01")]
    [InlineData(Greeting + "0400")]
    [InlineData(Greeting + "04FF000000")]
    [InlineData(Greeting + "041C" + "055245414459" + "0B536F636B65742D54797065" + "FF000006" + "4445414C4552")]
    [InlineData(Greeting + "001C" + "055245414459")]
    [InlineData(Greeting + Ready + "02FFFFFFFFFFFFFFFF")]
    [InlineData(Greeting + Ready + "027FFFFFFFFFFFFFFF")]
    [InlineData(Greeting + Ready + "020000000004000001")]
    [InlineData(Greeting + Ready + "FF00")]
    [InlineData(Greeting + Ready + "0500")]
    [InlineData(Greeting + Ready + "0405" + "0450494E47")]
    [InlineData(Greeting + Ready + "0000")]
    [InlineData(Greeting + Ready + "0001FF")]
    [InlineData(Greeting + Ready + "0001000001000001010001")]
    public void DamagedBytes_OnAnyChannel_EndNothingElse(string bytes)
    {
        using var client = new KernelClient(folder.Path);
        var connection = client.Connection;
        foreach (var port in (int[])[connection.ShellPort, connection.ControlPort, connection.StdinPort, connection.IOPubPort, connection.HeartbeatPort])
        {
            using var stranger = Connect(port);
            stranger.Send(Convert.FromHexString(bytes));
            stranger.Shutdown(SocketShutdown.Send);
            // The kernel ends the connection when it has read everything.
            var received = new byte[4096];
            while (stranger.Receive(received) > 0)
            {
            }
        }

        Assert.Equal("ok", (string?)client.Ask("execute_request", KernelClient.Cell("1"))["status"]);
        Assert.True(client.Beats());
    }

    [Fact]
    public void Length_ReservesNoMemory()
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        using var bytes = new MemoryStream(Convert.FromHexString("02" + "0000000003FFFFFF" + "00"));

        Assert.Throws<EndOfStreamException>(() => new ZmtpReader(bytes).ReadMessage(_ => { }));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 32 << 20);
    }

    [Fact]
    public void Message_OfEndlessFrames_IsRefused()
    {
        using var endless = new EndlessFrames();

        Assert.Throws<InvalidDataException>(() => new ZmtpReader(endless).ReadMessage(_ => { }));
    }

    [Fact]
    public void ClientThatStopsReading_DelaysNobody()
    {
        using var client = new KernelClient(folder.Path);
        using var stopped = Connect(client.Connection.IOPubPort);
        stopped.Send(Convert.FromHexString(Greeting + Ready + "0001" + "01"));

        var (reply, shown) = client.Run("for (var i = 0; i < 40; i++) { display(new string('x', 1_000_000)); }");
        Assert.Equal("ok", (string?)reply["status"]);
        Assert.Equal(40, shown.Count);
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    // 01 00 for ever: empty frames, after each of which another follows.
    private sealed class EndlessFrames : MemoryStream
    {
        private bool isLength;

        public override int Read(Span<byte> buffer)
        {
            buffer[0] = isLength ? (byte)0 : Zmtp.More;
            isLength = !isLength;
            return 1;
        }
    }
}
