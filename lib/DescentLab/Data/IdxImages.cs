using System.Numerics;

namespace DescentLab;

/// <summary>Loads a data set of images from four idx files, as MNIST has them.</summary>
internal static class IdxImages
{
    private const int Side = 28;
    private const int Classes = 10;

    /// <summary>Loads training and test images.</summary>
    /// <param name="folder">The folder that holds the four files.</param>
    /// <param name="size">28, or 14 for images of half the size.</param>
    /// <param name="classNames">The ten classes.</param>
    /// <param name="fix">What to do about a missing or damaged file.</param>
    public static Dataset<T> Load<T>(string folder, int size, IReadOnlyList<string> classNames, string fix)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (size is not (Side or Side / 2))
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"The images are {Side}×{Side}, or {Side / 2}×{Side / 2}. Ask for size {Side} or {Side / 2}.");
        }

        var sums = Sums(folder);
        LabelledData<T>? train = null, test = null;
        try
        {
            Parallel.Invoke(
                () => train = Half<T>(folder, "train", 60_000, size, classNames, sums, fix),
                () => test = Half<T>(folder, "t10k", 10_000, size, classNames, sums, fix));
        }
        catch (AggregateException e)
        {
            // The message must be that of the faulty file.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }

        return new(train!, test!);
    }

    private static LabelledData<T> Half<T>(
        string folder, string prefix, int count, int size, IReadOnlyList<string> classNames, Dictionary<string, string> sums, string fix)
        where T : struct, IFloatingPointIeee754<T>
    {
        var labels = Read($"{prefix}-labels-idx1-ubyte.gz", [count]);
        var images = Read($"{prefix}-images-idx3-ubyte.gz", [count, Side, Side]);
        if (labels.Bytes.IndexOfAnyExceptInRange((byte)0, (byte)(Classes - 1)) is >= 0 and var i)
        {
            throw new InvalidDataException($"Label {i} in '{labels.Path}' is {labels.Bytes[i]}, not one of the classes 0 … {Classes - 1}. {fix}");
        }

        var classes = new int[count];
        for (var k = 0; k < count; k++)
        {
            classes[k] = labels.Bytes[k];
        }

        return new(size == Side ? images.Bytes.ToArray() : Halved(images.Bytes, count), classes, new(size, size, 1), classNames);

        Idx Read(string name, ReadOnlySpan<int> sizes) => Idx.Read(Path.Combine(folder, name), sizes, sums.GetValueOrDefault(name), fix);
    }

    /// <summary>Images of half the size, as the book made them: each pixel is the sum of 2×2 bytes, plus 2, shifted right by 2.</summary>
    private static byte[] Halved(ReadOnlySpan<byte> bytes, int count)
    {
        var pixels = new byte[bytes.Length / 4];
        var i = 0;
        for (var row = 0; row < count * Side; row += 2)
        {
            var upper = bytes.Slice(row * Side, Side);
            var lower = bytes.Slice((row + 1) * Side, Side);
            for (var x = 0; x < Side; x += 2)
            {
                pixels[i++] = (byte)((upper[x] + upper[x + 1] + lower[x] + lower[x + 1] + 2) >> 2);
            }
        }

        return pixels;
    }

    /// <summary>Reads SHA256SUMS beside the files; empty if there is no such file.</summary>
    internal static Dictionary<string, string> Sums(string folder)
    {
        var path = Path.Combine(folder, "SHA256SUMS");
        Dictionary<string, string> sums = [];
        foreach (var (line, number) in (File.Exists(path) ? File.ReadLines(path) : []).Select((line, k) => (line.Trim(), k + 1)).Where(numbered => numbered.Item1.Length > 0))
        {
            if (line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is not [var sum, var name] || sum.Length != 64 || !sum.All(char.IsAsciiHexDigit))
            {
                throw new InvalidDataException($"Line {number} of '{path}' is not a SHA-256 and a file name: '{Csv.OneLine(line)}'. Restore the file, or delete it to load without checking.");
            }

            var file = name.TrimStart('*').Trim();
            file = file.StartsWith("./", StringComparison.Ordinal) ? file[2..] : file;
            if (!sums.TryAdd(file, sum) && !sums[file].Equals(sum, StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidDataException($"'{path}' has two different SHA-256 for '{Csv.OneLine(file)}', the second in line {number}. Restore the file, or delete it to load without checking.");
            }
        }

        return sums;
    }
}
