namespace DescentLab;

/// <summary>A share of an experiment, so that several machines can do it together: every <c>Count</c>-th training.</summary>
/// <param name="Index">Which share, 1 … Count.</param>
/// <param name="Count">How many shares there are.</param>
[TypeFormatterSource]
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>All of it.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Reads "2/4", the second of four shares.</summary>
    /// <param name="text">Index and count with a slash between them.</param>
    /// <exception cref="FormatException">It is something else; the message says what to write.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var first, var second] && int.TryParse(first, out var index) && int.TryParse(second, out var count)
            && index >= 1 && index <= count
            ? new(index, count)
            : throw new FormatException($"The shard is '{text}': write 1/4, 2/4, 3/4 and 4/4 for the four shares of an experiment.");
    }

    /// <summary>Whether a training belongs to this share.</summary>
    /// <param name="training">Which, from 0.</param>
    public bool Holds(int training) => training % Count == Index - 1;

    /// <summary>"2/4".</summary>
    public override string ToString() => $"{Index}/{Count}";
}
