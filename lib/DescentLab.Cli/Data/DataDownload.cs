using System.Net;
using System.Net.Http.Headers;

namespace DescentLab.Cli;

/// <summary>The progress of a download, or a note about it.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Received">The bytes downloaded so far.</param>
/// <param name="Total">The bytes in all, if the mirror says so.</param>
/// <param name="Note">A note; null for plain progress.</param>
internal readonly record struct DownloadProgress(string File, long Received, long? Total, string? Note);

/// <summary>
/// Downloads the files of a data set. A file is downloaded as NAME.part and renamed only when its checksum is
/// right; an interrupted download continues.
/// </summary>
internal sealed class DataDownload(HttpClient client)
{
    private const int Attempts = 4;

    /// <summary>How long to wait for a mirror that sends nothing.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>More than any file of a data set has, also uncompressed: a mirror that sends more must not fill the disk.</summary>
    public long MostBytes { get; init; } = 64_000_000;

    /// <summary>Creates the HTTP client; proxies are taken from the system or from HTTPS_PROXY.</summary>
    public static HttpClient Client() => new() { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    /// <summary>Downloads the files that a folder lacks.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="folder">The folder for the files; created if it is missing.</param>
    /// <param name="mirrors">The mirrors, tried in order until one has the right file.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Stops the download; what was received is kept for the next time.</param>
    /// <exception cref="UserException">A file cannot be downloaded or written; the message says what to do.</exception>
    public async Task RunAsync(
        PublicData source, string folder, IReadOnlyList<Uri> mirrors, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        Local(source, folder, () => Directory.CreateDirectory(folder));
        foreach (var file in source.Files)
        {
            var path = Path.Combine(folder, file.Name);
            if (file.IsIntact(path))
            {
                var size = new FileInfo(path).Length;
                progress.Report(new(file.Name, size, size, "exists already"));
                continue;
            }

            await FetchFromAnyAsync(source, file, path, mirrors, progress, cancellation);
        }
    }

    private async Task FetchFromAnyAsync(
        PublicData source, DataFile file, string path, IReadOnlyList<Uri> mirrors, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        var (part, failures) = ($"{path}.part", new List<string>());
        if (new FileInfo(part).LinkTarget is not null)
        {
            // In a folder of someone else's, a link could lead to any file of the reader's.
            Local(source, part, () => File.Delete(part));
        }

        foreach (var mirror in mirrors)
        {
            var address = new Uri(mirror, file.Name);
            try
            {
                await FetchAsync(source, file, address, part, progress, cancellation);
                Local(source, part, () => Install(file, part, path, progress));
                return;
            }
            catch (MirrorException e)
            {
                failures.Add($"  {address}: {e.Message}");
                progress.Report(new(file.Name, Length(part), null, $"{address.Host}: {e.Message}"));
            }
        }

        throw new UserException(
            $"{file.Name} could not be downloaded:\n{string.Join("\n", failures)}\n"
            + "Check the network (behind a proxy set HTTPS_PROXY) and run the same command again: it continues where it stopped. "
            + $"Or name a mirror with --from, or copy the file into {Path.GetDirectoryName(path)} yourself.");
    }

    private async Task FetchAsync(
        PublicData source, DataFile file, Uri address, string part, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var had = Length(part);
            try
            {
                await ReceiveAsync(source, file, address, part, progress, cancellation);
            }
            catch (MirrorException e) when (e.BrokeOff && attempt < Attempts && Length(part) > had)
            {
                progress.Report(new(file.Name, Length(part), null, $"{address.Host}: {e.Message}; requesting the rest"));
                continue;
            }

            if (file.IsIntact(part))
            {
                return;
            }

            Local(source, part, () => File.Delete(part));
            if (had == 0)
            {
                throw new MirrorException("sent another file: SHA-256 mismatch");
            }

            // The first bytes came from another mirror's file, or were damaged: start again.
            progress.Report(new(file.Name, 0, null, "the part downloaded earlier does not match: starting again"));
        }
    }

    private async Task ReceiveAsync(
        PublicData source, DataFile file, Uri address, string part, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        var from = Length(part);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Range = from > 0 ? new RangeHeaderValue(from, null) : null;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(Timeout);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                // Nothing is left to download: the file is complete, or wrong. The checksum decides.
                return;
            }

            if (!response.IsSuccessStatusCode)
            {
                throw new MirrorException($"answered {(int)response.StatusCode} {response.ReasonPhrase}");
            }

            // A server without range requests sends the whole file again.
            var resumed = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == from;
            var received = resumed ? from : 0;
            var total = received + response.Content.Headers.ContentLength;
            progress.Report(new(file.Name, received, total, resumed ? $"continuing at {received:N0} bytes" : null));
            await using var body = await response.Content.ReadAsStreamAsync(timeout.Token);
            using var output = Local(source, part, () => new FileStream(part, resumed ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0));
            var buffer = new byte[1 << 16];
            while (await body.ReadAsync(buffer, timeout.Token) is > 0 and var count)
            {
                timeout.CancelAfter(Timeout);
                Local(source, part, () => output.Write(buffer, 0, count));
                received += count;
                if (received > MostBytes)
                {
                    // The checksum refuses the file, and deletes it.
                    return;
                }

                progress.Report(new(file.Name, received, total, null));
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new MirrorException($"sent nothing for {Timeout.TotalSeconds:0.#} seconds", e);
        }
        catch (HttpRequestException e)
        {
            throw new MirrorException(
                e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                    ? $"cannot be reached ({e.InnerException?.Message ?? e.Message})"
                    : e.Message,
                e);
        }
        catch (IOException e)
        {
            throw new MirrorException("closed the connection early", e);
        }
    }

    private static void Install(DataFile file, string part, string path, IProgress<DownloadProgress> progress)
    {
        if (File.Exists(path))
        {
            // It may be the user's own file, and so may the one that was put aside before.
            var old = Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? $"{path}.old" : $"{path}.old{n}").First(free => !Path.Exists(free));
            File.Move(path, old);
            progress.Report(new(file.Name, Length(part), null, $"the old file is now {Path.GetFileName(old)}"));
        }

        File.Move(part, path);
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static void Local(PublicData source, string path, Action action) => Local(source, path, () =>
    {
        action();
        return 0;
    });

    /// <summary>Runs an operation on a local file; its errors do not count as the mirror's.</summary>
    private static T Local<T>(PublicData source, string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // ArgumentOutOfRangeException: the file system, or a limit of the shell, takes no file of that size.
            throw new UserException(
                $"Cannot write {path}: {e.Message} {source.Title} needs {source.Megabytes} MB and write access: "
                + "free some space, or choose another folder with --output.",
                e);
        }
    }

#pragma warning disable CA1032, CA1064 // Never leaves the download, which tries the next mirror.
    private sealed class MirrorException(string message, Exception? cause = null) : Exception(message, cause)
#pragma warning restore CA1032, CA1064
    {
        /// <summary>Whether requesting the rest may succeed.</summary>
        public bool BrokeOff => InnerException is not null;
    }
}
