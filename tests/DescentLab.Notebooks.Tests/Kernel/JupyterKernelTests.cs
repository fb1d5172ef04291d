using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks.Tests;

[Collection(CurrentDirectory.Tests)]
public sealed class JupyterKernelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly KernelClient client;

    public JupyterKernelTests() => client = new KernelClient(folder.Path);

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void KernelInfo_OnBothChannels_IsAnsweredBetweenBusyAndIdle()
    {
        foreach (var channel in new[] { client.Shell, client.Control })
        {
            var id = client.Send(channel, "kernel_info_request", []);
            var reply = client.Reply(channel, id);

            Assert.Equal("kernel_info_reply", reply.Type);
            Assert.Equal("5.3", (string?)reply.Content["protocol_version"]);
            Assert.Equal("csharp", (string?)reply.Content["language_info"]!["name"]);
            Assert.Equal(["busy", "idle"], client.Published(id).Select(received => (string?)received.Content["execution_state"]));
        }
    }

    [Fact]
    public void Heartbeat_OfAKernel_Echoes() => Assert.True(client.Beats());

    [Fact]
    public async Task Ports_OfAKernel_AreOpenAtTheGivenAddressOnly()
    {
        // Linux answers at all of 127.0.0.0/8; a kernel bound to every address would answer at 127.0.0.2 as well.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a second loopback address.");
        foreach (var port in new[] { client.Connection.ShellPort, client.Connection.ControlPort, client.Connection.IOPubPort, client.Connection.StdinPort, client.Connection.HeartbeatPort })
        {
            using var open = new TcpClient();
            await open.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            using var closed = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(async () => await closed.ConnectAsync("127.0.0.2", port, TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("another key")]
    [InlineData(null)]
    public void Message_WronglySignedOrUnsigned_IsDropped(string? key)
    {
        client.Send(client.Shell, "execute_request", KernelClient.Cell("System.IO.File.WriteAllText(\"ran\", \"\");"), key);
        var id = client.Send(client.Shell, "execute_request", KernelClient.Cell("1"));

        Assert.Equal(1, (int?)client.Reply(client.Shell, id).Content["execution_count"]);
        Assert.False(File.Exists(folder.File("ran")));
    }

    [Fact]
    public void Execute_ACell_PublishesInputTextAndResultInOrder()
    {
        var id = client.Send(client.Shell, "execute_request", KernelClient.Cell("Console.Write(\"α\");\nConsole.Error.Write(\"e\");\n6 * 7"));
        var reply = client.Reply(client.Shell, id).Content;
        var published = client.Published(id);

        Assert.Equal("ok", (string?)reply["status"]);
        Assert.Equal(1, (int?)reply["execution_count"]);
        Assert.Equal(["status", "execute_input", "stream", "stream", "execute_result", "status"], published.Select(received => received.Type));
        Assert.Equal("""{"name":"stdout","text":"\u03B1"}""", published[2].Content.ToJsonString());
        Assert.Equal("""{"name":"stderr","text":"e"}""", published[3].Content.ToJsonString());
        Assert.Equal("42", (string?)published[4].Content["data"]!["text/plain"]);
        Assert.Equal(1, (int?)published[4].Content["execution_count"]);
    }

    [Fact]
    public void Execute_WithoutHistoryOrSilent_DoesNotCount()
    {
        var quiet = client.Send(client.Shell, "execute_request", new JsonObject { ["code"] = "var x = 3; Console.WriteLine(x); x", ["silent"] = true });
        client.Reply(client.Shell, quiet);
        Assert.Equal(["status", "status"], client.Published(quiet).Select(received => received.Type));

        var forgotten = new JsonObject { ["code"] = "x", ["store_history"] = false };
        Assert.Equal(0, (int?)client.Ask("execute_request", forgotten)["execution_count"]);
        Assert.Equal(1, (int?)client.Run("x").Reply["execution_count"]);
        var history = client.Ask("history_request", new JsonObject { ["hist_access_type"] = "tail", ["n"] = 10 });
        Assert.Equal("""[[0,1,"x"]]""", history["history"]!.ToJsonString());
    }

    [Fact]
    public void Execute_UserExpressions_GivesEachItsValueOrItsError()
    {
        client.Run("int x = 20;");
        var reply = client.Ask("execute_request", new JsonObject
        {
            ["code"] = "x++;",
            ["user_expressions"] = new JsonObject { ["twice"] = "2 * x", ["wrong"] = "nope" },
        });

        Assert.Equal("42", (string?)reply["user_expressions"]!["twice"]!["data"]!["text/plain"]);
        Assert.Equal("error", (string?)reply["user_expressions"]!["wrong"]!["status"]);
        Assert.Equal(2, (int?)reply["execution_count"]);
    }

    [Fact]
    public void Execute_ThatFails_ReportsTheLineAndKeepsTheState()
    {
        var (reply, shown) = client.Run("var kept = 5;\nint[] a = [];\na[kept]");

        Assert.Equal("error", (string?)reply["status"]);
        Assert.Equal("IndexOutOfRangeException", (string?)reply["ename"]);
        var error = Assert.Single(shown);
        Assert.Equal("error", error.Type);
        Assert.Contains("In[1], line 3", error.Content["traceback"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("5", Result("kept"));
    }

    [Theory]
    [InlineData(true, false, "aborted")]
    [InlineData(false, false, "ok")]
    [InlineData(true, true, "ok")]
    public void Execute_AfterACellThatFails_IsAbortedOnRequest(bool stop, bool silent, string status)
    {
        var failing = KernelClient.Cell("await Task.Delay(300); throw new Exception();");
        failing["stop_on_error"] = stop;
        failing["silent"] = silent;
        client.Send(client.Shell, "execute_request", failing);
        var second = client.Send(client.Shell, "execute_request", KernelClient.Cell("1"));

        Assert.Equal(status, (string?)client.Reply(client.Shell, second).Content["status"]);
        Assert.Equal("1", Result("1"));
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("Thread.Sleep(-1);")]
    [InlineData("Console.ReadLine();")]
    public void Interrupt_OfACellThatNeverEnds_StopsItAndTheSessionContinues(string endless)
    {
        client.Run("using System.Threading; var kept = 7;");
        var cell = client.Send(client.Shell, "execute_request", KernelClient.Cell("Console.WriteLine(\"runs\");\n" + endless));
        client.Next(cell, "stream");
        var interrupt = client.Send(client.Control, "interrupt_request", []);

        Assert.Equal("ok", (string?)client.Reply(client.Control, interrupt).Content["status"]);
        Assert.Equal("error", (string?)client.Reply(client.Shell, cell).Content["status"]);
        Assert.Equal("7", Result("kept"));
    }

    [Fact]
    public void ReadLine_InACell_AsksTheReader()
    {
        var cell = client.Send(client.Shell, "execute_request", KernelClient.Cell("Console.Write(\"Rate? \");\nvar rate = Console.ReadLine();\nrate + \"!\""));
        var question = client.AnswerInput("0.5");

        Assert.Equal("input_request", question.Type);
        Assert.Equal(cell, question.ParentId);
        var shown = client.Published(cell);
        Assert.Equal("0.5!", (string?)shown.Single(received => received.Type == "execute_result").Content["data"]!["text/plain"]);

        var alone = client.Ask("execute_request", new JsonObject { ["code"] = "Console.ReadLine()", ["allow_stdin"] = false });
        Assert.Contains("allow_stdin", (string?)alone["evalue"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#r \"", 1)]
    [InlineData("#i \"", 0)]
    public void Complete_BeforeADirectivesText_OffersNoEmptyText(string code, int position) => Assert.DoesNotContain(
        "", client.Ask("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = position })["matches"]!.AsArray().Select(match => (string?)match));

    [Fact]
    public void Display_AndUpdate_CarryTheSameId()
    {
        var (_, shown) = client.Run("var bar = display(HTML(\"<b>1</b>\"));\nbar.Update(2);\nclear_output(wait: true);");

        Assert.Equal(["display_data", "update_display_data", "clear_output"], shown.Select(received => received.Type));
        Assert.Equal("<b>1</b>", (string?)shown[0].Content["data"]!["text/html"]);
        Assert.Equal("2", (string?)shown[1].Content["data"]!["text/plain"]);
        Assert.NotNull((string?)shown[0].Content["transient"]!["display_id"]);
        Assert.Equal((string?)shown[0].Content["transient"]!["display_id"], (string?)shown[1].Content["transient"]!["display_id"]);
        Assert.True((bool?)shown[2].Content["wait"]);
    }

    [Fact]
    public void Text_OfManyLines_ArrivesWholeInFewMessages()
    {
        var (_, shown) = client.Run("for (var i = 0; i < 20_000; i++) Console.WriteLine(i);");

        var lines = string.Concat(shown.Select(received => (string?)received.Content["text"])).Split('\n');
        Assert.Equal([.. Enumerable.Range(0, 20_000).Select(i => $"{i}"), ""], lines);
        Assert.InRange(shown.Count, 1, 2_000);
    }

    [Theory]
    [InlineData("Math.Sq", "Sqrt", "Math.Sqrt")]
    [InlineData("text.Len", "Length", null)]
    [InlineData("\"😀\" + tex", "text", null)]
    [InlineData("new[] { 1 }.Sele", "Select", null)]
    [InlineData("string.Join(sep", "separator:", null)]
    [InlineData("whi", "while", null)]
    [InlineData("#!ti", "#!time", null)]
    public void Complete_APartOfAName_OffersTheNamesThatFit(string code, string expected, string? whole)
    {
        client.Run("var text = \"a\";");
        var reply = client.Ask("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.EnumerateRunes().Count() });

        Assert.Contains(expected, reply["matches"]!.AsArray().Select(match => (string?)match));
        if (whole is not null)
        {
            Assert.Equal(whole, code[..(int)reply["cursor_start"]!] + expected);
        }
    }

    // VS Code counts UTF-16 units, Jupyter's clients count code points.
    [Theory]
    [InlineData("tester", 10, 7)]
    [InlineData("b5ea9a4e-5d2e-4c4f-9d7b-6d1c0d5b1a11", 12, 9)]
    public void Complete_AfterEmoji_CountsAsTheClientDoes(string user, int cursor, int start)
    {
        using var folder = new TemporaryFolder();
        using var other = new KernelClient(folder.Path) { UserName = user };
        other.Run("var text = \"a\";");
        var reply = other.Ask("complete_request", new JsonObject { ["code"] = "\"😀😀\" + tex", ["cursor_pos"] = cursor });

        Assert.Equal("text", (string?)reply["matches"]![0]);
        Assert.Equal((start, cursor), ((int)reply["cursor_start"]!, (int)reply["cursor_end"]!));
    }

    // .NET Interactive removes directives from a cell before the C# kernel gets the rest.
    [Theory]
    [InlineData("#r \"System.Xml.dll\"\nvar x = Math.Sq")]
    [InlineData("#!time\n\nvar x = Math.Sq")]
    [InlineData("var a = 1;\n#r \"System.Xml.dll\"\nMath.Sq")]
    [InlineData("var a = \"\"\"\n#!time\n\"\"\"; Math.Sq")]
    [InlineData("#!csharp\nMath.Sq")]
    public void Complete_AfterDirectives_UsesTheRightPosition(string code)
    {
        var reply = client.Ask("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length });
        var documented = client.Ask("inspect_request", new JsonObject { ["code"] = code + "rt", ["cursor_pos"] = code.Length + 2, ["detail_level"] = 0 });

        Assert.Equal(["Sqrt"], reply["matches"]!.AsArray().Select(match => (string?)match));
        Assert.Equal((code.Length - 2, code.Length), ((int)reply["cursor_start"]!, (int)reply["cursor_end"]!));
        Assert.StartsWith("double Math.Sqrt(double d)", (string?)documented["data"]!["text/plain"], StringComparison.Ordinal);
    }

    // The request of VS Code for the documentation panel of a completion, see LastCompletion.
    [Fact]
    public void Inspect_AsVSCodeRequestsItInALaterLine_FindsTheDocumentation()
    {
        const string Code = "var a = 1;\nMath.";
        client.Ask("complete_request", new JsonObject { ["code"] = Code, ["cursor_pos"] = Code.Length });
        var reply = client.Ask("inspect_request", new JsonObject { ["code"] = "var aSqrt", ["cursor_pos"] = 9, ["detail_level"] = 0 });

        Assert.StartsWith("double Math.Sqrt(double d)", (string?)reply["data"]!["text/plain"], StringComparison.Ordinal);
    }

    // JupyterLab asks on the control channel, and a kernel that runs a cell answers too.
    [Fact]
    public void Variables_OfASession_AreListedAndOpened()
    {
        client.Run("double eta = 0.5; int[] numbers = [1, 2];");
        client.Run("var eta = \"now a text\";");
        var listed = client.Ask("debug_request", new JsonObject { ["type"] = "request", ["seq"] = 1, ["command"] = "inspectVariables" }, control: true);

        var variables = listed["body"]!["variables"]!.AsArray().ToDictionary(variable => (string)variable!["name"]!, variable => variable!);
        Assert.Equal(("string", "\"now a text\""), ((string?)variables["eta"]["type"], (string?)variables["eta"]["value"]));
        Assert.Equal(["eta", "numbers"], variables.Keys.Order());
        var opened = client.Ask(
            "debug_request",
            new JsonObject
            {
                ["type"] = "request", ["seq"] = 2, ["command"] = "variables",
                ["arguments"] = new JsonObject { ["variablesReference"] = (int)variables["numbers"]["variablesReference"]! },
            },
            control: true);
        Assert.Equal(["1", "2"], opened["body"]!["variables"]!.AsArray().Select(item => (string?)item!["value"]));
    }

    [Fact]
    public void Complete_OfAMethod_HasKindAndSignature()
    {
        var reply = client.Ask("complete_request", new JsonObject { ["code"] = "Math.Sqr", ["cursor_pos"] = 8 });

        var match = Assert.Single(reply["metadata"]!["_jupyter_types_experimental"]!.AsArray())!;
        Assert.Equal(("Sqrt", "function", "(double d)"), ((string?)match["text"], (string?)match["type"], (string?)match["signature"]));
        Assert.Equal((5, 8), ((int)match["start"]!, (int)match["end"]!));
    }

    [Fact]
    public void Inspect_AName_ShowsSignatureAndDocumentation()
    {
        client.Run("/// <summary>The rate.</summary>\ndouble rate = 0.5;");
        var known = client.Ask("inspect_request", new JsonObject { ["code"] = "rate + 1", ["cursor_pos"] = 2, ["detail_level"] = 0 });
        var function = client.Ask("inspect_request", new JsonObject { ["code"] = "clear_output(", ["cursor_pos"] = 13, ["detail_level"] = 0 });
        var unknown = client.Ask("inspect_request", new JsonObject { ["code"] = "nope", ["cursor_pos"] = 2, ["detail_level"] = 0 });

        Assert.True((bool?)known["found"]);
        Assert.StartsWith("double rate", (string?)known["data"]!["text/plain"], StringComparison.Ordinal);
        Assert.Contains("Clears the outputs of the cell", (string?)function["data"]!["text/plain"], StringComparison.Ordinal);
        Assert.False((bool?)unknown["found"]);
    }

    [Theory]
    [InlineData("1 + 1", "complete")]
    [InlineData("if (true) {", "incomplete")]
    [InlineData("var x = );", "invalid")]
    public void IsComplete_ACell_FollowsTheCompiler(string code, string expected) =>
        Assert.Equal(expected, (string?)client.Ask("is_complete_request", new JsonObject { ["code"] = code })["status"]);

    [Fact]
    public void History_OfASession_IsFoundByTailRangeAndPattern()
    {
        foreach (var code in new[] { "1", "22", "1" })
        {
            client.Run(code);
        }

        Assert.Equal("""[[0,3,"1"]]""", History(new JsonObject { ["hist_access_type"] = "tail", ["n"] = 1 }));
        Assert.Equal("""[[0,2,"22"]]""", History(new JsonObject { ["hist_access_type"] = "range", ["session"] = 0, ["start"] = 2, ["stop"] = 3 }));
        Assert.Equal("""[[0,3,["1",null]]]""", History(new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "?", ["unique"] = true, ["output"] = true }));

        string History(JsonObject request) => client.Ask("history_request", request)["history"]!.ToJsonString();
    }

    [Fact]
    public void Comm_ThatAClientOpens_IsClosedAndNoneIsListed()
    {
        var id = client.Send(client.Shell, "comm_open", new JsonObject { ["comm_id"] = "c", ["target_name"] = "none", ["data"] = new JsonObject() });

        Assert.Contains(client.Published(id), received => received.Type == "comm_close" && (string?)received.Content["comm_id"] == "c");
        Assert.Equal("{}", client.Ask("comm_info_request", [])["comms"]!.ToJsonString());
    }

    [Fact]
    public void Request_WithMissingContent_IsAnErrorAndTheKernelContinues()
    {
        Assert.Equal("error", (string?)client.Ask("execute_request", [])["status"]);
        Assert.Equal("error", (string?)client.Ask("complete_request", [])["status"]);
        Assert.Equal("2", Result("1 + 1"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Shutdown_WhileACellRuns_RepliesAndEnds(bool restart)
    {
        client.Send(client.Shell, "execute_request", KernelClient.Cell("while (true) { }"));
        var id = client.Send(client.Control, "shutdown_request", new JsonObject { ["restart"] = restart });

        Assert.Equal(restart, (bool?)client.Reply(client.Control, id).Content["restart"]);
        await client.Ended.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Cell_ThatBeginsWhenTheKernelEnds_IsStopped()
    {
        using var session = new Session(folder.Path);
        using var channels = new KernelChannels(KernelClient.FreeConnection());
        using var cells = new CellRequests(session, channels, new LivePictures(folder.Path));
        var request = new JupyterMessage([[1]], "{}"u8.ToArray(), "execute_request", KernelClient.Cell("while (true) { }"));
        cells.Announce(request);
        cells.End();

        var reply = await cells.ExecuteAsync(request).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("Interrupted", (string?)reply["ename"]);
    }

    private string? Result(string code) =>
        (string?)client.Run(code).Shown.Single(received => received.Type == "execute_result").Content["data"]!["text/plain"];
}
