using System.IO.Compression;
using System.IO.Enumeration;
using System.Text.RegularExpressions;
using DescentLab.Notebooks;

namespace DescentLab.Cli.Tests;

/// <summary>A feed with the two packages, and the one package that they need.</summary>
public sealed class Feed : IAsyncLifetime
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private readonly TemporaryFolder folder = new();

    public string Path => folder.Path;

    public async ValueTask InitializeAsync()
    {
        await PackAsync("DescentLab");
        await PackAsync("DescentLab.Cli");

        // This repository was restored with it, so it is in the package cache.
        const string Needed = "mathnet.numerics/5.0.0/mathnet.numerics.5.0.0.nupkg";
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.Copy(System.IO.Path.Combine(cache, Needed), folder.File(System.IO.Path.GetFileName(Needed)));
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    // Packs what is already built: a build here would change the library while other tests run.
    private async Task PackAsync(string project)
    {
        var result = await Descentlab.ProgramAsync(
            "dotnet", folder.Path, [], "pack", System.IO.Path.Combine(Descentlab.Root, "lib", project), "-c", Configuration, "--no-build", "-o", folder.Path, "-nodeReuse:false");
        Assert.True(result.Exit == 0, result.All);
        Assert.DoesNotContain("warning", result.All, StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>Tests the two packages without the repository.</summary>
public sealed partial class PackagingTests(Feed feed) : IDisposable, IClassFixture<Feed>
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Packages_FromAFeedOfOnesOwn_RunANotebookWithAChartOutsideTheRepository()
    {
        folder.Write("nuget.config", """<configuration><packageSources><clear /></packageSources></configuration>""");
        await SucceedAsync("dotnet", "tool", "install", "--tool-path", folder.File("tools"), "--add-source", feed.Path, "DescentLab.Cli");
        var tool = folder.File(OperatingSystem.IsWindows() ? "tools/descentlab.exe" : "tools/descentlab");

        await SucceedAsync(tool, "new", "Mine");
        var notebook = NotebookDocument.Load(folder.File("mine.ipynb"));
        notebook.CodeCells.First().Source = $"#i \"nuget: {feed.Path}\"\n{notebook.CodeCells.First().Source}";
        notebook.Save(folder.File("mine.ipynb"));
        await SucceedAsync(tool, "run", "mine.ipynb", "--write");

        var figure = Assert.IsType<DataOutput>(Assert.Single(NotebookDocument.Load(folder.File("mine.ipynb")).CodeCells.Last().Outputs));
        Assert.Contains("contour", figure.Data[Runner.PlotlyMimeType], StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("reports/mine.html")));
        Assert.True(File.Exists(Path.Combine(Directory.GetDirectories(folder.File("packages/descentlab")).Single(), "lib/net10.0/charts/DescentLab.Charts.dll")));
    }

    [Fact]
    public async Task Library_InAProgram_BringsItsChartsAndSaysWhereTheDataIs()
    {
        folder.Write("nuget.config", $"""<configuration><packageSources><clear /><add key="feed" value="{feed.Path}" /></packageSources></configuration>""");
        folder.Write("app.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><UseAppHost>false</UseAppHost></PropertyGroup>
              <ItemGroup><PackageReference Include="DescentLab" Version="*" /></ItemGroup>
            </Project>
            """);
        folder.Write("app.cs", """
            using System;
            using DescentLab;
            using static DescentLab.Lab;
            Console.WriteLine(Plot.Contour(BookFunctions.Canyon).ToJson().Contains("contour"));
            try { FashionMnist.Load(); } catch (Exception e) { Console.WriteLine(e.Message); }
            """);
        var result = await SucceedAsync("dotnet", "run", "--project", folder.File("app.csproj"));

        Assert.Contains("True", result, StringComparison.Ordinal);
        Assert.Contains("descentlab data get fashion-mnist", result, StringComparison.Ordinal);
    }

    // Every dependency must be named in the notices.
    [Fact]
    public async Task Packages_CarryNothingThatTheNoticesDoNotName()
    {
        var notices = await File.ReadAllTextAsync(Path.Combine(Descentlab.Root, "THIRD-PARTY-NOTICES.md"), TestContext.Current.CancellationToken);
        string[] named = ["DescentLab*.dll", .. FileName().Matches(notices).Select(match => match.Groups[1].Value)];

        foreach (var package in Directory.GetFiles(feed.Path, "DescentLab*"))
        {
            await using var content = await ZipFile.OpenReadAsync(package, TestContext.Current.CancellationToken);
            Assert.Contains(content.Entries, entry => entry.FullName == "THIRD-PARTY-NOTICES.md");
            Assert.All(
                content.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)),
                entry => Assert.Contains(named, pattern => FileSystemName.MatchesSimpleExpression(pattern, entry.Name)));
        }
    }

    private async Task<string> SucceedAsync(string program, params string[] arguments)
    {
        var result = await Descentlab.ProgramAsync(
            program, folder.Path, [("NUGET_PACKAGES", folder.File("packages")), ("XDG_DATA_HOME", folder.File("local")), ("DESCENTLAB_DATA", "")], arguments);
        Assert.True(result.Exit == 0, result.All);
        return result.All;
    }

    [GeneratedRegex("`([^`]+\\.dll)`")]
    private static partial Regex FileName();
}
