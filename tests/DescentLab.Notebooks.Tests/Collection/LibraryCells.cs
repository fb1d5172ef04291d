namespace DescentLab.Notebooks.Tests.Collection;

/// <summary>A session in which the setup cell of the notebooks has run.</summary>
public sealed class LibraryCells : IDisposable
{
    private readonly Session session = new(Path.Combine(CommandLine.Repository, "notebooks"));
    private readonly HashSet<string> ran = [];
    private int cell;

    public string Setup { get; } = string.Concat(NotebookDocument.Load(Path.Combine(CommandLine.Repository, "notebooks", "01-gradient-descent-1d.ipynb"))
        .Cells.First(candidate => candidate.Source.StartsWith("#r", StringComparison.Ordinal)).Source);

    public void Dispose() => session.Dispose();

    /// <summary>Runs cells in sequence; returns the output of the last one.</summary>
    public async Task<MimeBundle?> RunAsync(params string[] cells)
    {
        if (cell == 0)
        {
            await OneAsync(Setup);
        }

        CellResult? last = null;
        foreach (var code in cells)
        {
            last = await OneAsync(code);
        }

        return last?.Outputs.OfType<DataOutput>().LastOrDefault()?.Data;
    }

    /// <summary>Whether these cells have not run yet in this session.</summary>
    public bool Once(string code) => ran.Add(code);

    private async Task<CellResult> OneAsync(string code)
    {
        var result = await session.RunAsync(code, ++cell, cancellation: TestContext.Current.CancellationToken);
        Assert.True(result.Error is null, $"{result.Error?.Name}: {result.Error?.Message}\n\n{code}");
        return result;
    }
}
