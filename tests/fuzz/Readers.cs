using System.IO.Compression;
using System.Text;
using DescentLab.Notebooks;

namespace DescentLab.Fuzz;

/// <summary>All readers of untrusted input.</summary>
internal static class Readers
{
    private const string Key = "a key of the fuzzer's own";

    // A RAM disk if there is one, for a hundred thousand small files.
    private static readonly string Scratch = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/descentlab-fuzz-{Environment.ProcessId}").FullName
        : Directory.CreateTempSubdirectory("descentlab-fuzz-").FullName;

    private static readonly MessageCodec Codec = new(Key);

    static Readers() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Scratch, recursive: true);

    public static IReadOnlyList<Reader> All { get; } =
    [
        new("notebook", Seeds("notebook"), ReadNotebook, typeof(NotebookFormatException)),
        new("report", Seeds("notebook"), WriteReport, typeof(NotebookFormatException)),
        new("markdown", Seeds("markdown"), bytes => MarkdownCell.Read(Encoding.UTF8.GetString(bytes), _ => { })),
        new("dib", Seeds("dib"), bytes => NotebookDocument.Load(AsFile(bytes, "notebook.dib")).ToJson(), typeof(NotebookFormatException)),
        new("connection", Seeds("connection"), bytes => ConnectionFile.Load(AsFile(bytes, "connection.json")), typeof(InvalidDataException)),
        new("message", Seeds("message"), ReadMessage, typeof(InvalidDataException)),
        new("frames", Frames(), ReadFrames, typeof(InvalidDataException), typeof(EndOfStreamException)),
        new("idx", Idx(), bytes => DescentLab.Idx.Read(AsFile(bytes, "images"), [2, 3, 4], sha256: null, "Get it again."), typeof(InvalidDataException)),
        new("gz", [.. Idx().Select(Gzip)], bytes => DescentLab.Idx.Read(AsFile(bytes, "images.gz"), [2, 3, 4], sha256: null, "Get it again."), typeof(InvalidDataException)),
        new("sums", Seeds("sums"), ReadSums, typeof(InvalidDataException)),
        new("checkpoint", Checkpoints(), ReadCheckpoint, typeof(InvalidDataException)),
        new("runlog", Seeds("runlog"), bytes => RunLog.Read(AsFile(bytes, "log.csv")), typeof(InvalidDataException)),
    ];

    private static byte[][] Seeds(string name) =>
        [.. Directory.GetFiles(Path.Combine(Fuzzer.Folder(), "seeds", name)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    private static string AsFile(byte[] bytes, string name)
    {
        var path = Path.Combine(Scratch, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    // Every accepted input must be readable, copyable and writable.
    private static void ReadNotebook(byte[] bytes)
    {
        var document = NotebookDocument.Load(AsFile(bytes, "notebook.ipynb"));
        foreach (var cell in document.Clone().Cells)
        {
            _ = (cell.Id, cell.Source, cell.Tags, cell.ExecutionCount, cell.Outputs);
        }

        _ = (document.ToJson(), document.FormatVersion, NotebookRules.Check(document), NotebookParameters.Read(document));
        _ = NotebookDocument.Parse(document.ToJson());
    }

    private static void WriteReport(byte[] bytes) =>
        ReportWriter.Write([new ReportEntry(NotebookDocument.Load(AsFile(bytes, "notebook.ipynb")))], Path.Combine(Scratch, "report"));

    // Signed, as by a hijacked client; each line of the input is a message part.
    private static void ReadMessage(byte[] bytes)
    {
        var parts = Encoding.Latin1.GetString(bytes).Split('\n', 4).Select(Encoding.Latin1.GetBytes).ToArray();
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHMAC(System.Security.Cryptography.HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(Key));
        foreach (var part in parts)
        {
            hash.AppendData(part);
        }

        var signature = Convert.ToHexStringLower(hash.GetHashAndReset());
        byte[][] message = [[.. "client"u8], [.. "<IDS|MSG>"u8], Encoding.ASCII.GetBytes(signature), .. parts];
        var request = Codec.Decode(message) ?? throw new InvalidDataException("The message is dropped.");
        _ = (request.Type, request.Flag("silent", otherwise: false), request.Number("cursor_pos"));
    }

    private static byte[][] Frames() =>
    [
        [
            .. Zmtp.Greeting(), .. Zmtp.Ready("DEALER"), .. Zmtp.Encode([[.. "<IDS|MSG>"u8], [], new byte[300]]), .. Zmtp.Encode([[1]]),
            4, 9, .. "\x04PING"u8, 0, 1, .. "ab"u8, .. Zmtp.Encode([[], [.. "beat"u8]]),
        ],
    ];

    // Until the connection ends.
    private static void ReadFrames(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var reader = new ZmtpReader(stream);
        _ = reader.ReadHandshake();
        while (stream.Position < stream.Length)
        {
            if (reader.ReadMessage(_ => { }).Sum(frame => frame.Length) > bytes.Length)
            {
                throw new InvalidOperationException("The message is larger than what was sent.");
            }
        }
    }

    private static byte[][] Idx()
    {
        byte[] header = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4];
        return [[.. header, .. Enumerable.Range(0, 24).Select(i => (byte)i)]];
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return memory.ToArray();
    }

    // Without the data: whole files of 60,000 images would make a hundred thousand inputs a matter of days, and others are never accepted.
    private static void ReadSums(byte[] bytes)
    {
        AsFile(bytes, "SHA256SUMS");
        foreach (var (name, sum) in IdxImages.Sums(Scratch))
        {
            if (name.Length == 0 || sum.Length != 64 || !sum.All(char.IsAsciiHexDigit))
            {
                throw new InvalidOperationException($"'{sum}' was accepted as the SHA-256 of '{name}'.");
            }
        }
    }

    private static byte[][] Checkpoints()
    {
        var path = Path.Combine(Scratch, "seed.ckpt");
        DescentLab.Checkpoint.Save<float>(path, "a training", new(10, 640, 0.5, new RandomSource(1).State, 3, new RandomSource(2).State), [1, 2, 3], Adam());
        return [File.ReadAllBytes(path)];
    }

    private static void ReadCheckpoint(byte[] bytes)
    {
        // A damaged file fails its checksum, so every second one gets a correct checksum.
        if (bytes.Length > 32 && (bytes[0] & 1) == 0)
        {
            System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(..^32), bytes.AsSpan(^32..));
        }

        DescentLab.Checkpoint.Load(AsFile(bytes, "checkpoint"), "a training", samples: 640, new float[3], Adam());
    }

    private static OptimizerState<float> Adam() => new(3, ["m", "v"]);
}
