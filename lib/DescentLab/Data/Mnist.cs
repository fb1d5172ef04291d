using System.Numerics;

namespace DescentLab;

/// <summary>MNIST: 60,000 + 10,000 handwritten digits, 28×28 pixels. Not part of this project: download the files first.</summary>
/// <remarks>Source: Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits.</remarks>
public static class Mnist
{
    private const string Name = "mnist";
    private const string Fix =
        "Get the files with 'descentlab data get mnist' (in this project: dotnet run -c Release --project lib/DescentLab.Cli -- data get mnist).";

    /// <summary>The ten classes, in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>Loads all images as <see cref="float"/>.</summary>
    /// <inheritdoc cref="Load{T}(int, string?)"/>
    public static Dataset<float> Load(int size = 28, string? folder = null) => Load<float>(size, folder);

    /// <summary>Loads all images.</summary>
    /// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="size">28, or 14: each pixel then is (a + b + c + d + 2) &gt;&gt; 2 of the 2×2 bytes it covers.</param>
    /// <param name="folder">The folder of the four idx files; by default data/mnist, looked for from the working folder and the library's own folder upwards.</param>
    /// <returns>Pixels from 0 (black) to 1 (white), row-major, with labels and class names.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is neither 28 nor 14.</exception>
    /// <exception cref="IOException">A file or the folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it and the fix.</exception>
    public static Dataset<T> Load<T>(int size = 28, string? folder = null)
        where T : struct, IFloatingPointIeee754<T> =>
        IdxImages.Load<T>(folder ?? DataFolder.Find(Name, Fix), size, ClassNames, Fix);
}
