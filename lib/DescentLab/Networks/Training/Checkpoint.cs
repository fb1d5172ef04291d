using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace DescentLab;

/// <summary>The file format of a training that is to go on later.</summary>
/// <remarks>
/// <code>
/// offset  bytes  content (all numbers little-endian)
///      0      8  "DLABCKPT"
///      8      4  version, 1
///     12      4  bytes per number: 4 (float) or 8 (double)
///     16      8  steps done
///     24      8  samples seen
///     32      8  sum of the losses not yet recorded (double)
///     40     32  random state of the sampling
///     72      4  position in the epoch
///     76     32  random state of the dropout
///    108      4  n, the numbers in θ
///    112    n·b  θ
///          then the optimizer's state: its step (4), its vectors' numbers (4 + b each), its parts (4, then each alike)
///   last     32  SHA-256 of all before
/// </code>
/// Hyperparameters, network and data are not in the file: the reader gives the same ones again.
/// </remarks>
internal static class Checkpoint
{
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "DLABCKPT"u8;

    /// <summary>What a file holds beside θ and the optimizer's state.</summary>
    internal readonly record struct Header(long Step, long Samples, double LossSum, RandomState Sampling, int Position, RandomState Dropout);

    /// <summary>Writes a file under a temporary name, then moves it: at every moment there is an old one, or a whole new one.</summary>
    public static void Save<T>(string path, in Header header, ReadOnlySpan<T> θ, OptimizerState<T> state)
        where T : struct, IFloatingPointIeee754<T>
    {
        using var memory = new MemoryStream();
        memory.Write(Magic);
        Write(memory, Version);
        Write(memory, Marshal.SizeOf<T>());
        Write(memory, header.Step);
        Write(memory, header.Samples);
        Write(memory, BitConverter.DoubleToInt64Bits(header.LossSum));
        Write(memory, header.Sampling);
        Write(memory, header.Position);
        Write(memory, header.Dropout);
        Write(memory, θ);
        Write(memory, state);
        memory.Write(SHA256.HashData(memory.GetBuffer().AsSpan(0, (int)memory.Length)));

        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew))
            {
                memory.WriteTo(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Reads a file into θ and the optimizer's state.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, foreign, or of another training; the message says which.</exception>
    public static Header Load<T>(string path, Span<T> θ, OptimizerState<T> state)
        where T : struct, IFloatingPointIeee754<T>
    {
        var bytes = File.ReadAllBytes(path);
        if (!bytes.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException($"The file '{path}' is no checkpoint of a training.");
        }

        var content = bytes.AsSpan(0, Math.Max(0, bytes.Length - SHA256.HashSizeInBytes));
        if (content.Length < 16 || !SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)))
        {
            throw new InvalidDataException($"The checkpoint '{path}' is damaged: its checksum does not fit. Go back to an older one.");
        }

        var reader = new Reader(content[Magic.Length..], path);
        reader.Expect(Version, "version");
        reader.Expect(Marshal.SizeOf<T>(), "bytes per number");
        var header = new Header(reader.Int64(), reader.Int64(), BitConverter.Int64BitsToDouble(reader.Int64()), reader.Random(), reader.Int32(), reader.Random());
        reader.Numbers(θ, "numbers in θ");
        reader.State(state);
        reader.End();
        return header;
    }

    private static void Write(Stream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void Write(Stream stream, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void Write(Stream stream, RandomState state)
    {
        Write(stream, unchecked((long)state.S0));
        Write(stream, unchecked((long)state.S1));
        Write(stream, unchecked((long)state.S2));
        Write(stream, unchecked((long)state.S3));
    }

    private static void Write<T>(Stream stream, ReadOnlySpan<T> numbers)
        where T : struct, IFloatingPointIeee754<T>
    {
        Write(stream, numbers.Length);
        foreach (var number in numbers)
        {
            if (typeof(T) == typeof(float))
            {
                Write(stream, BitConverter.SingleToInt32Bits(float.CreateTruncating(number)));
            }
            else
            {
                Write(stream, BitConverter.DoubleToInt64Bits(double.CreateTruncating(number)));
            }
        }
    }

    private static void Write<T>(Stream stream, OptimizerState<T> state)
        where T : struct, IFloatingPointIeee754<T>
    {
        Write(stream, state.Step);
        Write<T>(stream, state.Values);
        Write(stream, state.Parts.Count);
        foreach (var part in state.Parts)
        {
            Write(stream, part);
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes, string path)
    {
        private ReadOnlySpan<byte> rest = bytes;

        public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Next(4));

        public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Next(8));

        public RandomState Random() => new(unchecked((ulong)Int64()), unchecked((ulong)Int64()), unchecked((ulong)Int64()), unchecked((ulong)Int64()));

        public void Expect(int expected, string what)
        {
            if (Int32() is var actual && actual != expected)
            {
                throw new InvalidDataException(
                    $"The checkpoint '{path}' has {actual} for the {what}, this training has {expected}. Give the network, number type and optimizer that it was saved with.");
            }
        }

        public void Numbers<T>(Span<T> numbers, string what)
            where T : struct, IFloatingPointIeee754<T>
        {
            Expect(numbers.Length, what);
            foreach (ref var number in numbers)
            {
                number = typeof(T) == typeof(float)
                    ? T.CreateTruncating(BitConverter.Int32BitsToSingle(Int32()))
                    : T.CreateTruncating(BitConverter.Int64BitsToDouble(Int64()));
            }
        }

        public void State<T>(OptimizerState<T> state)
            where T : struct, IFloatingPointIeee754<T>
        {
            state.ContinueAt(Int32());
            Numbers(state.Values, "numbers in the optimizer's state");
            Expect(state.Parts.Count, "parts of the optimizer");
            foreach (var part in state.Parts)
            {
                State(part);
            }
        }

        public readonly void End()
        {
            if (!rest.IsEmpty)
            {
                throw new InvalidDataException($"The checkpoint '{path}' goes on for {rest.Length} bytes after its end.");
            }
        }

        private ReadOnlySpan<byte> Next(int count)
        {
            if (rest.Length < count)
            {
                throw new InvalidDataException($"The checkpoint '{path}' ends too early.");
            }

            var next = rest[..count];
            rest = rest[count..];
            return next;
        }
    }
}
