using System.Diagnostics;

namespace DescentLab.Notebooks.Tests;

/// <summary>Tests Jupyter's own clients (Debian's packages) with the kernel installed in a folder of the test.</summary>
public sealed class JupyterClientsTests : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task JupyterClient_OfDebian_RunsInterruptsAndRestarts()
    {
        await InstallAsync("jupyter_client");
        await File.WriteAllTextAsync(folder.File("client.py"), """
            import time
            from jupyter_client.manager import start_new_kernel
            manager, client = start_new_kernel(kernel_name=".net-csharp", startup_timeout=60)
            def run(code, **options):
                messages = []
                reply = client.execute_interactive(code, timeout=60, output_hook=messages.append, **options)["content"]
                return reply["status"], [m["content"] for m in messages if m["msg_type"] not in ("status", "execute_input")]
            assert run("var x = 20;") == ("ok", [])
            assert run("2 * x + 2")[1][0]["data"]["text/plain"] == "42"
            reply, output = run("Console.WriteLine(Console.ReadLine())", allow_stdin=True, stdin_hook=lambda m: client.input("typed"))
            assert output[0]["text"] == "typed\n", output
            waiting = client.execute("while (true) { }")
            time.sleep(1)
            manager.interrupt_kernel()
            while (reply := client.get_shell_msg(timeout=30))["parent_header"]["msg_id"] != waiting: pass
            assert reply["content"]["status"] == "error", reply
            assert run("x")[1][0]["data"]["text/plain"] == "20"
            text = run("class G { ~G() => Console.WriteLine(\"gone\"); }\nvoid Drop() => new G();\nDrop(); GC.Collect(); GC.WaitForPendingFinalizers();")[1]
            assert text == [{"name": "stdout", "text": "gone\n"}], text
            for thrower, cell in {
                "thread": "new System.Threading.Thread(() => throw new Exception(\"thread\")).Start();",
                "timer": "var t = new System.Threading.Timer(_ => throw new Exception(\"timer\"), null, 1, -1);",
                "finaliser": "class F { ~F() => throw new Exception(\"finaliser\"); }\nvoid Lose() => new F();\nLose(); GC.Collect();",
                "task": "void Lose() => Task.Run(() => throw new Exception());\nTaskScheduler.UnobservedTaskException += (_, _) => throw new Exception(\"task\");\n"
                    "Lose(); System.Threading.Thread.Sleep(300); GC.Collect();",
            }.items():
                output = run(cell + "\nGC.WaitForPendingFinalizers(); System.Threading.Thread.Sleep(1000);")[1]
                assert [m["evalue"] for m in output if "evalue" in m] == [thrower], output
            waiting = client.execute("new System.Threading.Thread(() => { while (true) { } }).Start(); while (true) { }")
            time.sleep(1)
            manager.interrupt_kernel()
            while (reply := client.get_shell_msg(timeout=30))["parent_header"]["msg_id"] != waiting: pass
            assert run("x")[1][0]["data"]["text/plain"] == "20"
            messages = []
            client.execute_interactive("Console.WriteLine(\"first\"); await Task.WhenAll(Enumerable.Range(0, 10 * Environment.ProcessorCount).Select(_ => Task.Run(() =>"
                " { for (var end = DateTime.UtcNow.AddSeconds(3); DateTime.UtcNow < end;) { } })))", timeout=120, output_hook=messages.append)
            dates = {m["msg_type"]: m["header"]["date"] for m in messages}
            assert (dates["stream"] - dates["execute_input"]).total_seconds() < 2, dates
            waiting = client.execute("for (var i = 0; i < 500; i++) { Task.Run(() => { for (var end = DateTime.UtcNow.AddSeconds(3); DateTime.UtcNow < end;) { } }); } while (true) { }")
            time.sleep(1)
            manager.interrupt_kernel()
            while (reply := client.get_shell_msg(timeout=30))["parent_header"]["msg_id"] != waiting: pass
            assert reply["content"]["status"] == "error", reply
            manager.restart_kernel()
            client.wait_for_ready(timeout=60)
            assert run("x")[0] == "error"
            manager.shutdown_kernel()
            assert not manager.is_alive()
            print("all is well")
            """);
        Assert.EndsWith("all is well\n", await RunAsync(Python, folder.File("client.py")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notebook", "\"42\"")]
    [InlineData("html", ">42</pre>")]
    public async Task Nbconvert_WithExecute_RunsANotebookFile(string format, string expected)
    {
        await InstallAsync("nbconvert");
        var notebook = NotebookBuilder.Notebook("var x = 20;", "Console.WriteLine(\"twice:\");\n2 * x + 2");
        notebook.Metadata["kernelspec"] = new System.Text.Json.Nodes.JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" };
        notebook.Save(folder.File("small.ipynb"));

        await RunAsync(Python, "-m", "nbconvert", "--to", format, "--execute", "--output", "done", folder.File("small.ipynb"));
        var written = await File.ReadAllTextAsync(folder.File(format == "html" ? "done.html" : "done.ipynb"));
        Assert.Contains("twice:", written, StringComparison.Ordinal);
        Assert.Contains(expected, written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nbclient_FourKernelsAtOnce_RunTheirNotebooks()
    {
        await InstallAsync("nbclient");
        await File.WriteAllTextAsync(folder.File("four.py"), """
            import asyncio, nbformat
            from nbclient import NotebookClient
            async def one(k):
                sources = [f"var x = {k};", "await Task.Delay(200);", "for (var i = 0; i < 3; i++) Console.WriteLine(x);\nx * x"]
                notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
                await NotebookClient(notebook, kernel_name=".net-csharp", timeout=120, startup_timeout=120).async_execute()
                text, value = notebook.cells[-1].outputs
                assert text["text"] == f"{k}\n" * 3, text
                assert value["data"]["text/plain"] == str(k * k), value
            async def all(): await asyncio.gather(*[one(k) for k in range(4)])
            asyncio.run(all())
            print("all is well")
            """);
        Assert.EndsWith("all is well\n", await RunAsync(Python, folder.File("four.py")), StringComparison.Ordinal);
    }

    private async Task InstallAsync(string module)
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not installed.");
        Assert.SkipUnless(await SucceedsAsync(Python, "-c", $"import {module}"), $"The Python module {module} is not installed (Debian: python3-{module.Replace('_', '-')}).");
        // From a copy that is then deleted: an installed kernel does not depend on the repository's build (git clean -fdx).
        var built = Directory.CreateDirectory(folder.File("built")).FullName;
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(CommandLine.Program)!))
        {
            File.Copy(file, Path.Combine(built, Path.GetFileName(file)));
        }

        await RunAsync("dotnet", Path.Combine(built, Path.GetFileName(CommandLine.Program)), "kernel", "install", "--no-precompile", "--prefix", folder.File("prefix"));
        Directory.Delete(built, recursive: true);
    }

    private async Task<bool> SucceedsAsync(string program, params string[] arguments) => (await StartAsync(program, arguments)).Exit == 0;

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (exit, output) = await StartAsync(program, arguments);
        Assert.True(exit == 0, output);
        return output;
    }

    private Task<(int Exit, string Output)> StartAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder.Path };
        JupyterHome.In(folder, start);
        return ChildProcess.RunAsync(start);
    }
}
