using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace DescentLab;

/// <summary>Samples with their classes: images as rows of numbers, and their labels.</summary>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
[TypeFormatterSource]
public sealed partial class LabelledData<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>The pixels as bytes, if the samples are images: a quarter or an eighth of the memory of numbers.</summary>
    private readonly byte[]? pixels;
    private readonly int[] labels;
    private T[]? inputs;
    private string? fingerprint;

    /// <summary>Creates the data from samples and labels; the arrays are not copied.</summary>
    /// <param name="inputs">Count × Shape.Size numbers, row-major, a row for each sample.</param>
    /// <param name="labels">The class of each sample, 0 … classes − 1.</param>
    /// <param name="shape">The shape of one sample.</param>
    /// <param name="classNames">A name for each class.</param>
    /// <exception cref="ArgumentException">There is no sample, the lengths do not fit, a label is not a class, or a number is not finite.</exception>
    public LabelledData(T[] inputs, int[] labels, Shape shape, IReadOnlyList<string> classNames)
        : this(labels, shape, classNames, Require.NotNull(inputs).Length)
    {
        this.inputs = inputs;
        if (Points.FirstNotFinite<T>(inputs) is >= 0 and var i)
        {
            throw new ArgumentException($"inputs[{i}], in sample {i / shape.Size}, is {inputs[i]}: no network can be trained on it. Give finite numbers.", nameof(inputs));
        }
    }

    /// <summary>Creates the data from images as bytes: 0 is black, 255 white; each is divided by 255.</summary>
    internal LabelledData(byte[] pixels, int[] labels, Shape shape, IReadOnlyList<string> classNames)
        : this(labels, shape, classNames, pixels.Length) =>
        this.pixels = pixels;

    private LabelledData(int[] labels, Shape shape, IReadOnlyList<string> classNames, int numbers)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classNames);
        shape.Checked(nameof(shape));
        if (labels.Length == 0 || numbers != (long)labels.Length * shape.Size)
        {
            throw new ArgumentException(
                $"{labels.Length} labels with samples of shape {shape} need {(long)labels.Length * shape.Size} numbers, and at least one sample; there are {numbers}.",
                nameof(labels));
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classNames.Count)
            {
                throw new ArgumentException($"labels[{i}] = {labels[i]} is not one of the classes 0 … {classNames.Count - 1}.", nameof(labels));
            }
        }

        this.labels = labels;
        Shape = shape;
        ClassNames = classNames;
    }

    /// <summary>The number of samples.</summary>
    public int Count => labels.Length;

    /// <summary>The shape of one sample: 28 × 28 × 1.</summary>
    public Shape Shape { get; }

    /// <summary>The name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The number of classes.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>All samples, Count × Shape.Size, row-major.</summary>
    public ReadOnlySpan<T> Inputs => Numbers();

    /// <summary>The class of each sample.</summary>
    public ReadOnlySpan<int> Labels => labels;

    /// <summary>A fingerprint of the content: equal for equal samples, labels and classes, and different otherwise.</summary>
    internal string Fingerprint => fingerprint ??= ComputeFingerprint();

    /// <summary>The numbers of one sample.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public ReadOnlySpan<T> this[int index]
    {
        get
        {
            var at = Require.Index(index, Count, "sample's index") * Shape.Size;
            if (Volatile.Read(ref inputs) is { } numbers)
            {
                return numbers.AsSpan(at, Shape.Size);
            }

            var sample = new T[Shape.Size];
            Pixels.ToUnit<T>(pixels.AsSpan(at, Shape.Size), sample);
            return sample;
        }
    }

    /// <summary>The class of one sample.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public int Label(int index) => labels[Require.Index(index, Count, "sample's index")];

    /// <summary>The first channel of one sample as a picture: row 0 is the top.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <returns>Height × width numbers, a copy.</returns>
    public T[,] Image(int index)
    {
        var sample = this[index];
        var image = new T[Shape.Height, Shape.Width];
        for (var row = 0; row < Shape.Height; row++)
        {
            for (var column = 0; column < Shape.Width; column++)
            {
                image[row, column] = sample[((row * Shape.Width) + column) * Shape.Channels];
            }
        }

        return image;
    }

    /// <summary>The samples of one class, by index, in order.</summary>
    /// <param name="label">The class, 0 … Classes − 1.</param>
    public IEnumerable<int> Find(int label) => Enumerable.Range(0, Count).Where(index => labels[index] == label);

    /// <summary>The first samples, copied.</summary>
    /// <param name="count">The number of samples, 1 … Count.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of range.</exception>
    public LabelledData<T> Take(int count)
    {
        RequireCount(count);
        return pixels is null
            ? new(Numbers()[..(count * Shape.Size)], labels[..count], Shape, ClassNames)
            : new(pixels[..(count * Shape.Size)], labels[..count], Shape, ClassNames);
    }

    /// <summary>A random choice of samples, each at most once, copied.</summary>
    /// <param name="count">The number of samples, 1 … Count.</param>
    /// <param name="seed">The seed of the choice.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of range.</exception>
    public LabelledData<T> Choose(int count, long seed)
    {
        RequireCount(count);
        return Gather(Shuffled(count, seed).AsSpan(0, count));
    }

    /// <summary>The samples in two parts, copied: a random choice as <see cref="Choose"/> makes it, and the others.</summary>
    /// <param name="count">The number of samples to choose, 1 … Count − 1.</param>
    /// <param name="seed">The seed of the choice.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of range, or no sample would be left.</exception>
    public (LabelledData<T> Chosen, LabelledData<T> Others) Split(int count, long seed)
    {
        if (count < 1 || count >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"There are {Count} samples. Choose 1 to {Count - 1} of them, so that both parts have some.");
        }

        var order = Shuffled(count, seed);
        return (Gather(order.AsSpan(0, count)), Gather(order.AsSpan(count)));
    }

    /// <summary>"60000 samples of 14 × 14 × 1 in 10 classes".</summary>
    public override string ToString() => $"{Count} samples of {Shape} in {Classes} classes";

    /// <summary>Copies the numbers of one sample.</summary>
    internal void CopyTo(int index, Span<T> to)
    {
        if (pixels is null)
        {
            inputs.AsSpan(index * Shape.Size, Shape.Size).CopyTo(to);
        }
        else
        {
            Pixels.ToUnit(pixels.AsSpan(index * Shape.Size, Shape.Size), to);
        }
    }

    /// <summary>Prefetches one sample.</summary>
    internal void Prefetch(int index)
    {
        DescentLab.Prefetch.Span<int>(labels.AsSpan(index, 1));
        if (pixels is null)
        {
            DescentLab.Prefetch.Span<T>(inputs.AsSpan(index * Shape.Size, Shape.Size));
        }
        else
        {
            DescentLab.Prefetch.Span<byte>(pixels.AsSpan(index * Shape.Size, Shape.Size));
        }
    }

    /// <summary>All samples as numbers, converted from the pixels on first use.</summary>
    private T[] Numbers()
    {
        if (Volatile.Read(ref inputs) is { } made)
        {
            return made;
        }

        // Two threads may both convert them: the numbers are the same, and the first array is kept.
        var numbers = GC.AllocateUninitializedArray<T>(pixels!.Length);
        Pixels.ToUnit(pixels, numbers);
        return Interlocked.CompareExchange(ref inputs, numbers, null) ?? numbers;
    }

    private string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{this}: {string.Join(", ", ClassNames)}"));
        hash.AppendData(MemoryMarshal.AsBytes<int>(labels));
        hash.AppendData(pixels is null ? MemoryMarshal.AsBytes<T>(inputs) : pixels);
        return $"SHA-256 {Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8))}…";
    }

    /// <summary>All indices, of which the first <paramref name="count"/> are a random choice.</summary>
    private int[] Shuffled(int count, long seed)
    {
        var order = Enumerable.Range(0, Count).ToArray();
        new RandomSource(seed).Choose<int>(order, count);
        return order;
    }

    private LabelledData<T> Gather(ReadOnlySpan<int> indices)
    {
        var classes = new int[indices.Length];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = labels[indices[i]];
        }

        return pixels is null
            ? new(Rows<T>(inputs, indices), classes, Shape, ClassNames)
            : new(Rows<byte>(pixels, indices), classes, Shape, ClassNames);
    }

    private N[] Rows<N>(ReadOnlySpan<N> all, ReadOnlySpan<int> indices)
    {
        var size = Shape.Size;
        var rows = new N[indices.Length * size];
        for (var i = 0; i < indices.Length; i++)
        {
            all.Slice(indices[i] * size, size).CopyTo(rows.AsSpan(i * size));
        }

        return rows;
    }

    private void RequireCount(int count)
    {
        if (count < 1 || count > Count)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"There are {Count} samples. Ask for 1 to {Count} of them.");
        }
    }
}

/// <summary>Training data, and separate test data.</summary>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="Train">The training samples.</param>
/// <param name="Test">The test samples, of the same shape and classes.</param>
[TypeFormatterSource]
public sealed partial record Dataset<T>(LabelledData<T> Train, LabelledData<T> Test)
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>The name of each class.</summary>
    public IReadOnlyList<string> ClassNames => Train.ClassNames;

    /// <summary>The same test samples, and a random choice of the training samples.</summary>
    /// <param name="count">The number of training samples to keep.</param>
    /// <param name="seed">The seed of the choice.</param>
    public Dataset<T> TrainOn(int count, long seed) => this with { Train = Train.Choose(count, seed) };

    /// <summary>
    /// The training samples alone, of which a random choice is held out to test on: for decisions that must not see the
    /// real test samples, such as the choice of a learning rate.
    /// </summary>
    /// <param name="count">The number of samples to hold out.</param>
    /// <param name="seed">The seed of the choice.</param>
    public Dataset<T> HoldOut(int count, long seed)
    {
        var (validation, rest) = Train.Split(count, seed);
        return new(rest, validation);
    }

    /// <summary>Describes the data in one line.</summary>
    public override string ToString() => $"train: {Train}; test: {Test}";
}
