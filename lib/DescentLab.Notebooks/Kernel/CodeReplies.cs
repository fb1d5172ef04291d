using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace DescentLab.Notebooks;

/// <summary>What the kernel says about code that has not run: completions, documentation, whether it is a whole cell.</summary>
internal static class CodeReplies
{
    public static async Task<JsonObject> CompleteAsync(Session session, JupyterMessage request)
    {
        var code = request.Text("code");
        var position = Position(code, request);
        var found = (await session.Root.SendAsync(new RequestCompletions(code, CodePlace.Line(code, position))))
            .Events.OfType<CompletionsProduced>().LastOrDefault();
        var matches = found?.Completions.ToList() ?? [];
        var start = Counted(code, found?.LinePositionSpan is { } span ? CodePlace.Units(code, span.Start) : position, request);
        var end = Counted(code, found?.LinePositionSpan is { } until ? CodePlace.Units(code, until.End) : position, request);
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. matches.Select(match => JsonValue.Create(match.InsertText))]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                // Clients draw an icon for the kind of each match; IPython's own console shows the signature.
                ["_jupyter_types_experimental"] = new JsonArray([.. matches.Select(match => new JsonObject
                {
                    ["text"] = match.InsertText,
                    ["type"] = match.Kind,
                    ["signature"] = match.Documentation ?? "",
                    ["start"] = start,
                    ["end"] = end,
                })]),
            },
        };
    }

    public static async Task<JsonObject> InspectAsync(Session session, JupyterMessage request)
    {
        var code = request.Text("code");
        var found = (await session.Root.SendAsync(new RequestHoverText(code, CodePlace.Line(code, Position(code, request)))))
            .Events.OfType<HoverTextProduced>().LastOrDefault();
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = new JsonObject((found?.Content ?? []).Select(text => KeyValuePair.Create(text.MimeType, (JsonNode?)text.Value))),
            ["metadata"] = new JsonObject(),
        };
    }

    public static JsonObject IsComplete(JupyterMessage request)
    {
        var reply = new JsonObject { ["status"] = Completeness.Of(request.Text("code")) };
        if ((string?)reply["status"] == Completeness.Incomplete)
        {
            reply["indent"] = "    ";
        }

        return reply;
    }

    // The protocol counts code points, .NET counts UTF-16 units, and so does VS Code: it makes a difference behind an emoji.
    private static int Position(string code, JupyterMessage request)
    {
        var units = 0;
        var left = request.Number("cursor_pos") ?? int.MaxValue;
        if (request.IsFromVsCode)
        {
            return Math.Clamp(left, 0, code.Length);
        }

        foreach (var rune in code.EnumerateRunes())
        {
            if (left-- <= 0)
            {
                break;
            }

            units += rune.Utf16SequenceLength;
        }

        return units;
    }

    private static int Counted(string code, int units, JupyterMessage request) =>
        request.IsFromVsCode ? units : code[..units].EnumerateRunes().Count();
}
