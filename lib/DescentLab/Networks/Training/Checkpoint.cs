using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace DescentLab;

/// <summary>The file format of a training that will be resumed.</summary>
/// <remarks>
/// <code>
/// offset  bytes  content (all numbers little-endian)
///      0      8  "DLABCKPT"
///      8      4  version, 2
///     12    4+m  m, and what the training is: lines of UTF-8, "name: value"
///           8+8  steps done, samples seen
///             8  sum of the losses not yet recorded (double)
///            32  random state of the sampling
///             4  position in the epoch
///            32  random state of the dropout
///             4  n, the numbers in θ
///           n·b  θ, b bytes each: 4 (float) or 8 (double)
///          then the optimizer's state: its step (4), its vectors' numbers (4 + b each), its parts (4, then each alike)
///   last     32  SHA-256 of all before
/// </code>
/// The file names the network, data, optimizer and settings that it belongs to, but does not hold them: the reader gives the
/// same ones again, and any other is refused.
/// </remarks>
internal static class Checkpoint
{
    private const int Version = 2;

    // How the line of a range's rates begins.
    private const string Range = "range ";

    private static readonly int[] RateSteps = [0, 1, 10, 100, 1000, 10_000];

    private static ReadOnlySpan<byte> Magic => "DLABCKPT"u8;

    /// <summary>The content of a file besides θ and the optimizer's state.</summary>
    internal readonly record struct Header(long Step, long Samples, double LossSum, RandomState Sampling, int Position, RandomState Dropout);

    /// <summary>The settings that determine every later step of a training, one line for each: two trainings with equal lines can share a checkpoint.</summary>
    public static string Describe<T>(Network<T> network, Dataset<T> data, IOptimizer<T> optimizer, TrainingSettings settings)
        where T : struct, IFloatingPointIeee754<T>
    {
        IEnumerable<string> lines =
        [
            $"numbers: {typeof(T).Name}",
            $"input: {network.Input}",
            .. network.Layers.Select((layer, k) => $"layer {k + 1}: {layer.Name} {layer.Output}"),
            $"loss: {network.Loss.GetType().Name.Split('`')[0]}",
            $"optimizer: {optimizer}",
            .. Rates(optimizer, ""),
            $"training data: {data.Train}, {data.Train.Fingerprint}",
            $"batch size: {settings.BatchSize}",
            $"sampling: {settings.Sampling}",
            $"seed: {settings.Seed}",
            $"seed of the first weights: {settings.InitialSeed ?? settings.Seed}",
            $"loss recorded every: {settings.LossEvery}",
        ];
        return string.Join('\n', lines.Select(line => line.ReplaceLineEndings(" ")));
    }

    /// <summary>A schedule of the reader may have no meaningful name: its rates identify it, here and in every range.</summary>
    private static IEnumerable<string> Rates<T>(IOptimizer<T> optimizer, string range)
        where T : struct, IFloatingPointIeee754<T>
    {
        var rates = optimizer.LearningRate is { } schedule
            ? string.Join(", ", RateSteps.Select(step => schedule.TextAt(step, rate => string.Create(CultureInfo.InvariantCulture, $"{rate}"))))
            : "of each part";
        IEnumerable<string> ofRanges = optimizer is PerRange<T> ranges
            ? ranges.Parts.SelectMany((part, k) => Rates(part.Optimizer, string.Create(CultureInfo.InvariantCulture, $"{range}{Range}{k}, ")))
            : [];
        return ofRanges.Prepend($"{range}learning rates of steps {string.Join(", ", RateSteps)}: {rates}");
    }

    /// <summary>Writes a file completely or not at all.</summary>
    public static void Save<T>(string path, string training, in Header header, ReadOnlySpan<T> θ, OptimizerState<T> state)
        where T : struct, IFloatingPointIeee754<T>
    {
        using var memory = new MemoryStream();
        memory.Write(Magic);
        Write(memory, Version);
        var text = Encoding.UTF8.GetBytes(training);
        Write(memory, text.Length);
        memory.Write(text);
        Write(memory, header.Step);
        Write(memory, header.Samples);
        Write(memory, BitConverter.DoubleToInt64Bits(header.LossSum));
        Write(memory, header.Sampling);
        Write(memory, header.Position);
        Write(memory, header.Dropout);
        Write(memory, θ);
        Write(memory, state);
        memory.Write(SHA256.HashData(memory.GetBuffer().AsSpan(0, (int)memory.Length)));

        WholeFile.Write(path, memory.WriteTo);
    }

    /// <summary>Reads a file into θ and the optimizer's state.</summary>
    /// <param name="path">The file.</param>
    /// <param name="training">What the training is: <see cref="Describe"/>.</param>
    /// <param name="samples">The number of training samples.</param>
    /// <param name="θ">Receives θ.</param>
    /// <param name="state">Receives the optimizer's state.</param>
    /// <exception cref="InvalidDataException">The file is damaged, not a checkpoint, or of another training; the message says which, and what differs.</exception>
    public static Header Load<T>(string path, string training, int samples, Span<T> θ, OptimizerState<T> state)
        where T : struct, IFloatingPointIeee754<T>
    {
        var bytes = File.ReadAllBytes(path);
        if (!bytes.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException($"The file '{path}' is not a checkpoint of a training.");
        }

        var content = bytes.AsSpan(0, Math.Max(0, bytes.Length - SHA256.HashSizeInBytes));
        if (content.Length < 16 || !SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)))
        {
            throw new InvalidDataException($"The checkpoint '{path}' is damaged: its SHA-256 does not match. Use an older one.");
        }

        var reader = new Reader(content[Magic.Length..], path);
        if (reader.Int32() is var version && version != Version)
        {
            throw new InvalidDataException($"The checkpoint '{path}' has version {version} of its format, this program reads version {Version}. Train again from the start.");
        }

        reader.RequireSame(training);
        var header = new Header(reader.Int64(), reader.Int64(), BitConverter.Int64BitsToDouble(reader.Int64()), reader.Random(), reader.Int32(), reader.Random());
        if (header.Step < 0 || header.Samples < 0 || header.Position < 0 || header.Position > samples || header.Sampling == default || header.Dropout == default)
        {
            throw new InvalidDataException($"The checkpoint '{path}' holds a step, position or random state that no training has: another program wrote it. Use one that Save wrote.");
        }

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

        /// <summary>Rejects the checkpoint of another training, and names every difference.</summary>
        public void RequireSame(string training)
        {
            var there = Encoding.UTF8.GetString(Next(Int32())).Split('\n');
            var here = training.Split('\n');
            if (!there.Any(IsOfRange))
            {
                // Earlier programs did not write the rates of ranges.
                here = [.. here.Where(line => !IsOfRange(line))];
            }

            if (!there.SequenceEqual(here))
            {
                var differences = there.Except(here).Select(line => $"\n  the checkpoint: {line}").Concat(here.Except(there).Select(line => $"\n  this training:  {line}"));
                throw new InvalidDataException(
                    $"The checkpoint '{path}' belongs to another training. Give the network, data, optimizer and settings that it was saved with.{string.Concat(differences)}");
            }
        }

        public void Expect(int expected, string what)
        {
            if (Int32() is var actual && actual != expected)
            {
                throw new InvalidDataException(
                    $"The checkpoint '{path}' holds {actual} {what}, this training has {expected}. Give the network and optimizer that it was saved with.");
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
            state.ContinueAt(Int32() is >= 0 and var step
                ? step
                : throw new InvalidDataException($"The checkpoint '{path}' holds an optimizer's step below 0: another program wrote it. Use one that Save wrote."));
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
                throw new InvalidDataException($"The checkpoint '{path}' has {rest.Length} extra bytes at its end.");
            }
        }

        private static bool IsOfRange(string line) => line.StartsWith(Range, StringComparison.Ordinal);

        private ReadOnlySpan<byte> Next(int count)
        {
            if ((uint)rest.Length < (uint)count)
            {
                throw new InvalidDataException($"The checkpoint '{path}' ends too early.");
            }

            var next = rest[..count];
            rest = rest[count..];
            return next;
        }
    }
}
