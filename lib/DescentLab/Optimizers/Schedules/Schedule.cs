using System.Numerics;

namespace DescentLab;

/// <summary>A learning rate as a function of the step, η(k). A plain number converts to the constant schedule.</summary>
/// <remarks>k counts the updates done before: the first update uses η(0).</remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
[TypeFormatterSource]
public abstract record Schedule<T> : IHtml
    where T : struct, IFloatingPointIeee754<T>
{
    private static readonly int[] ShownSteps = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

    /// <summary>The same η at every step.</summary>
    /// <param name="rate">η, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">η is not a finite number above 0.</exception>
    public static implicit operator Schedule<T>(T rate) => new ConstantRate<T>(rate);

    /// <summary>η(k), the learning rate of the update that follows <paramref name="step"/> earlier ones.</summary>
    /// <param name="step">k, from 0.</param>
    public abstract T At(int step);

    /// <summary>The rates of some steps.</summary>
    public string ToHtml() => Sheet.ToHtml();

    /// <inheritdoc/>
    public string ToText() => $"{Sheet}";

    /// <summary>η(k) as text; "none" where a schedule of the reader has no rate, such as after the last step of its training.</summary>
    internal string TextAt(int step, Func<T, string> text)
    {
        try
        {
            return text(At(step));
        }
        catch (Exception error) when (error is not ThreadInterruptedException)
        {
            return "none";
        }
    }

    private Sheet Sheet => new($"Learning rate: {this}")
    {
        Header = ["step k", "η(k)"],
        Rows = [.. ShownSteps.Select(k => (string[])[$"{k}", TextAt(k, NumberText.Of)])],
    };
}
