using System.Text;

namespace DescentLab.Notebooks;

/// <summary>Collects the outputs of a cell, in order, from any thread; consecutive writes to one stream become one output.</summary>
internal sealed class OutputRecorder(Action<CellOutput>? onOutput, Func<Question, string>? ask = null)
{
    private readonly Lock gate = new();
    private readonly List<CellOutput> outputs = [];
    private readonly StringBuilder text = new();
    private string? stream;
    private bool clearFirst;

    /// <summary>Adds text to a stream. After the cell has ended, only the listener receives it.</summary>
    public void Write(string name, string chunk)
    {
        if (chunk.Length == 0)
        {
            return;
        }

        lock (gate)
        {
            ClearIfAsked();
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
            ClearIfAsked();
            Flush();
            outputs.Add(output);
            onOutput?.Invoke(output);
        }
    }

    /// <summary>Updates the value that was shown with that id.</summary>
    public void Update(string displayId, MimeBundle data)
    {
        lock (gate)
        {
            var place = outputs.FindIndex(output => output is DataOutput shown && shown.DisplayId == displayId);
            if (place >= 0)
            {
                outputs[place] = (DataOutput)outputs[place] with { Data = data };
            }

            onOutput?.Invoke(new DisplayUpdate(displayId, data));
        }
    }

    /// <summary>Clears all outputs, now or when the next one comes.</summary>
    public void Clear(bool wait)
    {
        lock (gate)
        {
            clearFirst = true;
            if (!wait)
            {
                ClearIfAsked();
            }

            onOutput?.Invoke(new ClearedOutput(wait));
        }
    }

    /// <summary>Asks the reader for input.</summary>
    /// <exception cref="InvalidOperationException">No input is available.</exception>
    public string Ask(Question question) => ask?.Invoke(question)
        ?? throw new InvalidOperationException("The cell reads a line, but no input is available here.");

    /// <summary>Gets the outputs so far.</summary>
    public IReadOnlyList<CellOutput> ToList()
    {
        lock (gate)
        {
            Flush();
            return [.. outputs.Where(output => output is not DataOutput shown || !IsEmptyList(shown.Data))];
        }
    }

    // What is left of the package's list of installed packages when a restore has failed.
    private static bool IsEmptyList(MimeBundle data) =>
        data["text/plain"] is "" && data["text/html"] is { } html && html.Replace("<div>", "", StringComparison.Ordinal).Replace("</div>", "", StringComparison.Ordinal) is "";

    private void ClearIfAsked()
    {
        if (clearFirst)
        {
            clearFirst = false;
            Flush();
            outputs.Clear();
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
