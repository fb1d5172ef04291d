using System.Text;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>What the kernel says about code that has not run: completions, documentation, whether it is a whole cell.</summary>
internal static class CodeReplies
{
    public static JsonObject Complete(Session session, JupyterMessage request)
    {
        var code = request.Text("code");
        var completion = session.Complete(code, Position(code, request));
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. completion.Matches.Select(match => JsonValue.Create(match.Text))]),
            ["cursor_start"] = CodePoints(code, completion.Start),
            ["cursor_end"] = CodePoints(code, completion.End),
            ["metadata"] = new JsonObject
            {
                // Jupyter's clients draw an icon for the kind of each match.
                ["_jupyter_types_experimental"] = new JsonArray([.. completion.Matches.Select(match => new JsonObject
                {
                    ["text"] = match.Text,
                    ["type"] = match.Kind,
                    ["start"] = CodePoints(code, completion.Start),
                    ["end"] = CodePoints(code, completion.End),
                })]),
            },
        };
    }

    public static JsonObject Inspect(Session session, JupyterMessage request)
    {
        var code = request.Text("code");
        var found = session.Inspect(code, Position(code, request));
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = found is null ? [] : CellPublisher.OnTheWire(found),
            ["metadata"] = new JsonObject(),
        };
    }

    public static JsonObject IsComplete(JupyterMessage request)
    {
        var reply = new JsonObject { ["status"] = CodeAssistant.Completeness(request.Text("code")) };
        if ((string?)reply["status"] == CodeAssistant.Incomplete)
        {
            reply["indent"] = "    ";
        }

        return reply;
    }

    // The protocol counts code points, .NET counts UTF-16 units.
    private static int Position(string code, JupyterMessage request)
    {
        var units = 0;
        var left = request.Number("cursor_pos") ?? int.MaxValue;
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

    private static int CodePoints(string code, int units) => code[..units].EnumerateRunes().Count();
}
