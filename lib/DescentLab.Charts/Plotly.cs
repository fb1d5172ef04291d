using System.Globalization;
using DynamicObj;
using Microsoft.FSharp.Collections;
using Plotly.NET;

namespace DescentLab.Charts;

/// <summary>Plotly.NET from C#: its objects with their properties by the names that plotly.js gives them.</summary>
/// <remarks>Plotly.NET's own constructors take up to 80 F# options, most of them generic; C# infers none of those.</remarks>
internal static class Plotly
{
    /// <summary>Digits of numbers on a curve or a grid: more than a screen shows.</summary>
    public const int CurveDigits = 4;

    /// <summary>Digits of data: the same on every machine, and enough to zoom in.</summary>
    public const int DataDigits = 6;

    /// <summary>Sets a property, unless the value is null.</summary>
    public static T With<T>(this T target, string property, object? value)
        where T : DynamicObj.DynamicObj
    {
        if (value is not null)
        {
            target.SetProperty(property, value);
        }

        return target;
    }

    /// <summary>An object without a type of its own in Plotly.NET.</summary>
    public static DynamicObj.DynamicObj Object() => new();

    /// <summary>Numbers as JSON has them: rounded, whole ones without a point, NaN and ∞ as null.</summary>
    public static object?[] Numbers(this IEnumerable<double> values, int digits = DataDigits) =>
        [.. values.Select(value => Number(value, digits))];

    /// <summary>A number as JSON has it.</summary>
    public static object? Number(double value, int digits = DataDigits)
    {
        if (!double.IsFinite(value))
        {
            return null;
        }

        var rounded = double.Parse(value.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return rounded == Math.Truncate(rounded) && Math.Abs(rounded) < 1e9 ? (object)(long)rounded : rounded;
    }

    /// <summary>A figure from traces and a layout.</summary>
    public static Figure Figure(string description, Layout layout, params IReadOnlyList<Trace> traces)
    {
        var chart = GenericChart.NewMultiChart(
            ListModule.OfSeq(traces), layout.With("template", Style.Template), Style.Config, new DisplayOptions());
        return new(GenericChart.toFigureJson(chart), description);
    }
}
