namespace DescentLab;

/// <summary>The shape of one sample between two layers: an image with its channels last, or a plain vector (1 × 1 × n).</summary>
/// <remarks>Stored row-major, [row, column, channel]: the channels of a pixel are neighbours.</remarks>
/// <param name="Height">Rows of pixels, at least 1.</param>
/// <param name="Width">Pixels in a row, at least 1.</param>
/// <param name="Channels">Numbers in a pixel, at least 1.</param>
[TypeFormatterSource]
public readonly record struct Shape(int Height, int Width, int Channels)
{
    /// <summary>The number of values in a sample.</summary>
    public int Size => Height * Width * Channels;

    /// <summary>Whether it is a plain vector.</summary>
    public bool IsVector => Height == 1 && Width == 1;

    /// <summary>The shape of a vector of n numbers.</summary>
    /// <param name="size">n, at least 1.</param>
    public static Shape Vector(int size) => new(1, 1, size);

    /// <summary>"100" for a vector, "26 × 26 × 32" for an image.</summary>
    public override string ToString() => IsVector ? $"{Channels}" : $"{Height} × {Width} × {Channels}";

    internal Shape Checked(string name) =>
        Height >= 1 && Width >= 1 && Channels >= 1 && (Int128)Height * Width * Channels <= Array.MaxLength
            ? this
            : throw new ArgumentOutOfRangeException(name, this, $"The shape {Height} × {Width} × {Channels} is empty or too large. Every side must be at least 1.");
}
