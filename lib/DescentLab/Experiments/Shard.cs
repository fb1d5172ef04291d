namespace DescentLab;

/// <summary>A share of an experiment that several machines run together: every <c>Count</c>-th training.</summary>
[TypeFormatterSource]
public readonly record struct Shard
{
    /// <summary>A share.</summary>
    /// <param name="index">The number of the share, 1 … count.</param>
    /// <param name="count">The number of shares, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such share.</exception>
    public Shard(int index, int count)
    {
        Count = Require.AtLeast(1, count, "number of shares");
        Index = index >= 1 && index <= count ? index : throw new ArgumentOutOfRangeException(nameof(index), index, $"Of {count} shares, the index must be 1 to {count}.");
    }

    /// <summary>The number of the share, 1 … Count.</summary>
    public int Index { get; }

    /// <summary>The number of shares.</summary>
    public int Count { get; }

    /// <summary>The complete experiment.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Reads "2/4", the second of four shares.</summary>
    /// <param name="text">Index and count with a slash between them.</param>
    /// <exception cref="FormatException">The text is not a share; the message says what to write.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var first, var second] && int.TryParse(first, out var index) && int.TryParse(second, out var count)
            && index >= 1 && index <= count
            ? new(index, count)
            : throw new FormatException($"The shard is '{text}': write 1/4, 2/4, 3/4 and 4/4 for the four shares of an experiment.");
    }

    /// <summary>Whether a training belongs to this share.</summary>
    /// <param name="training">The index, from 0.</param>
    /// <exception cref="InvalidOperationException">This is not a share: default(Shard).</exception>
    public bool Holds(int training) => Count >= 1 ? training % Count == Index - 1 : throw new InvalidOperationException($"{this} is not a share. Use Shard.Whole, or new Shard(index, count).");

    internal Shard Checked(string name) => Count >= 1 ? this : throw new ArgumentException($"{this} is not a share. Use Shard.Whole, or new Shard(index, count).", name);

    /// <summary>"2/4".</summary>
    public override string ToString() => $"{Index}/{Count}";
}
