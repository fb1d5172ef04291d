using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using PuppeteerSharp;

namespace DescentLab.Notebooks.Tests;

/// <summary>A Jupyter Notebook server with the kernel installed, and a Chromium that can reach only this server.</summary>
public sealed class JupyterBench : IAsyncLifetime
{
    /// <summary>The name of the copy that tests share.</summary>
    internal const string Shared = "shared";

    /// <summary>The width of the window.</summary>
    internal const int Width = 1280;

    private const string Notebook = "/usr/bin/jupyter-notebook";
    private const string Token = "reader";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentQueue<string> lines = new();
    private readonly HttpClient client = new();
    private Process? server;
    private IBrowser? browser;
    private JupyterReader? shared;

    private static string? Missing { get; } = InstalledBrowser.Find() is null ? "Chromium" : File.Exists(Notebook) ? null : Notebook;

    private Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}/");

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        try
        {
            await StartAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        if (server is { HasExited: false })
        {
            // With its kernels.
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }

        server?.Dispose();
        client.Dispose();
        folder.Dispose();
    }

    /// <summary>The file of a notebook that a test opened.</summary>
    internal string FileOf(string name) => folder.File($"notebooks/{name}.ipynb");

    /// <summary>
    /// A copy of notebook 01, opened by a reader: the code cells as far as its fifth figure, which plays. Jupyter sets its text
    /// longer than it draws the figures.
    /// </summary>
    internal async Task<JupyterReader> OpenCopyAsync(string name)
    {
        Assert.SkipWhen(Missing is not null, $"{Missing} is not installed (Debian: chromium, jupyter-notebook).");
        var copy = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(CommandLine.Repository, "notebooks/01-gradient-descent-1d.ipynb")))!;
        var cells = copy["cells"]!.AsArray().ToList();
        var last = cells.FindIndex(cell => (string?)cell!["id"] == "play");
        copy["cells"] = new JsonArray([.. cells.Take(last + 1).Where(cell => (string?)cell!["cell_type"] == "code").Select(cell => cell!.DeepClone())]);
        await File.WriteAllTextAsync(FileOf(name), copy.ToJsonString());
        return await OpenAsync(name);
    }

    /// <summary>One copy for all tests that leave its cells and the window as they found them, and save nothing.</summary>
    internal async Task<JupyterReader> SharedAsync() => shared ??= await OpenCopyAsync(Shared);

    /// <summary>A notebook of the server's folder, opened by a reader.</summary>
    internal async Task<JupyterReader> OpenAsync(string name, bool withoutKernelScript = false)
    {
        var reader = new JupyterReader(await browser!.NewPageAsync());
        if (withoutKernelScript)
        {
            await reader.LeaveOutKernelScriptAsync();
        }

        await reader.OpenAsync(new Uri(Address, $"notebooks/{name}.ipynb?token={Token}"));
        return reader;
    }

    /// <summary>Another page of the same server.</summary>
    internal async Task<JupyterReader> OpenPageAsync(string html)
    {
        var reader = new JupyterReader(await browser!.NewPageAsync());
        await reader.ShowAsync(new Uri(Address, "robots.txt"), html);
        return reader;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task StartAsync()
    {
        // The notebooks say #r "../lib/bin/DescentLab.dll".
        Directory.CreateDirectory(folder.File("notebooks"));
        Directory.CreateDirectory(folder.File("lib"));
        Directory.CreateSymbolicLink(folder.File("lib/bin"), Path.Combine(CommandLine.Repository, "lib/bin"));

        using var install = Start(
            "dotnet", CommandLine.Program,
            "kernel", "install", "--no-precompile", "--prefix", folder.File("prefix"));
        await install.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(install.ExitCode == 0, Log());

        server = Start(
            Notebook, "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={Address.Port}", "--port-retries=0",
            $"--NotebookApp.token={Token}", $"--notebook-dir={folder.File("notebooks")}");
        browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = InstalledBrowser.Require(),
            DefaultViewport = new ViewPortOptions { Width = Width, Height = 900 },
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
                // PuppeteerSharp joins these to one line.
                "--host-resolver-rules=\"MAP * ~NOTFOUND , EXCLUDE 127.0.0.1\"",
            ],
        });
        await AnsweringAsync();
    }

    private async Task AnsweringAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        while (true)
        {
            Assert.False(server!.HasExited, Log());
            try
            {
                using var answer = await client.GetAsync(new Uri(Address, "api"), late.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), late.Token);
            }
        }
    }

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path };
        JupyterHome.In(folder, start);

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private string Log() => string.Join('\n', lines);
}
