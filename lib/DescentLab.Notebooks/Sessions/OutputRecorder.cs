using System.Text;

namespace DescentLab.Notebooks;

/// <summary>Collects the outputs of a cell, in order, from any thread; consecutive writes to one stream become one output.</summary>
/// <param name="onOutput">Receives every output as it comes; may be null.</param>
/// <param name="ask">Asks the reader for input; null when none is available.</param>
/// <param name="keepsLate">Whether outputs are kept that come after the cell has ended; a kernel that runs for days must not.</param>
internal sealed class OutputRecorder(Action<CellOutput>? onOutput, Func<Question, string>? ask = null, bool keepsLate = false)
{
    private readonly Lock gate = new();
    private readonly List<CellOutput> outputs = [];
    private readonly StringBuilder text = new();
    private string? stream;
    // Half a character, until its other half comes: a cell may write one char at a time.
    private char? half;
    private bool clearFirst;
    private bool hasEnded;

    /// <summary>Adds text to a stream.</summary>
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

            chunk = half + chunk;
            half = char.IsHighSurrogate(chunk[^1]) ? chunk[^1] : null;
            Append(half is null ? chunk : chunk[..^1]);
        }
    }

    /// <summary>Adds a value or an error.</summary>
    public void Add(CellOutput output)
    {
        lock (gate)
        {
            ClearIfAsked();
            Flush();
            if (!hasEnded)
            {
                outputs.Add(output);
            }

            onOutput?.Invoke(output);
        }
    }

    /// <summary>Updates the value that was shown with that id.</summary>
    public void Update(string displayId, MimeBundle data)
    {
        lock (gate)
        {
            Replace(displayId, data);
            onOutput?.Invoke(new DisplayUpdate(displayId, data));
        }
    }

    /// <summary>Replaces the value that was shown with that id, if it was shown here, without telling the listener.</summary>
    public void Replace(string displayId, MimeBundle data)
    {
        lock (gate)
        {
            var place = outputs.FindIndex(output => output is DataOutput shown && shown.DisplayId == displayId);
            if (place >= 0)
            {
                outputs[place] = (DataOutput)outputs[place] with { Data = data };
            }
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

    /// <summary>Receives an output that was recorded in another process.</summary>
    public void Receive(CellOutput output)
    {
        switch (output)
        {
            case StreamOutput written:
                Write(written.Name, written.Text);
                break;
            case DisplayUpdate update:
                Update(update.DisplayId, update.Data);
                break;
            case ClearedOutput cleared:
                Clear(cleared.Wait);
                break;
            default:
                Add(output);
                break;
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

    /// <summary>Forgets the outputs at the end of the cell; what comes later only the listener receives.</summary>
    public void End()
    {
        lock (gate)
        {
            if (!keepsLate)
            {
                hasEnded = true;
                outputs.Clear();
                text.Clear();
                stream = null;
            }
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

    private void Append(string chunk)
    {
        if (chunk.Length == 0)
        {
            return;
        }

        if (!hasEnded)
        {
            text.Append(chunk);
        }

        onOutput?.Invoke(new StreamOutput(stream!, chunk));
    }

    private void Flush()
    {
        Append($"{half}");
        half = null;
        if (text.Length > 0)
        {
            // A notebook's text has line feeds on every system.
            var written = new StreamOutput(stream!, text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal));
            if (outputs is [.., StreamOutput last] && last.Name == stream)
            {
                // The cell had ended before.
                outputs[^1] = last with { Text = last.Text + written.Text };
            }
            else
            {
                outputs.Add(written);
            }
        }

        text.Clear();
        stream = null;
    }
}
