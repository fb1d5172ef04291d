namespace DescentLab.Cli.Tests;

/// <summary>Places that cannot be written to: each command says so in a sentence, before its work, and writes nowhere else.</summary>
public sealed class PlacesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // No home, a home that is missing, and a home that is a file.
    [Theory]
    [InlineData("missing")]
    [InlineData("file")]
    public async Task KernelInstall_WithoutAHome_SaysSoAndInstallsNowhere(string home)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "HOME and XDG_DATA_HOME are Linux's.");
        folder.Write("file", "");
        var result = await Descentlab.RunAsync(
            folder, [("HOME", folder.File(home)), ("JUPYTER_DATA_DIR", ""), ("XDG_DATA_HOME", "")], "kernel", "install", "--no-precompile");

        Assert.True(result.Exit == 1, result.All);
        Assert.Equal(
            $"Your home folder was not found: HOME is '{folder.File(home)}', and there is no such folder. Set HOME to it, or name another place with --prefix.",
            result.Errors.Trim());
        Assert.Equal([folder.File("file")], Directory.GetFileSystemEntries(folder.Path));
    }

    // A file in the folder's place cannot be written to, by root either.
    [Theory]
    [InlineData("kernel", "install", "--prefix", "file")]
    [InlineData("new", "A notebook", "file/inside")]
    [InlineData("report", "a.ipynb", "--output", "file/inside")]
    [InlineData("run", "a.ipynb", "--output", "file")]
    public async Task Command_WithAFolderThatCannotBeWritten_NamesItFirst(params string[] command)
    {
        folder.Write("file", "");
        folder.Write("a.ipynb", """{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""");
        var result = await Descentlab.RunAsync(folder, command);

        Assert.True(result.Exit == 1, result.All);
        Assert.StartsWith($"The folder {folder.File("file")}", result.Errors, StringComparison.Ordinal);
        Assert.Contains("cannot be written to", result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("data", "list")]
    [InlineData("report", "a.ipynb")]
    public async Task Command_InAFolderThatWasDeleted_SaysSo(params string[] command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps a process's folder.");
        Directory.CreateDirectory(folder.File("gone"));
        var result = await Descentlab.ProgramAsync(
            "sh", folder.File("gone"), [], ["-c", "rmdir ../gone && exec dotnet \"$@\"", "sh", Descentlab.Dll, .. command]);

        Assert.Equal(1, result.Exit);
        Assert.Equal("The current folder no longer exists: change to another folder, and run the command again.", result.Errors.Trim());
    }
}
