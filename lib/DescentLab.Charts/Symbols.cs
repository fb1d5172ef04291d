namespace DescentLab.Charts;

/// <summary>Converts the chapter's plot symbols and lines to plotly.js's names.</summary>
internal static class Symbols
{
    // The order of Figure 11-6.
    private static readonly Symbol[] Cycle =
    [
        Symbol.Circle, Symbol.Square, Symbol.TriangleRight, Symbol.TriangleLeft, Symbol.Star,
        Symbol.Plus, Symbol.Pentagon, Symbol.Hexagon, Symbol.Cross, Symbol.Diamond,
    ];

    public static string Name(Symbol symbol) => symbol switch
    {
        Symbol.Square => "square",
        Symbol.TriangleRight => "triangle-right",
        Symbol.TriangleLeft => "triangle-left",
        Symbol.Star => "star",
        Symbol.Plus => "cross-thin-open",
        Symbol.Pentagon => "pentagon",
        Symbol.Hexagon => "hexagon",
        Symbol.Cross => "cross",
        Symbol.Diamond => "diamond",
        Symbol.X => "x",
        _ => "circle",
    };

    /// <summary>Gets one name for all points, or one for each if they differ; null if the path's slot determines it.</summary>
    public static object? Of(Symbol? automatic, int points, bool end)
    {
        if (automatic is null && !end)
        {
            return null;
        }

        var symbol = automatic ?? Symbol.Circle;
        if (symbol != Symbol.EachStep && !end)
        {
            return Name(symbol);
        }

        var names = Enumerable.Range(0, points)
            .Select(i => Name(symbol == Symbol.EachStep ? Cycle[i % Cycle.Length] : symbol))
            .ToArray();
        if (end)
        {
            names[^1] = Name(Symbol.X);
        }

        return names;
    }

    public static string? Dash(Stroke line) => line switch
    {
        Stroke.Dashed => "dash",
        Stroke.Dotted => "dot",
        _ => null,
    };
}
