using System.Diagnostics;
using DescentLab.Fuzz;
using DescentLab.Notebooks;

namespace DescentLab.Cli.Tests;

/// <summary>Tests that pictures of figures are drawn and kept.</summary>
public sealed class ImagesCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pictures_OfARun_AreKeptWhileTheirFiguresStay()
    {
        Assert.SkipUnless(InstalledBrowser.Find() is not null, "No Chromium, Chrome or Edge is installed.");
        var library = Path.Combine(Descentlab.Root, "lib", "bin", "DescentLab.dll").Replace('\\', '/');
        var path = folder.Write("small.ipynb", $$"""
            {
              "cells": [
                {"cell_type": "code", "id": "a", "execution_count": null, "metadata": {}, "outputs": [], "source": ["#r \"{{library}}\"\n", "using DescentLab;\n", "using static DescentLab.Lab;"]},
                {"cell_type": "code", "id": "b", "execution_count": null, "metadata": {"tags": ["parameters"]}, "outputs": [], "source": ["double eta = 0.1;"]},
                {"cell_type": "code", "id": "c", "execution_count": null, "metadata": {}, "outputs": [], "source": ["Plot.Curve(BookFunctions.Parabola)"]},
                {"cell_type": "code", "id": "d", "execution_count": null, "metadata": {}, "outputs": [], "source": ["Plot.Lines([(\"a\", [1, eta])])"]}
              ],
              "metadata": {}, "nbformat": 4, "nbformat_minor": 5
            }
            """);
        await RunAsync("run", path, "--write", "--images", "--output", "reports");
        var (curve, line) = Pictures(path);
        Assert.NotNull(curve);
        Assert.NotNull(line);

        // Run again without --images: the pictures of unchanged figures stay the same, byte for byte.
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("eta = 0.1", "eta = 0.2", StringComparison.Ordinal));
        await RunAsync("run", path, "--write", "--output", "reports");
        Assert.Equal((curve, null), Pictures(path));

        // The missing one is drawn without a run.
        await RunAsync("images", path);
        var (same, other) = Pictures(path);
        Assert.Equal(curve, same);
        Assert.NotNull(other);
        Assert.NotEqual(line, other);
    }

    [Fact]
    public async Task Images_ThatAreKilled_LeaveNoBrowserBehind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && InstalledBrowser.Find() is not null, "Needs /proc and a browser.");
        string[] figures = [.. Enumerable.Range(0, 200).Select(i => $$$"""
            {"output_type": "display_data", "metadata": { }, "data": {"application/vnd.plotly.v1+json": {"data": [{"y": [1, {{{i}}}]}]} } }
            """)];
        var path = folder.Write("many.ipynb", $$"""
            {"cells": [{"cell_type": "code", "id": "a", "execution_count": 1, "metadata": {}, "source": [], "outputs": [{{string.Join(", ", figures)}}]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            """);
        var before = await File.ReadAllTextAsync(path);
        var temporary = Directory.CreateDirectory(folder.File("temporary")).FullName;
        var start = new ProcessStartInfo("dotnet", [Descentlab.Dll, "images", path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = temporary, ["DOTNET_EnableDiagnostics"] = "0" },
        };
        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var end = late.Token.Register(process.Kill);
        List<int> browsers;
        while ((browsers = ChildProcesses.Of(process.Id)).Count == 0)
        {
            await Task.Delay(20, late.Token);
        }

        process.Kill();
        while (browsers.Exists(id => ChildProcesses.Parent(id) is not null))
        {
            await Task.Delay(20, late.Token);
        }

        Assert.Equal(before, await File.ReadAllTextAsync(path, late.Token));

        // The profile that is left is deleted by the next process that starts a browser, and that one leaves none.
        Assert.NotEmpty(Directory.GetDirectories(temporary, "descentlab-browser-*"));
        folder.Write("many.ipynb", before.Replace(string.Join(", ", figures), figures[0], StringComparison.Ordinal));
        using var next = Process.Start(start)!;
        await next.WaitForExitAsync(late.Token);
        Assert.Equal(0, next.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(temporary));
    }

    [Fact]
    public async Task Images_WithoutWrite_AreRefused()
    {
        var result = await Descentlab.RunAsync(folder, "run", "01", "--images");

        Assert.Equal(1, result.Exit);
        Assert.Contains("add --write", result.Errors, StringComparison.Ordinal);
    }

    // The cell itself changes the file, as an editor could during the run.
    [Fact]
    public async Task Run_OfANotebookEditedDuringTheRun_KeepsTheEdit()
    {
        var path = folder.Write("a.ipynb", """
            {"cells": [{"cell_type": "code", "id": "a", "execution_count": null, "metadata": {}, "outputs": [],
             "source": ["System.IO.File.WriteAllText(\"a.ipynb\", \"what I typed\");"]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            """);
        var result = await Descentlab.RunAsync(folder, "run", path, "--write", "--output", "reports");

        Assert.Equal(1, result.Exit);
        Assert.Contains("was changed by another program after it was read", result.All, StringComparison.Ordinal);
        Assert.Equal("what I typed", await File.ReadAllTextAsync(path));
    }

    private async Task RunAsync(params string[] arguments)
    {
        var result = await Descentlab.RunAsync(folder, arguments);
        Assert.True(result.Exit == 0, result.All);
    }

    private static (string? Curve, string? Line) Pictures(string path)
    {
        var pictures = NotebookDocument.Load(path).CodeCells.Skip(2)
            .Select(cell => Assert.IsType<DataOutput>(Assert.Single(cell.Outputs)).Data["image/png"]).ToList();
        return (pictures[0], pictures[1]);
    }
}
