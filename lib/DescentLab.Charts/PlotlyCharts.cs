using System.Diagnostics.CodeAnalysis;

namespace DescentLab.Charts;

/// <summary>The charts of the chapter, drawn with Plotly.NET.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "ChartsLoader creates it, by reflection.")]
internal sealed partial class PlotlyCharts : ICharts
{
    private static T NotNull<T>(T? value, string name)
        where T : class =>
        value ?? throw new ArgumentNullException(name, $"The {name} is missing.");

    private static IReadOnlyList<T> NotEmpty<T>(IReadOnlyList<T>? values, string name)
    {
        if (values is not { Count: > 0 })
        {
            throw new ArgumentException($"The {name} are empty. Give at least one.", name);
        }

        for (var k = 0; k < values.Count; k++)
        {
            if (values[k] is null)
            {
                throw new ArgumentException($"{name}[{k}] is null. Remove it, or give one.", name);
            }
        }

        return values;
    }

    private static Interval Finite(Interval domain, string name) =>
        double.IsFinite(domain.Min) && double.IsFinite(domain.Max) && domain.Min < domain.Max
            ? domain
            : throw new ArgumentException($"{name} is {domain}. Give two finite ends, the smaller one first.", name);
}
