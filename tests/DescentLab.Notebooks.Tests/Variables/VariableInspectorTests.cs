using System.Text.Json.Nodes;

namespace DescentLab.Notebooks.Tests;

public sealed class VariableInspectorTests
{
    private sealed record Ball(double Height, Ball? Next)
    {
        public double Speed = 2;

        public static int Made => 1;

        public string Broken => throw new InvalidOperationException("no");

        public ReadOnlySpan<int> Span => default;
    }

    private sealed class Endless
    {
        public override string ToString()
        {
            Thread.Sleep(Timeout.Infinite);
            return "";
        }
    }

    private readonly List<Variable> variables =
    [
        new("eta", typeof(double), 0.03),
        new("text", typeof(string), "a\nb"),
        new("nothing", typeof(string), null),
        new("numbers", typeof(List<int>), new List<int> { 1, 2, 3 }),
        new("grid", typeof(double[,]), new double[2, 3]),
        new("ages", typeof(Dictionary<string, int>), new Dictionary<string, int> { ["Ada"] = 36 }),
        new("ball", typeof(Ball), new Ball(1, new Ball(2, null))),
        new("maybe", typeof(int?), 5),
        new("f", typeof(Func<double, double>), (Func<double, double>)Math.Sqrt),
    ];

    private readonly VariableInspector inspector;
    private int seq;

    public VariableInspectorTests() =>
        inspector = new VariableInspector(() => variables);

    [Fact]
    public void InspectVariables_OfLongText_CutsNoEmojiInHalf()
    {
        variables.Add(new("smiles", typeof(string), string.Concat(Enumerable.Repeat("😀", 100))));

        Assert.EndsWith("😀…", (string?)Variables("inspectVariables", [])[^1]["value"], StringComparison.Ordinal);
    }

    [Fact]
    public void InspectVariables_OfASession_ListsNamesTypesAndValues()
    {
        var listed = Variables("inspectVariables", []);

        Assert.Equal(variables.Select(variable => variable.Name), listed.Select(variable => (string?)variable["name"]));
        Assert.Equal(
            ["double", "string", "string", "List<int>", "double[,]", "Dictionary<string, int>", "Ball", "int?", "Func<double, double>"],
            listed.Select(variable => (string?)variable["type"]));
        Assert.Equal(("0.03", "\"a b\"", "null"), ((string?)listed[0]["value"], (string?)listed[1]["value"], (string?)listed[2]["value"]));
        Assert.StartsWith("(3) [ 1, 2, 3 ]", (string?)listed[3]["value"], StringComparison.Ordinal);
        Assert.StartsWith("(2 × 3)", (string?)listed[4]["value"], StringComparison.Ordinal);
    }

    // The requests of JupyterLab 4.6 when a reader opens the list of variables (packages/debugger: session.ts, service.ts).
    [Fact]
    public void Requests_AsJupyterLabSendsThem_ExpandTheList()
    {
        Assert.False((bool?)Ask("debugInfo", [])["body"]!["isStarted"]);
        Assert.True((bool?)Ask("initialize", new JsonObject { ["clientID"] = "jupyterlab" })["success"]);
        Assert.True((bool?)Ask("attach", [])["success"]);
        Assert.True((bool?)Ask("debugInfo", [])["body"]!["isStarted"]);
        var ball = Variables("inspectVariables", []).Single(variable => (string?)variable["name"] == "ball");

        var inside = Children(ball).ToDictionary(child => (string)child["name"]!);
        Assert.Equal(("1", "2"), ((string?)inside["Height"]["value"], (string?)inside["Speed"]["value"]));
        Assert.Contains("no", (string?)inside["Broken"]["value"], StringComparison.Ordinal);
        Assert.DoesNotContain("Span", inside.Keys);
        Assert.DoesNotContain("Made", inside.Keys);
        Assert.Equal("2", (string?)Children(inside["Next"]).Single(child => (string?)child["name"] == "Height")["value"]);
        Assert.Equal("0.03", (string?)Ask("richInspectVariables", new JsonObject { ["variableName"] = "eta" })["body"]!["data"]!["text/plain"]);
        Assert.Empty(Ask("setBreakpoints", new JsonObject { ["breakpoints"] = new JsonArray(new JsonObject { ["line"] = 1 }) })["body"]!["breakpoints"]!.AsArray());
        Assert.True((bool?)Ask("disconnect", [])["success"]);
    }

    [Fact]
    public void Variables_OfCollections_AreTheirItems()
    {
        var listed = Variables("inspectVariables", []);

        Assert.Equal(["[0]", "[1]", "[2]"], Children(listed[3]).Select(child => (string?)child["name"]));
        Assert.Equal(("[\"Ada\"]", "36"), ((string?)Children(listed[5])[0]["name"], (string?)Children(listed[5])[0]["value"]));
        Assert.All(new[] { 0, 1, 2, 7, 8 }, i => Assert.Equal(0, (int?)listed[i]["variablesReference"]));
    }

    [Fact]
    public void InspectVariables_WithAValueThatNeverShows_Answers()
    {
        variables.Add(new Variable("endless", typeof(Endless), new Endless()));

        Assert.Equal("… (takes too long to show)", (string?)Variables("inspectVariables", [])[^1]["value"]);
    }

    [Fact]
    public void InspectVariables_WithACollectionThatContainsItself_SaysSo()
    {
        var list = new List<object>();
        list.Add(list);
        variables.Add(new Variable("list", typeof(List<object>), list));

        Assert.Contains("contains itself", (string?)Variables("inspectVariables", [])[^1]["value"], StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_ForValuesThatNeverShow_AreAnswered()
    {
        var never = new TaskCompletionSource<int>();
        variables.Add(new Variable("running", typeof(Task<int>), never.Task));
        variables.Add(new Variable("endless", typeof(Endless), new Endless()));

        var running = Variables("inspectVariables", [])[^2];
        Assert.Equal("… (takes too long to show)", (string?)Children(running).Single(child => (string?)child["name"] == "Result")["value"]);
        Assert.Equal("False", (string?)Children(running).Single(child => (string?)child["name"] == "IsCompleted")["value"]);
        Assert.Equal("… (takes too long to show)", (string?)Ask("richInspectVariables", new JsonObject { ["variableName"] = "endless" })["body"]!["data"]!["text/plain"]);
        never.SetResult(1);
    }

    [Theory]
    [InlineData("stackTrace")]
    [InlineData("")]
    [InlineData("variables")]
    [InlineData("richInspectVariables")]
    public void Request_ThatCannotBeAnswered_IsRejectedWithAMessage(string command)
    {
        var reply = Ask(command, []);

        Assert.False((bool?)reply["success"]);
        Assert.NotEmpty((string)reply["message"]!);
        Assert.Equal((command, seq), ((string?)reply["command"], (int?)reply["request_seq"]));
    }

    private JsonObject Ask(string command, JsonObject arguments) =>
        inspector.Reply(new JsonObject { ["type"] = "request", ["seq"] = ++seq, ["command"] = command, ["arguments"] = arguments });

    private List<JsonNode> Variables(string command, JsonObject arguments) =>
        [.. Ask(command, arguments)["body"]!["variables"]!.AsArray().Select(variable => variable!)];

    private List<JsonNode> Children(JsonNode parent) =>
        Variables("variables", new JsonObject { ["variablesReference"] = (int)parent["variablesReference"]! });
}
