using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace DescentLab.Notebooks;

/// <summary>The files of which a page consists: templates, styles, scripts; embedded in this assembly.</summary>
internal static partial class ReportAssets
{
    private const string Folder = "Reports.Assets.";

    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    private static readonly Lazy<string> Mathematics = new(() => Text("vendor.Temml-Local.css").Replace(
        "url('Temml.woff2')",
        $"url('data:font/woff2;base64,{Convert.ToBase64String(Bytes("vendor.Temml.woff2"))}')",
        StringComparison.Ordinal));

    /// <summary>The style sheet for Temml's MathML, with its script font.</summary>
    public static string MathematicsStyle => Mathematics.Value;

    /// <summary>Gets a text file of the folder Assets.</summary>
    public static string Text(string name) => Texts.GetOrAdd(name, static key => EmbeddedFile.Text(Folder + key));

    /// <summary>Replaces every <c>{{name}}</c> of a template in one pass, so that values are not treated as templates.</summary>
    public static string Fill(string template, params IEnumerable<(string Name, string Value)> values) => Replaced(Text(template), values);

    /// <summary>Fills a template before and after one <c>{{name}}</c>, whose own value is too large for a string.</summary>
    public static (string Before, string After) FillAround(string template, string name, params IEnumerable<(string Name, string Value)> values)
    {
        var parts = Text(template).Split($"{{{{{name}}}}}");
        return (Replaced(parts[0], values), Replaced(parts[1], values));
    }

    private static string Replaced(string template, IEnumerable<(string Name, string Value)> values)
    {
        var byName = values.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        return Placeholder().Replace(template, match => byName[match.Groups[1].Value]);
    }

    private static byte[] Bytes(string name)
    {
        using var stream = EmbeddedFile.Open(Folder + name);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();
}
