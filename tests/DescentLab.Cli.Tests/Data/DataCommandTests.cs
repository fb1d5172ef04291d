namespace DescentLab.Cli.Tests;

public sealed class DataCommandTests : IDisposable
{
    private static readonly string Bundled = Path.Combine(Descentlab.Root, "data", "fashion-mnist");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Get_FromAnOwnMirror_PutsTheFilesWhereTheLibraryFindsThem()
    {
        folder.Write("Notebooks.sln", "");
        using var mirror = new Mirror((file, _) => new(File.ReadAllBytes(Path.Combine(Bundled, file))));
        var result = await Descentlab.RunAsync(folder, "data", "get", "fashion-mnist", "--from", mirror.Address.ToString());

        Assert.True(result.Exit == 0, result.All);
        Assert.Contains("train-images-idx3-ubyte.gz: 26,422 kB", result.Output, StringComparison.Ordinal);
        Assert.Equal(60_000, FashionMnist.Load(14, folder.File("data/fashion-mnist")).Train.Count);
        Assert.Contains("30.9 MB", (await Descentlab.RunAsync(folder, "data", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OfAnotherDataSetsFiles_EndsInAnError()
    {
        using var mirror = new Mirror((file, _) => new(File.ReadAllBytes(Path.Combine(Bundled, file))));
        var result = await Descentlab.RunAsync(folder, "data", "get", "mnist", "--output", "digits", "--from", mirror.Address.ToString());

        Assert.Equal(1, result.Exit);
        Assert.Contains("SHA-256", result.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.File("digits")));
    }

    [Theory]
    [InlineData("give a web address", "data", "get", "mnist", "--from", "/somewhere")]
    [InlineData("'imagenet'", "data", "get", "imagenet")]
    public async Task Get_WithWrongArguments_SaysWhatToGive(string message, params string[] arguments)
    {
        var result = await Descentlab.RunAsync(folder, arguments);

        Assert.Equal(1, result.Exit);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WithoutFiles_SaysHowToDownload()
    {
        folder.Write("Notebooks.sln", "");
        folder.Write("data/mnist/train-images-idx3-ubyte.gz", "no");
        var result = (await Descentlab.RunAsync(folder, "data", "list")).Output;

        Assert.Contains("does not exist", result, StringComparison.Ordinal);
        Assert.Contains(" data get fashion-mnist", result, StringComparison.Ordinal);
        Assert.Contains("train-images-idx3-ubyte.gz is damaged or unreadable, train-labels-idx1-ubyte.gz is missing", result, StringComparison.Ordinal);
    }
}
