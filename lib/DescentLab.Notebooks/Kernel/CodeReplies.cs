using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>What the kernel says about code that has not run: completions, documentation, whether it is a whole cell.</summary>
internal static class CodeReplies
{
    public static async Task<JsonObject> CompleteAsync(CodeQuestions questions, JupyterMessage request)
    {
        var code = request.Text("code");
        var completions = await questions.CompleteAsync(code, Position(code, request));
        var (start, end) = (Counted(code, completions.Start, request), Counted(code, completions.End, request));
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. completions.Matches.Select(match => JsonValue.Create(match.Text))]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                // Clients draw an icon for the kind of each match; IPython's own console shows the signature.
                ["_jupyter_types_experimental"] = new JsonArray([.. completions.Matches.Select(match => new JsonObject
                {
                    ["text"] = match.Text,
                    ["type"] = match.Kind,
                    ["signature"] = match.Signature ?? "",
                    ["start"] = start,
                    ["end"] = end,
                })]),
            },
        };
    }

    public static JsonObject Inspect(CodeQuestions questions, JupyterMessage request)
    {
        var code = request.Text("code");
        var found = questions.Inspect(code, Position(code, request));
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = found is null ? [] : CellPublisher.OnTheWire(found.Text),
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
