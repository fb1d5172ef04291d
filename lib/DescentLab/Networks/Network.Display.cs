namespace DescentLab;

public sealed partial class Network<T> : IHtml
{
    /// <summary>The layers, their shapes and parameters, as a table.</summary>
    public string ToHtml() => Html.Table(
        $"Network, {Loss}",
        ["layer", "output shape", "parameters"],
        [.. Rows().Select(row => (string[])[row.Layer, row.Shape, $"{row.Parameters}"]), ["in all", "", $"{Parameters}"]]);

    private IEnumerable<(string Layer, string Shape, int Parameters)> Rows() =>
    [
        ("Input", $"{Input}", 0),
        .. Layers.Select(layer => (layer.Name, $"{layer.Output}", layer.Parameters)),
        .. Loss is SoftmaxCrossEntropy<T> ? [("Softmax", $"{Output}", 0)] : Array.Empty<(string, string, int)>(),
    ];
}
