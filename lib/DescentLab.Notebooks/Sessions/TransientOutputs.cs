using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>A value shown earlier has changed. Only listeners hear it: in a cell's outputs the value itself is replaced.</summary>
/// <param name="DisplayId">The <see cref="DataOutput.DisplayId"/> of the value.</param>
/// <param name="Data">What it shows from now on.</param>
public sealed record DisplayUpdate(string DisplayId, MimeBundle Data) : CellOutput
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new DataOutput(Data).ToJson();
}

/// <summary>Everything the cell has shown so far is gone. Only listeners hear it.</summary>
/// <param name="Wait">Whether it goes only when the next output comes, so that nothing flickers.</param>
public sealed record ClearedOutput(bool Wait) : CellOutput
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["output_type"] = "clear_output", ["wait"] = Wait };
}
