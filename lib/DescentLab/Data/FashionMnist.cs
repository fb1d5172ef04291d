using System.Numerics;

namespace DescentLab;

/// <summary>Fashion-MNIST: 60,000 + 10,000 grey pictures of clothes in ten classes, 28×28 pixels, or 14×14 as the chapter uses them.</summary>
/// <remarks>Source: H. Xiao, K. Rasul, R. Vollgraf, Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms, arXiv:1708.07747.</remarks>
public static class FashionMnist
{
    private const string Name = "fashion-mnist";
    private const string Fix =
        "Restore the folder data/fashion-mnist of this project, for example with 'git checkout -- data/fashion-mnist'; outside of it get the files with 'descentlab data get fashion-mnist'.";

    /// <summary>The ten classes, in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Loads all images as <see cref="float"/>.</summary>
    /// <inheritdoc cref="Load{T}(int, string?)"/>
    public static Dataset<float> Load(int size = 28, string? folder = null) => Load<float>(size, folder);

    /// <summary>Loads all images.</summary>
    /// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="size">28, or 14: each pixel then is (a + b + c + d + 2) &gt;&gt; 2 of the 2×2 bytes it covers.</param>
    /// <param name="folder">The folder of the four idx files; by default data/fashion-mnist, looked for from the working folder and the library's own folder upwards.</param>
    /// <returns>Pixels from 0 (black) to 1 (white), row-major, with labels and class names.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is neither 28 nor 14.</exception>
    /// <exception cref="IOException">A file or the folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it and the fix.</exception>
    public static Dataset<T> Load<T>(int size = 28, string? folder = null)
        where T : struct, IFloatingPointIeee754<T> =>
        IdxImages.Load<T>(folder ?? DataFolder.Find(Name, Fix), size, ClassNames, Fix);
}
