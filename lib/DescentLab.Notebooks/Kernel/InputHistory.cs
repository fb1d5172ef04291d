using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DescentLab.Notebooks;

/// <summary>The cells that have run in this session, for <c>history_request</c>.</summary>
internal sealed class InputHistory
{
    private readonly Lock gate = new();
    private readonly List<(int Count, string Code)> inputs = [];

    public void Add(int count, string code)
    {
        lock (gate)
        {
            inputs.Add((count, code));
        }
    }

    public JsonObject Reply(JupyterMessage request)
    {
        var kind = request.Text("hist_access_type");
        var (session, start, stop) = (request.Number("session") ?? 0, request.Number("start") ?? 0, request.Number("stop") ?? int.MaxValue);
        var pattern = request.Content["pattern"]?.GetValue<string>() ?? "*";
        lock (gate)
        {
            IEnumerable<(int Count, string Code)> found = kind switch
            {
                "tail" => inputs,
                // Session 0 is the current one; no other is stored.
                "range" => session == 0 ? inputs.Where(input => input.Count >= start && input.Count < stop) : [],
                "search" => inputs.Where(input => Matches(input.Code, pattern)),
                _ => throw new FormatException($"hist_access_type \"{kind}\" is not one of: tail, range, search."),
            };
            if (request.Flag("unique", otherwise: false))
            {
                found = found.Reverse().DistinctBy(input => input.Code).Reverse();
            }

            if (kind != "range" && request.Number("n") is { } n)
            {
                found = found.TakeLast(Math.Max(n, 0));
            }

            var withOutput = request.Flag("output", otherwise: false);
            return new JsonObject
            {
                ["status"] = "ok",
                ["history"] = new JsonArray([.. found.Select(input => new JsonArray(
                    0, input.Count, withOutput ? new JsonArray(input.Code, null) : input.Code))]),
            };
        }
    }

    private static bool Matches(string code, string glob)
    {
        var pattern = Regex.Escape(glob).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);
        return Regex.IsMatch(code, $"^{pattern}$", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
    }
}
