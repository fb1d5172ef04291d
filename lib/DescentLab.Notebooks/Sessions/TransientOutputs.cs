namespace DescentLab.Notebooks;

/// <summary>A value shown earlier has changed. Only listeners receive it: in a cell's outputs the value itself is replaced.</summary>
/// <param name="DisplayId">The <see cref="DataOutput.DisplayId"/> of the value.</param>
/// <param name="Data">The new representations.</param>
public sealed record DisplayUpdate(string DisplayId, MimeBundle Data) : CellOutput
{
    private protected override void WriteTo(NotebookJson json) =>
        json.Members(0, [("data", depth => Data.WriteTo(json, depth)), ("output_type", _ => json.Text("update_display_data"))]);
}

/// <summary>The outputs of the cell were cleared. Only listeners receive it.</summary>
/// <param name="Wait">Whether to wait for the next output before clearing, to avoid flicker.</param>
public sealed record ClearedOutput(bool Wait) : CellOutput
{
    private protected override void WriteTo(NotebookJson json) =>
        json.Members(0, [("output_type", _ => json.Text("clear_output")), ("wait", depth => json.Write(Wait, depth))]);
}
