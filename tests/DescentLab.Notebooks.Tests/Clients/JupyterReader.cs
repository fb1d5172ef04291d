using System.Collections.Concurrent;
using System.Text.Json;
using PuppeteerSharp;

namespace DescentLab.Notebooks.Tests;

/// <summary>A chart on the page: the widths of its container and of its drawing, its height, and the number of visible traces.</summary>
internal sealed record Chart(double Place, double Width, double Height, double Traces);

/// <summary>Drives a page of Jupyter's classic Notebook as a reader would.</summary>
internal sealed class JupyterReader(IPage page) : IAsyncDisposable
{
    private const string Charts = "[...document.querySelectorAll('.js-plotly-plot')].filter(chart => chart.querySelector('.main-svg'))";

    private const string LastOutput = "[...document.querySelectorAll('.code_cell')].at(-1).querySelector('.output').innerText";

    private const string Settled = """
        !Jupyter.notebook.kernel_busy
          && ![...document.querySelectorAll(".code_cell .input_prompt")].some(prompt => prompt.innerText.includes("*"))
        """;

    // In milliseconds. A busy machine is not a failure.
    private const int Patience = 60_000;

    // In milliseconds. Without an interval, the page is asked at every frame, and each question reads all cells or charts.
    private const int Interval = 100;

    // Jupyter's own: an extension that Debian enables without installing it, and how MathJax looks for fonts.
    private static readonly string[] Jupyters = ["/nbextensions/widgets/", "about:blank"];

    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ConcurrentQueue<Uri> requests = new();

    /// <summary>Errors on the console and in scripts, except Jupyter's own.</summary>
    public IEnumerable<string> Complaints => complaints.Where(complaint => !Jupyters.Any(part => complaint.Contains(part, StringComparison.Ordinal)));

    /// <summary>Requests to other hosts than this machine.</summary>
    public IEnumerable<Uri> RequestsOutside => requests.Where(request => request.Scheme is "http" or "https" && request.Host != "127.0.0.1");

    /// <summary>The number of requests for plotly.js.</summary>
    public int PlotlyRequests => requests.Count(request => request.AbsolutePath.EndsWith("plotly.min.js", StringComparison.Ordinal));

    public ValueTask DisposeAsync() => page.DisposeAsync();

    public async Task OpenAsync(Uri notebook)
    {
        Watch();
        await page.GoToAsync(notebook.AbsoluteUri);
        await ReadyAsync();
    }

    public async Task ShowAsync(Uri address, string html)
    {
        Watch();
        await page.GoToAsync(address.AbsoluteUri);
        await page.SetContentAsync(html);
    }

    /// <summary>Blocks the kernel's script for the classic Notebook.</summary>
    public async Task LeaveOutKernelScriptAsync()
    {
        await page.SetRequestInterceptionAsync(true);
        page.AddRequestInterceptor(request =>
            new Uri(request.Url).AbsolutePath.EndsWith("/kernel.js", StringComparison.Ordinal)
                ? request.RespondAsync(new ResponseData { ContentType = "text/javascript", Body = "define({ onload() { } });" })
                : request.ContinueAsync());
    }

    public async Task RunAllAsync()
    {
        await page.ClickAsync("#celllink");
        await page.ClickAsync("#run_all_cells a");
        await SettledAsync();
    }

    /// <summary>Replaces a cell's code by typing, without running it.</summary>
    public async Task TypeIntoCellAsync(int codeCell, string code)
    {
        var cell = (await page.QuerySelectorAllAsync(".code_cell .CodeMirror-lines"))[codeCell];
        await cell.ScrollIntoViewAsync();
        await cell.ClickAsync();
        await page.Keyboard.DownAsync("Control");
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.UpAsync("Control");
        await page.Keyboard.SendCharacterAsync(code);
    }

    /// <summary>Adds a cell at the end, runs it, and returns its output.</summary>
    public async Task<string> RunCellAsync(string code)
    {
        await StartCellAsync(code);
        await SettledAsync();
        return await page.EvaluateExpressionAsync<string>(LastOutput);
    }

    /// <summary>Adds a cell at the end, runs it, interrupts it as soon as it has printed, and returns its output.</summary>
    public async Task<string> InterruptCellAsync(string code, string printed)
    {
        await StartCellAsync(code);
        await UntilAsync($"{LastOutput}.includes('{printed}')");
        await PressAsync("interrupt-kernel");
        await UntilAsync(Settled, timeout: 10_000);
        return await page.EvaluateExpressionAsync<string>(LastOutput);
    }

    public async Task RestartAsync()
    {
        await PressAsync("confirm-restart-kernel");
        var button = await page.WaitForSelectorAsync(".modal.in .btn-danger", new WaitForSelectorOptions { Visible = true });
        await Task.WhenAll(
            page.EvaluateExpressionAsync("new Promise(done => Jupyter.notebook.events.one('kernel_ready.Kernel', () => done()))"),
            button.ClickAsync());
        await page.WaitForSelectorAsync(".modal-backdrop", new WaitForSelectorOptions { Hidden = true });
        await ReadyAsync();
    }

    public async Task SaveAsync() => await Task.WhenAll(
        page.EvaluateExpressionAsync("new Promise(done => Jupyter.notebook.events.one('notebook_saved.Notebook', () => done()))"),
        PressAsync("save-notebook"));

    /// <summary>Folds the output of a code cell, or unfolds it.</summary>
    public async Task ToggleOutputAsync(int codeCell) => await page.EvaluateFunctionAsync(
        "index => Jupyter.notebook.get_cells().filter(cell => cell.output_area)[index].toggle_output()", codeCell);

    public async Task ResizeAsync(int width) => await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 900 });

    /// <summary>Waits until the expected number of charts fill their containers, and returns them.</summary>
    public async Task<IReadOnlyList<Chart>> ChartsAsync(int expected)
    {
        try
        {
            await UntilAsync(
                $"{Charts}.length === {expected} && {Charts}.every(chart => Math.abs(chart.clientWidth - chart._fullLayout.width) < 1)",
                timeout: 20_000);
        }
        catch (WaitTaskTimeoutException)
        {
            // The caller reports the actual charts.
        }

        var seen = await page.EvaluateExpressionAsync<double[][]>(
            $"{Charts}.map(chart => [chart.clientWidth, chart._fullLayout.width, chart._fullLayout.height, chart.querySelectorAll('.scatterlayer .trace').length])");
        return [.. seen.Select(chart => new Chart(chart[0], chart[1], chart[2], chart[3]))];
    }

    /// <summary>Gets the x coordinates of a trace.</summary>
    public Task<double[]> PointsAsync(int chart, int trace) =>
        page.EvaluateExpressionAsync<double[]>($"[...{Charts}[{chart}]._fullData[{trace}].x]");

    /// <summary>Drags the slider of a chart to a fraction of its length, and waits until it is at a step and the chart has changed.</summary>
    public async Task DragSliderAsync(int chart, double to, int until)
    {
        var data = $"JSON.stringify({Charts}[{chart}].data)";
        var before = await page.EvaluateExpressionAsync<string>(data);
        var rail = await (await ChartAsync(chart)).QuerySelectorAsync(".slider-rail-touch-rect");
        await rail.ScrollIntoViewAsync();
        var box = (await rail.BoundingBoxAsync())!;
        var y = box.Y + (box.Height / 2);
        await page.Mouse.MoveAsync(box.X + (box.Width / 4), y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * (decimal)to), y, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await UntilAsync($"{SliderOf(chart)} === {until} && {data} !== {JsonSerializer.Serialize(before)}");
    }

    /// <summary>Clicks the first button in a chart, play, and waits until its slider has moved on to a step.</summary>
    public async Task PlayAsync(int chart, int until)
    {
        var button = await (await ChartAsync(chart)).QuerySelectorAsync(".updatemenu-button");
        await button.ScrollIntoViewAsync();
        await button.ClickAsync();
        await UntilAsync($"{SliderOf(chart)} === {until}");
    }

    private static string SliderOf(int chart) => $"{Charts}[{chart}]._fullLayout.sliders[0].active";

    private async Task UntilAsync(string expression, int timeout = Patience) =>
        await page.WaitForExpressionAsync(expression, new WaitForFunctionOptions { Timeout = timeout, PollingInterval = Interval });

    private async Task StartCellAsync(string code) => await page.EvaluateFunctionAsync(
        """
        code => {
          const notebook = Jupyter.notebook, cell = notebook.insert_cell_at_bottom("code");
          cell.set_text(code);
          notebook.select(notebook.find_cell_index(cell));
          notebook.execute_selected_cells();
        }
        """,
        code);

    private async Task<IElementHandle> ChartAsync(int index) =>
        (await page.QuerySelectorAllAsync(".js-plotly-plot"))[index];

    private void Watch()
    {
        page.DefaultTimeout = Patience;
        page.Request += (_, e) => requests.Enqueue(new Uri(e.Request.Url));
        page.PageError += (_, e) => complaints.Enqueue(e.Message);
        page.Console += (_, e) =>
        {
            if (e.Message.Type == ConsoleType.Error)
            {
                complaints.Enqueue($"{e.Message.Text} {e.Message.Location?.URL}");
            }
        };
        page.Dialog += (_, e) => _ = e.Dialog.Accept();
    }

    private async Task ReadyAsync() => await UntilAsync("window.Jupyter?.notebook?._fully_loaded && Jupyter.notebook.kernel?.is_connected()");

    private async Task SettledAsync() => await UntilAsync(Settled);

    private Task PressAsync(string action) => page.ClickAsync($"button[data-jupyter-action='jupyter-notebook:{action}']");
}
