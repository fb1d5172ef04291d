using System.CommandLine;

namespace DescentLab.Cli.Tests;

public sealed class FolderOptionTests
{
    [Fact]
    public void Folder_WithAnEmptyName_IsAnErrorOfEveryCommand() => Assert.All(
        [
            DataCommand.Create().Parse(["get", "mnist", "--output", ""]),
            GalleryCommand.Create().Parse(["--output", " "]),
            ReportCommand.Create().Parse(["-o", ""]),
            RunCommand.Create().Parse(["01", "--output", ""]),
            NewCommand.Create().Parse(["a title", ""]),
        ],
        parsed => Assert.Contains("needs the name of a folder", Assert.Single(parsed.Errors).Message, StringComparison.Ordinal));

    [Fact]
    public void Folder_WithAName_IsTaken() => Assert.Equal("here", ReportCommand.Create().Parse(["-o", "here"]).GetValue<string>("--output"));
}
