using System.Text;

namespace DescentLab.Notebooks;

/// <summary>Collects what a cell shows, in order, from any thread; neighbouring writes to one stream become one output.</summary>
internal sealed class OutputRecorder(Action<CellOutput>? onOutput)
{
    private readonly Lock gate = new();
    private readonly List<CellOutput> outputs = [];
    private readonly StringBuilder text = new();
    private string? stream;

    /// <summary>Adds text to a stream. After the cell has ended, only the listener still hears it.</summary>
    public void Write(string name, string chunk)
    {
        if (chunk.Length == 0)
        {
            return;
        }

        lock (gate)
        {
            if (stream != name)
            {
                Flush();
                stream = name;
            }

            text.Append(chunk);
            onOutput?.Invoke(new StreamOutput(name, chunk));
        }
    }

    /// <summary>Adds a value or an error.</summary>
    public void Add(CellOutput output)
    {
        lock (gate)
        {
            Flush();
            outputs.Add(output);
            onOutput?.Invoke(output);
        }
    }

    /// <summary>The outputs so far.</summary>
    public IReadOnlyList<CellOutput> ToList()
    {
        lock (gate)
        {
            Flush();
            return [.. outputs];
        }
    }

    private void Flush()
    {
        if (stream is not null)
        {
            // A notebook's text has line feeds on every system.
            outputs.Add(new StreamOutput(stream, text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal)));
            text.Clear();
            stream = null;
        }
    }
}
