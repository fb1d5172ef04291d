namespace DescentLab;

public sealed partial class LabelledData<T> : IHtml
{
    /// <summary>The number and shape of the samples, and the number in each class.</summary>
    public string ToHtml() => Sheet.ToHtml();

    /// <inheritdoc/>
    public string ToText() => $"{Sheet}";

    private Sheet Sheet => new($"{this}")
    {
        Header = ["class", "name", "samples"],
        Rows = [.. CountsOfClasses().Select((count, k) => (string[])[$"{k}", ClassNames[k], $"{count}"])],
    };

    internal int[] CountsOfClasses()
    {
        var counts = new int[Classes];
        foreach (var label in labels)
        {
            counts[label]++;
        }

        return counts;
    }
}

public sealed partial record Dataset<T> : IHtml
{
    /// <summary>The numbers of training and test samples, in total and for each class.</summary>
    public string ToHtml() => Sheet.ToHtml();

    /// <inheritdoc/>
    public string ToText() => $"{Sheet}";

    private Sheet Sheet => new($"{this}")
    {
        Header = ["class", "name", "train", "test"],
        Rows = [.. Train.CountsOfClasses().Zip(Test.CountsOfClasses(), (train, test) => (train, test))
            .Select((count, k) => (string[])[$"{k}", ClassNames[k], $"{count.train}", $"{count.test}"])],
    };
}
