namespace DescentLab.Notebooks.Tests.Reports;

public sealed class PlotlyBundleTests
{
    [Theory]
    [InlineData("""{"data": []}""")]
    [InlineData("""{"data": [{"y": [1]}, {"type": "scatter"}, {"type": "contour"}], "layout": {"xaxis": {"type": "log"}, "shapes": [{"type": "line"}]}}""")]
    [InlineData("""{"data": [{"type": "bar"}], "layout": {"title": {"text": "A surface, a \"table\""}, "template": {"data": {"surface": [{}], "table": [{}]}}}}""")]
    [InlineData("""{"data": [{"type": "bar"}], "layout": {"updatemenus": [{"type": "buttons", "buttons": [{"method": "restyle", "args": ["type", "box"]}]}]}}""")]
    [InlineData("""{"data": [null, 1, "bar", [], {"type": null}, {"type": 3}, {"type": {}}, {"type": ["bar", []]}, {"type": "nothing"}], "frames": 7, "layout": []}""")]
    public void Figure_WithoutARareTrace_NeedsTheCartesianBuild(string figure) => Assert.False(NeedsFull(figure));

    [Theory]
    [InlineData("""{"data": [{"y": [1]}, {"type": "surface"}]}""")]
    [InlineData("""{"data": [{"type": "\u0073urface"}]}""")]
    [InlineData("""{"data": [{"type": ["bar", "surface"]}]}""")]
    [InlineData("""{"data": [{"y": [1]}], "frames": [{"data": [{"type": "scatter3d"}]}]}""")]
    [InlineData("""{"data": [{"y": [1]}], "layout": {"updatemenus": [{"buttons": [{"method": "restyle", "args": ["type", "sankey"]}]}]}}""")]
    [InlineData("""{"data": [{"y": [1]}], "layout": {"updatemenus": [{"buttons": [{"method": "restyle", "args": [{}], "args2": [{"type": ["scattergl"]}]}]}]}}""")]
    [InlineData("""{"data": [{"y": [1]}], "layout": {"sliders": [{"steps": [{"method": "update", "args": [{"type": "scattergl"}, {}]}]}]}}""")]
    [InlineData("""{"data": [{"y": [1]}], "layout": {"template": {"layout": {"sliders": [{"steps": [{"args": [{"type": "table"}]}]}]}}}}""")]
    [InlineData("""{"data": [{"y": [1]}], "layout": {"meta": {"narrow": {"traces": [[0, "type", "table"]]}}}}""")]
    public void Figure_ThatMayGetARareTrace_NeedsTheFullBuild(string figure) => Assert.True(NeedsFull(figure));

    private static bool NeedsFull(string figure) => PlotlyBundle.NeedsFull(FigureJson.Parse(figure)!.ToJsonString());
}
