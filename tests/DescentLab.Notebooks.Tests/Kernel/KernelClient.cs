using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NetMQ;
using NetMQ.Sockets;

namespace DescentLab.Notebooks.Tests;

/// <summary>A message as a client sees it.</summary>
internal sealed record PublishedMessage(string Type, JsonObject Content, string ParentId);

/// <summary>A Jupyter client written from the protocol's specification, with its own kernel in this process.</summary>
internal sealed class KernelClient : IDisposable
{
    public const string Key = "a key of the tests";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConnectionFile connection;
    private readonly JupyterKernel kernel;
    private readonly CancellationTokenSource ending = new();
    private readonly SubscriberSocket iopub = new();
    private readonly List<PublishedMessage> early = [];
    private NetMQMessage? skipped;

    public KernelClient(string folder)
    {
        connection = FreeConnection();
        kernel = new JupyterKernel(connection, folder);
        Ended = Task.Factory.StartNew(() => kernel.Run(ending.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        iopub.Options.ReceiveHighWatermark = 0;
        iopub.Connect(Address(connection.IOPubPort));
        iopub.SubscribeToAnyTopic();
        var identity = Guid.NewGuid().ToByteArray();
        foreach (var socket in (DealerSocket[])[Shell, Control, Stdin])
        {
            // One identity on all sockets: the kernel sends input requests to the client that has sent the cell.
            socket.Options.Identity = [1, .. identity];
        }

        Shell.Connect(Address(connection.ShellPort));
        Control.Connect(Address(connection.ControlPort));
        Stdin.Connect(Address(connection.StdinPort));
        // A subscription takes a moment to reach the publisher.
        while (!iopub.TryReceiveMultipartMessage(TimeSpan.FromMilliseconds(100), ref skipped))
        {
            Reply(Shell, Send(Shell, "kernel_info_request", []));
        }
    }

    public ConnectionFile Connection => connection;

    public DealerSocket Shell { get; } = new();

    public DealerSocket Control { get; } = new();

    public DealerSocket Stdin { get; } = new();

    /// <summary>The user name in its messages: VS Code sends a random identifier.</summary>
    public string UserName { get; init; } = "tester";

    /// <summary>Completes when the kernel has ended.</summary>
    public Task Ended { get; }

    public static ConnectionFile FreeConnection()
    {
        var ports = FreePorts(5);
        return new ConnectionFile("127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], Key);
    }

    public static JsonObject Cell(string code) => new() { ["code"] = code, ["allow_stdin"] = true };

    public string Send(DealerSocket socket, string type, JsonObject content, string? key = Key)
    {
        var header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(),
            ["session"] = "tests",
            ["username"] = UserName,
            ["date"] = "2026-01-01T00:00:00Z",
            ["msg_type"] = type,
            ["version"] = "5.3",
        };
        return SendText(socket, header.ToJsonString(), content.ToJsonString(), key);
    }

    /// <summary>Sends arbitrary texts, signed.</summary>
    /// <returns>The message's id, if the header has one.</returns>
    public string SendText(DealerSocket socket, string header, string content, string? key = Key)
    {
        string[] parts = [header, "{}", "{}", content];
        var signature = key is null ? "" : Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(string.Concat(parts))));
        var message = new NetMQMessage();
        foreach (var part in (string[])["<IDS|MSG>", signature, .. parts])
        {
            message.Append(Encoding.UTF8.GetBytes(part));
        }

        socket.SendMultipartMessage(message);
        return Regex.Match(header, "\"msg_id\": ?\"([^\"]*)\"").Groups[1].Value;
    }

    /// <summary>Waits for the reply to a request; earlier replies to other requests are skipped.</summary>
    public PublishedMessage Reply(DealerSocket socket, string id)
    {
        while (true)
        {
            if (Receive(socket) is var reply && reply.ParentId == id)
            {
                return reply;
            }
        }
    }

    /// <summary>Sends a request and returns the content of the reply.</summary>
    public JsonObject Ask(string type, JsonObject content, bool control = false) =>
        Reply(control ? Control : Shell, Send(control ? Control : Shell, type, content)).Content;

    /// <summary>Gets everything that is published for a request, from busy to idle.</summary>
    public List<PublishedMessage> Published(string id)
    {
        var mine = early.Where(received => received.ParentId == id).ToList();
        early.RemoveAll(received => received.ParentId == id);
        while (!mine.Any(received => received is { Type: "status", Content: var content } && (string?)content["execution_state"] == "idle"))
        {
            var received = Receive(iopub);
            (received.ParentId == id ? mine : early).Add(received);
        }

        return mine;
    }

    /// <summary>Waits until something is published for a request.</summary>
    public PublishedMessage Next(string id, string type)
    {
        while (true)
        {
            var received = Receive(iopub);
            early.Add(received);
            if (received.ParentId == id && received.Type == type)
            {
                return received;
            }
        }
    }

    /// <summary>Runs a cell; returns the reply and the published messages, without busy, idle and the repeated input.</summary>
    public (JsonObject Reply, List<PublishedMessage> Shown) Run(string code)
    {
        var id = Send(Shell, "execute_request", Cell(code));
        var reply = Reply(Shell, id).Content;
        return (reply, [.. Published(id).Where(received => received.Type is not "status" and not "execute_input")]);
    }

    /// <summary>Answers the kernel's input request.</summary>
    public PublishedMessage AnswerInput(string value)
    {
        var question = Receive(Stdin);
        Send(Stdin, "input_reply", new JsonObject { ["value"] = value });
        return question;
    }

    public bool Beats()
    {
        using var heart = new RequestSocket();
        heart.Options.Linger = TimeSpan.Zero;
        heart.Connect(Address(connection.HeartbeatPort));
        heart.SendFrame("ping");
        return heart.TryReceiveFrameString(Patience, out var echo) && echo == "ping";
    }

    public void Dispose()
    {
        ending.Cancel();
        Ended.Wait(Patience);
        kernel.Dispose();
        foreach (var socket in (NetMQSocket[])[Shell, Control, Stdin])
        {
            socket.Options.Linger = TimeSpan.Zero;
        }

        Shell.Dispose();
        Control.Dispose();
        Stdin.Dispose();
        iopub.Dispose();
        ending.Dispose();
    }

    private static PublishedMessage Receive(NetMQSocket socket)
    {
        NetMQMessage? message = null;
        Assert.True(socket.TryReceiveMultipartMessage(Patience, ref message), "The kernel sent nothing for a minute.");
        var frames = message!.Select(frame => frame.ToByteArray()).ToList();
        var at = frames.FindIndex(frame => Encoding.UTF8.GetString(frame) == "<IDS|MSG>");
        var signed = frames.Skip(at + 2).Take(4).ToList();
        Assert.Equal(
            Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), signed.SelectMany(part => part).ToArray())),
            Encoding.UTF8.GetString(frames[at + 1]));
        var header = JsonNode.Parse(signed[0])!;
        return new PublishedMessage((string)header["msg_type"]!, (JsonObject)JsonNode.Parse(signed[3])!, (string?)JsonNode.Parse(signed[1])!["msg_id"] ?? "");
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }

    private static string Address(int port) => $"tcp://127.0.0.1:{port}";
}
