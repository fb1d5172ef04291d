using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>Compares the outputs of two runs of a notebook: the saved ones and fresh ones.</summary>
/// <remarks>
/// Text must be identical. Numbers in a figure's JSON, also in its typed arrays, may differ by 1e-9 of their size (or 1e-12): sin, exp and
/// pow come from each system's own math library, and their last bits differ. Pictures (<c>image/*</c>) are not compared:
/// they depend on the browser and the fonts that drew them. For a cell tagged <c>timing</c>, only the kinds of the outputs are compared.
/// Differences between programs that run notebooks do not count: streams in several pieces, the line ends of Windows, the HTML that
/// they add to a chart or wrap around text, and the script with which Microsoft's tool connects a page to its HTTP port.
/// </remarks>
public static class OutputComparison
{
    /// <summary>The tag of a cell whose outputs are measured times.</summary>
    public const string TimingTag = "timing";

    private const double RelativeTolerance = 1e-9;
    private const double AbsoluteTolerance = 1e-12;

    /// <summary>Lists the differences, one sentence for each cell; empty when the outputs agree.</summary>
    /// <param name="saved">The notebook as it is stored.</param>
    /// <param name="fresh">The same notebook after a run.</param>
    public static IReadOnlyList<string> Differences(NotebookDocument saved, NotebookDocument fresh)
    {
        ArgumentNullException.ThrowIfNull(saved);
        ArgumentNullException.ThrowIfNull(fresh);
        var (before, now) = (saved.CodeCells.Count(), fresh.CodeCells.Count());
        return
        [
            .. before == now ? [] : (string[])[$"{saved.Name}: saved with {before} code cells, run with {now}"],
            .. from pair in saved.CodeCells.Zip(fresh.CodeCells)
               let difference = Difference(pair.First.Outputs, pair.Second.Outputs, pair.First.HasTag(TimingTag))
               where difference is not null
               select $"{saved.Name}, cell {pair.Second.ExecutionCount} ({pair.First.Id}): {difference}",
        ];
    }

    private static string? Difference(IReadOnlyList<CellOutput> savedOutputs, IReadOnlyList<CellOutput> freshOutputs, bool kindsOnly)
    {
        var (saved, fresh) = (Whole(savedOutputs), Whole(freshOutputs));
        if (!saved.Select(Kind).SequenceEqual(fresh.Select(Kind)))
        {
            return $"saved are [{string.Join(", ", saved.Select(Kind))}], fresh are [{string.Join(", ", fresh.Select(Kind))}]";
        }

        return kindsOnly ? null : saved.Zip(fresh, Difference).FirstOrDefault(difference => difference is not null);
    }

    private static string? Difference(CellOutput saved, CellOutput fresh) => (saved, fresh) switch
    {
        (StreamOutput a, StreamOutput b) => TextDifference(a.Name, a.Text, b.Text),
        (ErrorOutput a, ErrorOutput b) => TextDifference("the error", $"{a.Name}: {a.Value}", $"{b.Name}: {b.Value}"),
        (DataOutput a, DataOutput b) => Comparable(a).Select(mimeType => MimeBundle.IsJson(mimeType)
            ? JsonDifference(
                mimeType, TypedArrays.Unpacked(NotebookJson.Parse(a.Data[mimeType]!)), TypedArrays.Unpacked(NotebookJson.Parse(b.Data[mimeType]!)))
            : TextDifference(mimeType, a.Data[mimeType]!, b.Data[mimeType]!)).FirstOrDefault(difference => difference is not null),
        _ => null,
    };

    private static string Kind(CellOutput output) => output switch
    {
        StreamOutput stream => stream.Name,
        ErrorOutput => "error",
        DataOutput data => string.Join(" + ", Comparable(data)),
        _ => "unknown",
    };

    // With each run of writes to one stream as one output, as Jupyter's pages store it.
    private static List<CellOutput> Whole(IReadOnlyList<CellOutput> outputs)
    {
        var whole = new List<CellOutput>();
        foreach (var output in outputs.Where(output => !IsConnectingScript(output)))
        {
            if (output is StreamOutput next && whole is [.., StreamOutput last] && last.Name == next.Name)
            {
                whole[^1] = last with { Text = last.Text + next.Text };
            }
            else
            {
                whole.Add(output);
            }
        }

        return whole;
    }

    private static bool IsConnectingScript(CellOutput output) =>
        output is DataOutput { IsResult: false } data && data.Data["text/html"]?.Contains("dotnet-interactive-this-cell", StringComparison.Ordinal) is true;

    private static IEnumerable<string> Comparable(DataOutput output)
    {
        var isChart = output.Data.Contains(Runner.PlotlyMimeType);
        return output.Data.MimeTypes.Where(mimeType =>
            !mimeType.StartsWith("image/", StringComparison.Ordinal)
            && !(mimeType == "text/html" && (isChart || Representations.IsWrappedText(output.Data[mimeType]!))));
    }

    private static string? TextDifference(string what, string saved, string fresh)
    {
        var (a, b) = (Lines(saved), Lines(fresh));
        if (a.SequenceEqual(b))
        {
            return null;
        }

        var line = a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1} of {what} was saved as '{a.ElementAtOrDefault(line)}' and is now '{b.ElementAtOrDefault(line)}'";
    }

    private static string[] Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');

    private static string? JsonDifference(string where, JsonNode? saved, JsonNode? fresh)
    {
        switch (saved, fresh)
        {
            case (JsonObject a, JsonObject b) when a.Select(member => member.Key).ToHashSet().SetEquals(b.Select(member => member.Key)):
                return a.Select(member => JsonDifference($"{where}/{member.Key}", member.Value, b[member.Key]))
                    .FirstOrDefault(difference => difference is not null);
            case (JsonArray a, JsonArray b) when a.Count == b.Count:
                return a.Select((item, i) => JsonDifference($"{where}/{i}", item, b[i])).FirstOrDefault(difference => difference is not null);
            case (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number:
                var (x, y) = (a.GetValue<double>(), b.GetValue<double>());
                if (Math.Abs(x - y) <= AbsoluteTolerance + (RelativeTolerance * Math.Max(Math.Abs(x), Math.Abs(y))))
                {
                    return null;
                }

                break;
            default:
                if (JsonNode.DeepEquals(saved, fresh))
                {
                    return null;
                }

                break;
        }

        return $"{where} was saved as {Short(saved)} and is now {Short(fresh)}";
    }

    private static string Short(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "null";
        return Excerpt.Of(text, 60);
    }
}
