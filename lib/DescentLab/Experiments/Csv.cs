using System.Text;

namespace DescentLab;

/// <summary>Fields and lines of a CSV file, as RFC 4180 has them, except that no field holds a line break.</summary>
internal static class Csv
{
    private const char Quote = '"';

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A line of fields. Fields that hold a comma or a quote are quoted.</summary>
    public static string Line(params ReadOnlySpan<string> fields)
    {
        var line = new StringBuilder();
        for (var k = 0; k < fields.Length; k++)
        {
            var field = fields[k];
            line.Append(k > 0 ? "," : "");
            if (field.AsSpan().IndexOfAny(',', Quote) < 0)
            {
                line.Append(field);
            }
            else
            {
                line.Append(Quote).Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append(Quote);
            }
        }

        return line.ToString();
    }

    /// <summary>The fields of a line.</summary>
    /// <exception cref="FormatException">A quote is in an invalid position.</exception>
    public static IReadOnlyList<string> Fields(string line)
    {
        List<string> fields = [];
        for (var at = 0; ;)
        {
            var quoted = at < line.Length && line[at] == Quote;
            var end = quoted ? Closing(line, at) : line.AsSpan(at).IndexOf(',') is >= 0 and var comma ? at + comma : line.Length;
            var field = quoted ? line[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal) : line[at..end];
            fields.Add(quoted || !field.Contains(Quote, StringComparison.Ordinal) ? field : throw new FormatException($"the field {field} holds a quote but does not begin with one"));
            at = quoted ? end + 1 : end;
            if (at == line.Length)
            {
                return fields;
            }

            at = line[at] == ',' ? at + 1 : throw new FormatException($"a comma must follow the quoted field {field}");
        }
    }

    /// <summary>Rejects a name that would not round-trip through a file.</summary>
    /// <param name="name">The name.</param>
    /// <param name="what">What it names: "experiment's name".</param>
    public static string RequireName(string name, string what)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl) || !IsWellFormed(name))
        {
            throw new ArgumentException($"The {what} is '{OneLine(name)}': give it one line of text, without control characters.", nameof(name));
        }

        return name;
    }

    /// <summary>The text in one line: control characters as C# escapes.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(letter => letter switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when char.IsControl(letter) => $"\\u{(int)letter:x4}",
        _ => $"{letter}",
    }));

    private static bool IsWellFormed(string text)
    {
        try
        {
            Strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Finds the closing quote of the quoted field that begins at a position.</summary>
    private static int Closing(string line, int at)
    {
        for (var k = at + 1; k < line.Length; k++)
        {
            if (line[k] == Quote)
            {
                if (k + 1 == line.Length || line[k + 1] != Quote)
                {
                    return k;
                }

                // A doubled quote belongs to the field.
                k++;
            }
        }

        throw new FormatException($"the quoted field {line[at..]} has no end");
    }
}
