using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace DescentLab.Notebooks;

/// <summary>The files that a page is made of: templates, style, scripts; embedded in this assembly.</summary>
internal static partial class ReportAssets
{
    private const string Folder = "Reports.Assets.";

    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    private static readonly Lazy<string> Mathematics = new(() => Text("vendor.Temml-Local.css").Replace(
        "url('Temml.woff2')",
        $"url('data:font/woff2;base64,{Convert.ToBase64String(Bytes("vendor.Temml.woff2"))}')",
        StringComparison.Ordinal));

    /// <summary>The style that Temml's MathML expects, its small script font included.</summary>
    public static string MathematicsStyle => Mathematics.Value;

    /// <summary>A text file of the folder Assets.</summary>
    public static string Text(string name) => Texts.GetOrAdd(name, static key => EmbeddedFile.Text(Folder + key));

    /// <summary>A template with every <c>{{name}}</c> replaced in one pass, so that no value is taken for a template.</summary>
    public static string Fill(string template, params IEnumerable<(string Name, string Value)> values)
    {
        var byName = values.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        return Placeholder().Replace(Text(template), match => byName[match.Groups[1].Value]);
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
