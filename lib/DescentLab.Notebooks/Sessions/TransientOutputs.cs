using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>A value shown earlier has changed. Only listeners receive it: in a cell's outputs the value itself is replaced.</summary>
/// <param name="DisplayId">The <see cref="DataOutput.DisplayId"/> of the value.</param>
/// <param name="Data">The new representations.</param>
public sealed record DisplayUpdate(string DisplayId, MimeBundle Data) : CellOutput
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new DataOutput(Data).ToJson();
}

/// <summary>The outputs of the cell were cleared. Only listeners receive it.</summary>
/// <param name="Wait">Whether to wait for the next output before clearing, to avoid flicker.</param>
public sealed record ClearedOutput(bool Wait) : CellOutput
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["output_type"] = "clear_output", ["wait"] = Wait };
}
