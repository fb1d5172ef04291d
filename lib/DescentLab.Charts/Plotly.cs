using Newtonsoft.Json;
using Plotly.NET;

namespace DescentLab.Charts;

/// <summary>Plotly.NET from C#: its objects with their properties by the names that plotly.js gives them.</summary>
/// <remarks>Plotly.NET's own constructors take up to 80 F# options, most of them generic; C# infers none of those.</remarks>
internal static class Plotly
{
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

    /// <summary>A figure from traces and a layout.</summary>
    public static Figure Figure(string description, Layout layout, params IReadOnlyList<Trace> traces)
    {
        var figure = Object()
            .With("data", traces)
            .With("layout", layout.With("template", Style.Template))
            .With("config", Style.Config);
        return new(JsonConvert.SerializeObject(figure, Globals.JSON_CONFIG), description);
    }
}
