using System.Text;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>
/// Publishes the outputs of one cell, in order. Text is sent in portions: a loop that prints a hundred thousand lines
/// makes a few messages.
/// </summary>
internal sealed class CellPublisher(KernelChannels channels, JupyterMessage request, LivePictures pictures)
{
    private readonly bool isForVsCode = request.IsFromVsCode;
    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private string stream = StreamOutput.StandardOutput;

    public void Publish(CellOutput output)
    {
        lock (gate)
        {
            if (output is StreamOutput written)
            {
                if (written.Name != stream)
                {
                    Flush();
                    stream = written.Name;
                }

                if (text.Length == 0)
                {
                    channels.Soon(Flush);
                }

                text.Append(written.Text);
                return;
            }

            Flush();
            var (type, content) = OnTheWire(isForVsCode ? pictures.AsSaved(output) : output);
            channels.Publish(request, type, content);
        }
    }

    /// <summary>Sends the buffered text.</summary>
    public void Flush()
    {
        lock (gate)
        {
            if (text.Length > 0)
            {
                channels.Publish(request, "stream", new JsonObject { ["name"] = stream, ["text"] = text.ToString() });
                text.Clear();
            }
        }
    }

    /// <summary>Converts a bundle to the form of messages: a text is one string, not an array of lines as in a file.</summary>
    public static JsonObject OnTheWire(MimeBundle bundle) => new(bundle.Select(representation => KeyValuePair.Create(
        representation.Key,
        MimeBundle.IsJson(representation.Key) ? MimeBundle.JsonOf(representation.Value) : JsonValue.Create(representation.Value))));

    private static (string Type, JsonObject Content) OnTheWire(CellOutput output)
    {
        switch (output)
        {
            case DataOutput data:
                var shown = new JsonObject { ["data"] = OnTheWire(data.Data), ["metadata"] = data.Metadata.DeepClone() };
                if (data.IsResult)
                {
                    shown["execution_count"] = data.ExecutionCount;
                    return ("execute_result", shown);
                }

                shown["transient"] = Transient(data.DisplayId);
                return ("display_data", shown);
            case DisplayUpdate update:
                return ("update_display_data", new JsonObject
                {
                    ["data"] = OnTheWire(update.Data),
                    ["metadata"] = new JsonObject(),
                    ["transient"] = Transient(update.DisplayId),
                });
            case ClearedOutput cleared:
                return ("clear_output", new JsonObject { ["wait"] = cleared.Wait });
            default:
                var json = output.ToJson();
                json.Remove("output_type", out var type);
                return ((string)type!, json);
        }
    }

    private static JsonObject Transient(string? displayId) => displayId is null ? [] : new JsonObject { ["display_id"] = displayId };
}
