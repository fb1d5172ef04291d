using System.Text;
using System.Text.Json;

namespace DescentLab.Cli;

/// <summary>
/// Adds a member to an object of a JSON text with comments, or removes one, and leaves every other byte unchanged: comments,
/// order, indentation, trailing commas. Adding a member and removing it restores the text exactly.
/// </summary>
internal static class JsonEdit
{
    /// <summary>Adds a member or an item at the end.</summary>
    /// <param name="json">The text.</param>
    /// <param name="into">The object or array.</param>
    /// <param name="text">The member: <c>"name": value</c>.</param>
    public static byte[] Append(byte[] json, JsonMember into, string text)
    {
        var close = into.End - 1;
        var last = into.Children is [.., var member] ? member.End : into.Value + 1;
        var comma = into.Children.Count == 0 ? null : Comma(json, last, close);
        var filled = End(json, last, close);
        var indent = Indent(json, into);
        return Joined(
            json.AsSpan(..last),
            into.Children.Count > 0 && comma is null ? "," : "",
            json.AsSpan(last..filled),
            indent is null ? into.Children.Count > 0 ? " " : "" : indent,
            text + (comma is null ? "" : ","),
            json.AsSpan(filled..));
    }

    /// <summary>Removes a member or an item.</summary>
    public static byte[] Remove(byte[] json, JsonMember from, JsonMember member)
    {
        var (place, close) = (from.Children.ToList().IndexOf(member), from.End - 1);
        var before = place == 0 ? from.Value + 1 : from.Children[place - 1].End;
        var next = place == from.Children.Count - 1 ? close : from.Children[place + 1].Start;
        var start = End(json, before, member.Start);
        // Its own comma is removed too, or, if it is the last, the comma of the member before.
        return Comma(json, member.End, next) is { } own
            ? Joined(json.AsSpan(..start), "", json.AsSpan(member.End..own), "", "", json.AsSpan((own + 1)..))
            : Comma(json, before, member.Start) is { } other && place > 0
                ? Joined(json.AsSpan(..other), "", json.AsSpan((other + 1)..Math.Max(start, other + 1)), "", "", json.AsSpan(member.End..))
                : Joined(json.AsSpan(..start), "", [], "", "", json.AsSpan(member.End..));
    }

    private static byte[] Joined(ReadOnlySpan<byte> a, string b, ReadOnlySpan<byte> c, string d, string e, ReadOnlySpan<byte> f) =>
        [.. a, .. Encoding.UTF8.GetBytes(b), .. c, .. Encoding.UTF8.GetBytes(d), .. Encoding.UTF8.GetBytes(e), .. f];

    // The text before each of the object's members: a line break and the indentation; null if all are on one line.
    private static string? Indent(byte[] json, JsonMember into)
    {
        var open = Encoding.UTF8.GetString(json.AsSpan(into.Value..into.End));
        if (!open.Contains('\n', StringComparison.Ordinal))
        {
            return null;
        }

        var feed = open.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var line = into.Children.Select(child => Encoding.UTF8.GetString(json.AsSpan((Array.LastIndexOf(json, (byte)'\n', child.Start) + 1)..child.Start)))
            .FirstOrDefault(string.IsNullOrWhiteSpace);
        return feed + (line ?? "    ");
    }

    // The end of the last comment or comma in a gap between two values, or else the start of the gap: only white space follows.
    private static int End(byte[] json, int start, int end)
    {
        var last = start;
        Walk(json, start, end, (_, to) => last = to);
        return last;
    }

    private static int? Comma(byte[] json, int start, int end)
    {
        int? comma = null;
        Walk(json, start, end, (from, _) => comma = json[from] == ',' ? from : comma);
        return comma;
    }

    // The commas and comments in a gap between two values.
    private static void Walk(byte[] json, int start, int end, Action<int, int> found)
    {
        for (var at = start; at < end;)
        {
            var rest = json.AsSpan(at..end);
            var length = rest.StartsWith("//"u8) ? rest.IndexOfAny((byte)'\r', (byte)'\n') is var feed and >= 0 ? feed : rest.Length
                : rest.StartsWith("/*"u8) ? rest[2..].IndexOf("*/"u8) + 4 // "/*/" only begins one
                : 1;
            if (rest[0] is (byte)'/' or (byte)',')
            {
                found(at, at + length);
            }

            at += length;
        }
    }
}
