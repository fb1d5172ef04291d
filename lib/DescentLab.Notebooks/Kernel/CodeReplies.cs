using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace DescentLab.Notebooks;

/// <summary>Replies to requests about code that has not run: completions, documentation, completeness.</summary>
internal static class CodeReplies
{
    public static async Task<JsonObject> CompleteAsync(Session session, JupyterMessage request)
    {
        var code = request.Text("code");
        var position = Position(code, request);
        var found = !CodeNesting.IsSane(code) ? null : (await session.Root.SendAsync(new RequestCompletions(CellSource.Prepare(code, path: null), CodePlace.Line(code, position))))
            .Events.OfType<CompletionsProduced>().LastOrDefault();
        // The package offers the empty text at the start of a directive, in place of what is written there.
        var matches = found?.Completions.Where(match => TextOf(match).Length > 0).ToList() ?? [];
        var start = Counted(code, found?.LinePositionSpan is { } span ? CodePlace.Units(code, span.Start) : position, request);
        var end = Counted(code, found?.LinePositionSpan is { } until ? CodePlace.Units(code, until.End) : position, request);
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. matches.Select(match => JsonValue.Create(TextOf(match)))]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                // Clients draw an icon for the kind of each match; IPython's own console shows the signature.
                ["_jupyter_types_experimental"] = new JsonArray([.. matches.Select(match => new JsonObject
                {
                    ["text"] = TextOf(match),
                    ["type"] = match.Kind,
                    ["signature"] = match.Documentation ?? "",
                    ["start"] = start,
                    ["end"] = end,
                })]),
            },
        };
    }

    // The stock engine's texts are templates, "Sqrt($1)", which no Jupyter client fills in.
    private static string TextOf(CompletionItem match) =>
        match.InsertTextFormat == InsertTextFormat.Snippet ? match.FilterText : match.InsertText;

    public static async Task<JsonObject> InspectAsync(Session session, JupyterMessage request)
    {
        var code = request.Text("code");
        var found = !CodeNesting.IsSane(code) ? null : (await session.Root.SendAsync(new RequestHoverText(CellSource.Prepare(code, path: null), CodePlace.Line(code, Position(code, request)))))
            .Events.OfType<HoverTextProduced>().LastOrDefault();
        var texts = (found?.Content ?? []).ToDictionary(text => text.MimeType, text => (JsonNode?)text.Value);
        // VS Code shows only plain text, and the stock engine has none.
        if (!texts.ContainsKey("text/plain") && texts.TryGetValue("text/markdown", out var markdown))
        {
            texts["text/plain"] = markdown!.DeepClone();
        }

        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = new JsonObject(texts),
            ["metadata"] = new JsonObject(),
        };
    }

    public static JsonObject IsComplete(JupyterMessage request)
    {
        var code = request.Text("code");
        var reply = new JsonObject { ["status"] = CodeNesting.IsSane(code) ? Completeness.Of(code) : Completeness.Invalid };
        if ((string?)reply["status"] == Completeness.Incomplete)
        {
            reply["indent"] = "    ";
        }

        return reply;
    }

    // The protocol counts code points, .NET counts UTF-16 units, and so does VS Code: they differ after an emoji.
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
