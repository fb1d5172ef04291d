using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace DescentLab.Cli.Tests;

public sealed class DataDownloadTests : IDisposable
{
    private static readonly byte[] Content = Bytes(1, 300_000);
    private static readonly byte[] Whole = Gzip(Content);
    private static readonly byte[] Other = Gzip(Bytes(2, 300_000));
    private static readonly PublicData Source = new("small", "Small", 1, [new("a.gz", Sha(Content)), new("b.gz", Sha(Content))], []);
    private static readonly PublicData One = Source with { Files = [Source.Files[0]] };

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient client = DataDownload.Client();
    private readonly List<string> notes = [];

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Run_IntoAnEmptyFolder_GetsEveryFileUnderItsName()
    {
        using var mirror = new Mirror((_, _) => new(Whole));
        await GetAsync(Source, mirror);

        AssertWhole("a.gz", "b.gz");
    }

    [Fact]
    public async Task Run_WhenAllFilesExist_SendsNoRequest()
    {
        using var mirror = new Mirror((_, _) => new(Whole));
        await GetAsync(Source, mirror);
        mirror.Requests.Clear();
        await GetAsync(Source, mirror);

        Assert.Empty(mirror.Requests);
        Assert.Equal(2, notes.Count(note => note == "exists already"));
    }

    // A mirror may compress differently; only the content matters.
    [Fact]
    public async Task Run_OfAFileCompressedDifferently_AcceptsIt()
    {
        using var mirror = new Mirror((_, _) => new(Gzip(Content, CompressionLevel.NoCompression)));
        await GetAsync(One, mirror);

        Assert.Empty(One.Missing(folder.Path));
    }

    [Fact]
    public async Task Run_AfterAnInterruption_RequestsTheRestOnly()
    {
        await File.WriteAllBytesAsync(folder.File("a.gz.part"), Whole[..1000]);
        using var mirror = new Mirror((_, _) => new(Whole));
        await GetAsync(One, mirror);

        Assert.Equal([("a.gz", 1000L)], mirror.Requests);
        AssertWhole("a.gz");
    }

    [Fact]
    public async Task Run_WithoutRangeRequests_DownloadsTheWholeFile()
    {
        await File.WriteAllBytesAsync(folder.File("a.gz.part"), Whole[..1000]);
        using var mirror = new Mirror((_, _) => new(Whole) { KnowsRanges = false });
        await GetAsync(One, mirror);

        Assert.Single(mirror.Requests);
        AssertWhole("a.gz");
    }

    [Fact]
    public async Task Run_WhenTheConnectionBreaks_RequestsTheRestFromTheSameMirror()
    {
        using var mirror = new Mirror((_, request) => new(Whole) { CutAfter = request < 3 ? 70_000 : null });
        await GetAsync(One, mirror);

        Assert.Equal([0L, 70_000, 140_000], mirror.Requests.Select(request => request.From));
        AssertWhole("a.gz");
    }

    [Fact]
    public async Task Run_WhenAMirrorSendsNothing_TimesOut()
    {
        using var mirror = new Mirror((_, request) => new(Whole) { CutAfter = request == 1 ? 70_000 : null, Silent = request == 1 });
        await GetAsync(One, mirror);

        Assert.Contains(notes, note => note.Contains("sent nothing for 2 seconds", StringComparison.Ordinal));
        AssertWhole("a.gz");
    }

    [Fact]
    public async Task Run_WhenTheRestNeverArrives_ContinuesAtTheNextMirror()
    {
        using var broken = new Mirror((_, request) => new(Whole) { CutAfter = request == 1 ? 70_000 : 0 });
        using var good = new Mirror((_, _) => new(Whole));
        await GetAsync(One, broken, good);

        Assert.Equal([("a.gz", 70_000L)], good.Requests);
        AssertWhole("a.gz");
    }

    [Theory]
    [InlineData(404, "404")]
    [InlineData(503, "503")]
    [InlineData(200, "SHA-256")]
    public async Task Run_WhenTheFirstMirrorFails_UsesTheSecond(int status, string note)
    {
        using var bad = new Mirror((_, _) => new(status == 200 ? Other : []) { Status = status });
        using var good = new Mirror((_, _) => new(Whole));
        await GetAsync(One, bad, good);

        Assert.Contains(notes, result => result.Contains(note, StringComparison.Ordinal));
        Assert.Single(bad.Requests);
        AssertWhole("a.gz");
    }

    [Fact]
    public async Task Run_WhenNoMirrorHasTheFile_NamesEachMirrorAndWhatToDo()
    {
        using var none = new Mirror((_, _) => new([]) { Status = 404 });
        using var wrong = new Mirror((_, _) => new(Other));
        var closed = new Uri($"http://127.0.0.1:{ClosedPort()}/");
        var error = await Assert.ThrowsAsync<UserException>(() => GetAsync(One, none.Address, wrong.Address, closed));

        Assert.Contains($"{none.Address}a.gz: answered 404", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{wrong.Address}a.gz: sent another file", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{closed}a.gz: cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.Contains("--from", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Run_OverThePartOfAnotherFile_StartsAgain()
    {
        await File.WriteAllBytesAsync(folder.File("a.gz.part"), Other[..1000]);
        using var mirror = new Mirror((_, _) => new(Whole));
        await GetAsync(One, mirror);

        Assert.Equal([1000L, 0], mirror.Requests.Select(request => request.From));
        AssertWhole("a.gz");
    }

    [Fact]
    public async Task Run_OverACompletePart_OnlyRenamesIt()
    {
        await File.WriteAllBytesAsync(folder.File("a.gz.part"), Whole);
        using var mirror = new Mirror((_, _) => new(Whole));
        await GetAsync(One, mirror);

        Assert.Single(mirror.Requests);
        AssertWhole("a.gz");
    }

    [Fact]
    public async Task Run_OfAMirrorThatSendsMoreThanAnyFileHas_StopsAndKeepsNothing()
    {
        using var endless = new Mirror((_, _) => new(Whole));
        var most = 0L;
        await Assert.ThrowsAsync<UserException>(() => new DataDownload(client) { MostBytes = 100_000 }.RunAsync(
            One, folder.Path, [endless.Address], new Listener(progress => most = Math.Max(most, progress.Received)), CancellationToken.None));

        Assert.InRange(most, 1, 100_000);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Run_Stopped_KeepsThePart()
    {
        using var mirror = new Mirror((_, request) => new(Whole) { CutAfter = request == 1 ? 70_000 : null, Silent = request == 1 });
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new DataDownload(client).RunAsync(
            One, folder.Path, [mirror.Address], new Listener(progress => Stop(progress, stop)), stop.Token));
        Assert.Equal([folder.File("a.gz.part")], Directory.GetFiles(folder.Path));

        await GetAsync(One, mirror);
        Assert.Equal([0L, 70_000], mirror.Requests.Select(request => request.From));
        AssertWhole("a.gz");

        static void Stop(DownloadProgress progress, CancellationTokenSource stop)
        {
            if (progress.Received == 70_000)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public async Task Run_OverAnExistingFile_KeepsACopy()
    {
        await File.WriteAllTextAsync(folder.File("a.gz"), "mine");
        using var mirror = new Mirror((_, _) => new(Whole));
        await GetAsync(One, mirror);

        Assert.Equal("mine", await File.ReadAllTextAsync(folder.File("a.gz.old")));
        Assert.Empty(One.Missing(folder.Path));

        await File.WriteAllTextAsync(folder.File("a.gz"), "mine too");
        await GetAsync(One, mirror);
        Assert.Equal("mine", await File.ReadAllTextAsync(folder.File("a.gz.old")));
        Assert.Equal("mine too", await File.ReadAllTextAsync(folder.File("a.gz.old2")));
    }

    [Fact]
    public async Task Run_WherePartIsALink_LeavesItsTargetAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only administrators create links.");
        using var elsewhere = new TemporaryFolder();
        await File.WriteAllTextAsync(elsewhere.File("mine"), "mine");
        File.CreateSymbolicLink(folder.File("a.gz.part"), elsewhere.File("mine"));
        using var mirror = new Mirror((_, _) => new(Whole));
        await GetAsync(One, mirror);

        Assert.Equal("mine", await File.ReadAllTextAsync(elsewhere.File("mine")));
        AssertWhole("a.gz");
    }

    [Fact]
    public async Task Run_IntoAnImpossibleFolder_SaysWhatToDo()
    {
        var file = folder.Write("file", "");
        using var mirror = new Mirror((_, _) => new(Whole));
        var error = await Assert.ThrowsAsync<UserException>(() => new DataDownload(client).RunAsync(
            One, Path.Combine(file, "data"), [mirror.Address], new Listener(_ => { }), CancellationToken.None));

        Assert.Contains("Cannot write", error.Message, StringComparison.Ordinal);
        Assert.Contains("--output", error.Message, StringComparison.Ordinal);
    }

    // A limit on the size of files, as a full disk has.
    [Fact]
    public async Task Get_OntoAFullDisk_NamesTheDiskAndTriesNoOtherMirror()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is set by sh.");
        using var mirror = new Mirror((_, _) => new(Whole));
        var result = await Descentlab.ProgramAsync(
            "sh", folder.Path, [("DOTNET_EnableWriteXorExecute", "0")], "-c", "trap '' XFSZ; ulimit -f 16 && exec dotnet \"$@\"", "sh",
            Descentlab.Dll, "data", "get", "mnist", "--from", $"{mirror.Address}", "--output", folder.Path);

        Assert.Equal(1, result.Exit);
        Assert.Contains("free some space", result.Errors, StringComparison.Ordinal);
        Assert.Single(mirror.Requests);
    }

    private Task GetAsync(PublicData source, params Mirror[] mirrors) => GetAsync(source, [.. mirrors.Select(mirror => mirror.Address)]);

    private Task GetAsync(PublicData source, params Uri[] mirrors) =>
        new DataDownload(client) { Timeout = TimeSpan.FromSeconds(2) }.RunAsync(
            source, folder.Path, mirrors, new Listener(progress => notes.AddRange(progress.Note is { } note ? [note] : [])), CancellationToken.None);

    /// <summary>Asserts that the folder holds exactly these files, byte for byte.</summary>
    private void AssertWhole(params string[] names)
    {
        Assert.Equal(names, Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.Equal(Whole, File.ReadAllBytes(folder.File(name))));
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static byte[] Bytes(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static string Sha(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Gzip(byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>Reports at once, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Listener(Action<DownloadProgress> report) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => report(value);
    }
}
