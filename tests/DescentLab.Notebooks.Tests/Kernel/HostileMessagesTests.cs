using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;

namespace DescentLab.Notebooks.Tests;

/// <summary>Tests that after invalid messages from a broken or hijacked client the kernel still answers the next request.</summary>
[Collection(CurrentDirectory.Tests)]
public sealed class HostileMessagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly KernelClient client;

    public HostileMessagesTests() => client = new KernelClient(folder.Path);

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("input_reply", "{}")]
    [InlineData("input_reply", "{\"value\": 7}")]
    [InlineData("input_reply", "{\"value\": \"a\", \"value\": \"b\"}")]
    public void InputReply_WithoutAText_IsDropped(string type, string content)
    {
        client.SendText(client.Stdin, Header(type), content);

        AssertServes();
    }

    [Theory]
    [InlineData("{\"msg_type\": \"execute_request\", \"msg_id\": \"a\", \"msg_id\": \"b\"}", "{\"code\": \"1\"}")]
    [InlineData("{\"msg_type\": \"execute_request\", \"msg_id\": \"a\"}", "{\"code\": \"1\", \"code\": \"2\"}")]
    [InlineData("{\"msg_type\": 5}", "{}")]
    [InlineData("[]", "{}")]
    [InlineData("{\"msg_type\": \"execute_request\"}", "[[[[[[[[")]
    [InlineData("", "")]
    public void Message_ThatCannotBeRead_IsDropped(string header, string content)
    {
        client.SendText(client.Shell, header, content);
        client.SendText(client.Control, header, content);

        AssertServes();
    }

    [Theory]
    [InlineData("is_complete_request")]
    [InlineData("complete_request")]
    [InlineData("inspect_request")]
    [InlineData("execute_request")]
    public void Code_OfTwentyThousandBrackets_IsAnswered(string type)
    {
        foreach (var bracket in (string[])["(", "[", "a<", "a?", "$\"{"])
        {
            var code = string.Concat(Enumerable.Repeat(bracket, 20_000));
            var reply = client.Ask(type, new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length });

            Assert.Equal(type switch { "is_complete_request" => "invalid", "execute_request" => "error", _ => "ok" }, (string?)reply["status"]);
        }

        AssertServes();
    }

    [Fact]
    public async Task Interrupt_AndShutdown_AfterACellOfTooManyBrackets_AreAnswered()
    {
        client.Run(new string('(', 20_000));

        Assert.Equal("ok", (string?)client.Ask("interrupt_request", [], control: true)["status"]);
        Assert.Equal("ok", (string?)client.Ask("shutdown_request", [], control: true)["status"]);
        await client.Ended.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void UserExpression_ThatIsNotCode_IsThatExpressionsError()
    {
        var reply = client.Ask("execute_request", new JsonObject
        {
            ["code"] = "var x = 1;",
            ["user_expressions"] = new JsonObject { ["number"] = 7, ["deep"] = new string('(', 20_000), ["good"] = "x" },
        });

        Assert.Equal(("ok", 1), ((string?)reply["status"], (int?)reply["execution_count"]));
        Assert.Equal(["error", "error", "ok"], reply["user_expressions"]!.AsObject().Select(value => (string?)value.Value!["status"]));
        Assert.Contains("string", (string?)reply["user_expressions"]!["number"]!["evalue"], StringComparison.Ordinal);
    }

    [Fact]
    public void Cell_InAFolderThatIsGone_HasTheErrorAndItsCount()
    {
        client.Run("1");
        Directory.Delete(folder.Path, recursive: true);
        var (reply, shown) = client.Run("2");

        Assert.Equal(("error", "DirectoryNotFoundException", 2), ((string?)reply["status"], (string?)reply["ename"], (int?)reply["execution_count"]));
        Assert.Equal("error", Assert.Single(shown).Type);
        Directory.CreateDirectory(folder.Path);
        AssertServes();
    }

    [Fact]
    public void Brackets_InAStringOrAComment_DoNotCount()
    {
        var (reply, shown) = client.Run($"// {new string('(', 1000)}\n\"{new string('(', 1000)}\".Length");

        Assert.Equal("ok", (string?)reply["status"]);
        Assert.Equal("1000", (string?)Assert.Single(shown).Content["data"]!["text/plain"]);
    }

    [Fact]
    public void Message_SentAgain_IsDropped()
    {
        const string Content = "{\"code\": \"System.IO.File.AppendAllText(\\\"ran\\\", \\\"x\\\");\"}";
        var header = Header("execute_request");
        client.SendText(client.Shell, header, Content);
        client.SendText(client.Shell, header, Content);
        AssertServes();

        Assert.Equal("x", File.ReadAllText(folder.File("ran")));
    }

    [Fact]
    public void Half_OfASurrogatePair_IsReplaced()
    {
        var id = client.SendText(client.Shell, Header("execute_request"), "{\"code\": \"\\\"\\ud83d \\ud83d\\ude00\\\"\"}");

        Assert.Equal("ok", (string?)client.Reply(client.Shell, id).Content["status"]);
        Assert.Contains(client.Published(id), received => received.Content.ToJsonString().Contains("\\uFFFD \\uD83D\\uDE00", StringComparison.Ordinal));
    }

    [Fact]
    public void Exception_OnACellsOwnThread_IsAnErrorOfItsCell()
    {
        Assert.True(JupyterKernel.Survives(new InvalidOperationException("nobody's")) is false);
        var id = client.Send(client.Shell, "execute_request", KernelClient.Cell("""
            var t = new System.Threading.Thread(() =>
            {
                try { throw new InvalidOperationException("too steep"); }
                catch (Exception e)
                {
                    var kernel = AppDomain.CurrentDomain.GetAssemblies().Single(a => a.GetName().Name == "DescentLab.Notebooks").GetType("DescentLab.Notebooks.JupyterKernel");
                    Console.WriteLine(kernel.GetMethod("Survives").Invoke(null, new object[] { e }));
                }
            });
            t.Start(); t.Join();
            """));
        client.Reply(client.Shell, id);
        var published = client.Published(id);

        var error = Assert.Single(published, received => received.Type == "error");
        Assert.Equal("InvalidOperationException", (string?)error.Content["ename"]);
        Assert.Equal("too steep", (string?)error.Content["evalue"]);
        Assert.Contains(published, received => received.Type == "stream" && (string?)received.Content["text"] == "True\n");
    }

    [Theory]
    [InlineData("var l = new List<object>(); l.Add(l);\nl")]
    [InlineData("var d = new Dictionary<string, object>(); d[\"itself\"] = d;\nd")]
    [InlineData("var s = new HashSet<object>(); s.Add(s);\ns")]
    [InlineData("class E : Exception { public override string Message => null; }\nthrow new E();")]
    [InlineData("class E : Exception { public override string Message => throw new Exception(\"no message\"); }\nthrow new E();")]
    [InlineData("System.IO.File.WriteAllText(\"native.so\", \"no managed code\");\n#r \"native.so\"\n1")]
    public void Cell_ThatWouldEndItsProcess_IsAnErrorOfItsCell(string code)
    {
        var (reply, shown) = client.Run(code);

        Assert.Equal("error", (string?)reply["status"]);
        Assert.Equal("error", shown[^1].Type);
        AssertServes();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a", "b", "c")]
    public async Task Heartbeat_WithoutADelimiter_IsDropped(params string[] frames)
    {
        using var other = new DealerSocket($">tcp://127.0.0.1:{client.Connection.HeartbeatPort}");
        other.SendMultipartMessage(new NetMQMessage(frames.Select(frame => new NetMQFrame(frame))));
        // Nothing tells when the kernel has it.
        await Task.Delay(500, TestContext.Current.CancellationToken);

        AssertServes();
        Assert.True(client.Beats());
    }

    [Fact]
    public void Client_ThatConnectsAgainWithItsIdentity_IsHeard()
    {
        using var again = new DealerSocket { Options = { Identity = client.Shell.Options.Identity! } };
        again.Connect($"tcp://127.0.0.1:{client.Connection.ShellPort}");

        Assert.Equal("ok", (string?)client.Reply(again, client.Send(again, "kernel_info_request", [])).Content["status"]);
    }

    [Fact]
    public void ReadLine_InATaskThatOutlivesItsCell_SaysSo()
    {
        client.Run("System.Threading.Tasks.Task late = null;");
        client.Run("""
            var ended = new System.Threading.Tasks.TaskCompletionSource();
            late = Task.Run(async () => { await ended.Task; Console.ReadLine(); });
            """);

        Assert.Contains("has ended", (string?)client.Run("ended.SetResult(); await late;").Reply["evalue"], StringComparison.Ordinal);
    }

    private static string Header(string type) =>
        new JsonObject { ["msg_id"] = Guid.NewGuid().ToString(), ["msg_type"] = type, ["session"] = "s", ["username"] = "u", ["version"] = "5.3" }.ToJsonString();

    private void AssertServes() => Assert.Equal("ok", (string?)client.Ask("execute_request", KernelClient.Cell("1"))["status"]);
}
