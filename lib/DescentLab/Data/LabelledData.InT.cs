namespace DescentLab;

/// <content>Data in another number type: files load as float, and a network may be in double.</content>
public sealed partial class LabelledData<T>
{
    /// <summary>The same samples in another number type, copied.</summary>
    /// <param name="data">The samples in float.</param>
    public static implicit operator LabelledData<T>(LabelledData<float> data) => Require.NotNull(data) is var given && given.pixels is { } pixels
        ? new(pixels, given.labels, given.Shape, given.ClassNames)
        : new([.. given.Numbers().Select(T.CreateChecked)], given.labels, given.Shape, given.ClassNames);
}

/// <content>Data in another number type.</content>
public sealed partial record Dataset<T>
{
    /// <summary>The same data in another number type, copied.</summary>
    /// <param name="data">The data in float.</param>
    public static implicit operator Dataset<T>(Dataset<float> data) =>
        Require.NotNull(data) as Dataset<T> ?? new(data.Train, data.Test);
}
