using System.Text;

namespace DescentLab.Notebooks;

/// <summary>
/// The kinds of messages from a notebook's process to the program that started it. The kind of an output is followed by the cell's
/// number: code may outlive its cell.
/// </summary>
internal enum MessageKind : byte
{
    /// <summary>The cell wrote text; followed by stream and text.</summary>
    Text,

    /// <summary>The cell showed a value.</summary>
    Shown,

    /// <summary>A shown value has changed.</summary>
    Changed,

    /// <summary>The previous outputs were cleared.</summary>
    Cleared,

    /// <summary>The cell's error, as its outputs show it.</summary>
    Failed,

    /// <summary>The cell has ended; followed by ticks and an optional error.</summary>
    Ended,

    /// <summary>An unhandled exception ends the process; followed by cell, output and error.</summary>
    Crashed,
}

/// <summary>
/// Sends outputs of cells through a pipe as they come. Texts are length and UTF-8 (<see cref="BinaryWriter"/>): no value needs
/// escaping, and 40 MB of output are never one message. Half a surrogate pair becomes U+FFFD and a null the empty text: an
/// exception in the middle of a message would leave the reader waiting for its rest.
/// </summary>
internal static class SessionWire
{
    private const int LongestText = 1 << 14;

    /// <summary>Opens a pipe's end for writing.</summary>
    public static BinaryWriter OpenWriter(Stream pipe) => new(pipe, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    /// <summary>Opens a pipe's end for reading.</summary>
    public static BinaryReader OpenReader(Stream pipe) => new(new BufferedStream(pipe, 1 << 16));

    public static void Write(BinaryWriter pipe, int cell, CellOutput output)
    {
        switch (output)
        {
            case StreamOutput written:
                for (var text = written.Text.AsMemory(); !text.IsEmpty;)
                {
                    var piece = text[..TextPiece.Length(text.Span, LongestText)];
                    Begin(MessageKind.Text);
                    pipe.Write(written.Name);
                    pipe.Write(piece.ToString());
                    text = text[piece.Length..];
                }

                break;
            case DataOutput data:
                Begin(MessageKind.Shown);
                WriteBundle(pipe, data.Data);
                pipe.Write(data.IsResult);
                pipe.Write(data.ExecutionCount ?? -1);
                WriteText(pipe, data.DisplayId);
                break;
            case DisplayUpdate update:
                Begin(MessageKind.Changed);
                pipe.Write(update.DisplayId ?? "");
                WriteBundle(pipe, update.Data);
                break;
            case ClearedOutput cleared:
                Begin(MessageKind.Cleared);
                pipe.Write(cleared.Wait);
                break;
            case ErrorOutput error:
                Begin(MessageKind.Failed);
                WriteError(pipe, error);
                break;
            default:
                throw new ArgumentException($"A cell cannot have a {output.GetType().Name}.", nameof(output));
        }

        void Begin(MessageKind kind)
        {
            pipe.Write((byte)kind);
            pipe.Write(cell);
        }
    }

    public static CellOutput Read(BinaryReader pipe, MessageKind kind) => kind switch
    {
        MessageKind.Text => new StreamOutput(ReadString(pipe), ReadString(pipe)),
        MessageKind.Shown => new DataOutput(ReadBundle(pipe), pipe.ReadBoolean(), pipe.ReadInt32() is >= 0 and var count ? count : null)
        {
            DisplayId = ReadText(pipe),
        },
        MessageKind.Changed => new DisplayUpdate(ReadString(pipe), ReadBundle(pipe)),
        MessageKind.Cleared => new ClearedOutput(pipe.ReadBoolean()),
        MessageKind.Failed => ReadError(pipe),
        _ => throw new InvalidDataException($"The notebook's process sent {kind} instead of an output."),
    };

    public static void WriteError(BinaryWriter pipe, ErrorOutput error)
    {
        pipe.Write(error.Name ?? "");
        pipe.Write(error.Value ?? "");
        pipe.Write(error.Traceback.Count);
        foreach (var line in error.Traceback)
        {
            pipe.Write(line ?? "");
        }
    }

    public static ErrorOutput ReadError(BinaryReader pipe)
    {
        var (name, value, lines) = (ReadString(pipe), ReadString(pipe), new string[pipe.ReadInt32()]);
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = ReadString(pipe);
        }

        return new ErrorOutput(name, value, lines);
    }

    public static void WriteError(BinaryWriter pipe, CellError? error)
    {
        pipe.Write(error is not null);
        if (error is not null)
        {
            pipe.Write(error.Name ?? "");
            pipe.Write(error.Message ?? "");
            pipe.Write(error.Line ?? 0);
        }
    }

    public static CellError? ReadCellError(BinaryReader pipe) => pipe.ReadBoolean()
        ? new CellError(ReadString(pipe), ReadString(pipe), pipe.ReadInt32() is > 0 and var line ? line : null)
        : null;

    private static void WriteBundle(BinaryWriter pipe, MimeBundle bundle)
    {
        pipe.Write(bundle.Count);
        foreach (var (mimeType, content) in bundle)
        {
            pipe.Write(mimeType ?? "");
            pipe.Write(content ?? "");
        }
    }

    private static MimeBundle ReadBundle(BinaryReader pipe)
    {
        var bundle = MimeBundle.Empty;
        for (var left = pipe.ReadInt32(); left > 0; left--)
        {
            bundle = bundle.With(ReadString(pipe), ReadString(pipe));
        }

        return bundle;
    }

    public static void WriteText(BinaryWriter pipe, string? text)
    {
        pipe.Write(text is not null);
        if (text is not null)
        {
            pipe.Write(text);
        }
    }

    public static string? ReadText(BinaryReader pipe) => pipe.ReadBoolean() ? ReadString(pipe) : null;

    // BinaryReader.ReadString would read 128 bytes at a time.
    private static string ReadString(BinaryReader pipe)
    {
        var length = pipe.Read7BitEncodedInt();
        var bytes = pipe.ReadBytes(length);
        return bytes.Length == length ? Encoding.UTF8.GetString(bytes) : throw new EndOfStreamException();
    }
}
