namespace DescentLab.Notebooks.Tests;

/// <summary>A session with earlier cells, and the code that a reader types next: <c>|</c> is the cursor.</summary>
internal sealed class Typing : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Session session;

    public Typing(params string[] cells)
    {
        session = new Session(folder.Path);
        Questions = new CodeQuestions(session.Continue);
        foreach (var cell in cells)
        {
            Run(cell);
        }
    }

    public CodeQuestions Questions { get; }

    public void Run(string cell) => Assert.Null(session.RunAsync(cell, 1).GetAwaiter().GetResult().Error);

    public async Task<Completions> CompleteAsync(string code)
    {
        var (text, position) = Cursor(code);
        return await Questions.CompleteAsync(text, position, TestContext.Current.CancellationToken);
    }

    public async Task<IReadOnlyList<string>> NamesAsync(string code) => [.. (await CompleteAsync(code)).Matches.Select(match => match.Text)];

    public CodeHover? Inspect(string code)
    {
        var (text, position) = Cursor(code);
        return Questions.Inspect(text, position);
    }

    public string Plain(string code) => Inspect(code)?.Text["text/plain"] ?? "";

    public string Markdown(string code) => Inspect(code)?.Text["text/markdown"] ?? "";

    public SignatureHelp? Signatures(string code)
    {
        var (text, position) = Cursor(code);
        return SignatureHelp.At(session.Continue(text), position);
    }

    public void Dispose()
    {
        Questions.Dispose();
        session.Dispose();
        folder.Dispose();
    }

    private static (string Text, int Position) Cursor(string code)
    {
        var position = code.IndexOf('|', StringComparison.Ordinal);
        return (code.Remove(position, 1), position);
    }
}
