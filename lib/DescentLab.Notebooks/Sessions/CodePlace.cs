using Microsoft.DotNet.Interactive;

namespace DescentLab.Notebooks;

/// <summary>Converts positions in a text: .NET Interactive counts lines and characters, .NET counts UTF-16 units.</summary>
internal static class CodePlace
{
    public static LinePosition Line(string code, int units)
    {
        var before = code.AsSpan(0, units);
        return new(before.Count('\n'), units - 1 - before.LastIndexOf('\n'));
    }

    public static int Units(string code, LinePosition place)
    {
        var start = 0;
        for (var line = 0; line < place.Line; line++)
        {
            start = code.IndexOf('\n', start) + 1;
        }

        return start + place.Character;
    }
}
