namespace DescentLab.Cli.Tests;

public sealed class DataCommandTests : IDisposable
{
    private static readonly string Bundled = Path.Combine(Descentlab.Root, "data", "fashion-mnist");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Get_FromAMirrorOfOnesOwn_PutsTheFilesWhereTheLibraryFindsThem()
    {
        folder.Write("Notebooks.sln", "");
        using var mirror = new Mirror((file, _) => new(File.ReadAllBytes(Path.Combine(Bundled, file))));
        var said = await Descentlab.RunAsync(folder, "data", "get", "fashion-mnist", "--from", mirror.Address.ToString());

        Assert.True(said.Exit == 0, said.All);
        Assert.Contains("train-images-idx3-ubyte.gz: 26,422 kB", said.Output, StringComparison.Ordinal);
        Assert.Equal(60_000, FashionMnist.Load(14, folder.File("data/fashion-mnist")).Train.Count);
        Assert.Contains("30.9 MB", (await Descentlab.RunAsync(folder, "data", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OfAnotherDataSetsFiles_EndsInAnError()
    {
        using var mirror = new Mirror((file, _) => new(File.ReadAllBytes(Path.Combine(Bundled, file))));
        var said = await Descentlab.RunAsync(folder, "data", "get", "mnist", "--output", "digits", "--from", mirror.Address.ToString());

        Assert.Equal(1, said.Exit);
        Assert.Contains("SHA-256", said.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.File("digits")));
    }

    [Theory]
    [InlineData("name a folder on the web", "data", "get", "mnist", "--from", "/somewhere")]
    [InlineData("'imagenet'", "data", "get", "imagenet")]
    public async Task Get_OfWhatCannotBe_SaysWhatCan(string message, params string[] arguments)
    {
        var said = await Descentlab.RunAsync(folder, arguments);

        Assert.Equal(1, said.Exit);
        Assert.Contains(message, said.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WhereNothingIs_SaysHowToGetIt()
    {
        folder.Write("Notebooks.sln", "");
        folder.Write("data/mnist/train-images-idx3-ubyte.gz", "no");
        var said = (await Descentlab.RunAsync(folder, "data", "list")).Output;

        Assert.Contains("there is no folder", said, StringComparison.Ordinal);
        Assert.Contains("descentlab data get fashion-mnist", said, StringComparison.Ordinal);
        Assert.Contains("train-images-idx3-ubyte.gz is damaged or unreadable, train-labels-idx1-ubyte.gz is missing", said, StringComparison.Ordinal);
    }
}
