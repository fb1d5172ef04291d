using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DescentLab.Cli.Tests;

/// <summary>The reply of a mirror.</summary>
/// <param name="Body">The whole file.</param>
internal sealed record Answer(byte[] Body)
{
    public int Status { get; init; } = 200;

    /// <summary>Whether it sends only the requested part.</summary>
    public bool KnowsRanges { get; init; } = true;

    /// <summary>The number of bytes after which it closes the connection or stops sending.</summary>
    public int? CutAfter { get; init; }

    public bool Silent { get; init; }
}

/// <summary>A web server on the loopback address that replies as the test requests, errors included.</summary>
internal sealed class Mirror : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly Func<string, int, Answer> answer;

    /// <param name="answer">Gives the answer from the file's name and the number of the request for it, from 1.</param>
    public Mirror(Func<string, int, Answer> answer)
    {
        this.answer = answer;
        listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        _ = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>The requests so far: the file, and where the requested part begins.</summary>
    public ConcurrentQueue<(string File, long From)> Requests { get; } = [];

    public void Dispose()
    {
        closing.Cancel();
        listener.Dispose();
        closing.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(closing.Token);
                _ = Task.Run(() => ReplyAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ReplyAsync(TcpClient client)
    {
        try
        {
            using var connection = client;
            var stream = connection.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            var file = (await reader.ReadLineAsync(closing.Token))!.Split(' ')[1].TrimStart('/');
            var from = 0L;
            while (await reader.ReadLineAsync(closing.Token) is { Length: > 0 } header)
            {
                if (header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                {
                    from = long.Parse(header["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
                }
            }

            Requests.Enqueue((file, from));
            var reply = answer(file, Requests.Count(request => request.File == file));
            var resumes = from > 0 && reply.KnowsRanges && reply.Status == 200;
            var body = resumes ? reply.Body[(int)Math.Min(from, reply.Body.Length)..] : reply.Body;
            var status = !resumes ? reply.Status : body.Length > 0 ? 206 : 416;
            var range = status == 206 ? $"Content-Range: bytes {from}-{reply.Body.Length - 1}/{reply.Body.Length}\r\n" : "";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Reply\r\n{range}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n"), closing.Token);
            await stream.WriteAsync(body.AsMemory(0, Math.Min(reply.CutAfter ?? body.Length, body.Length)), closing.Token);
            if (reply.Silent)
            {
                await Task.Delay(Timeout.Infinite, closing.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client has disconnected, or the test is over.
        }
    }
}
