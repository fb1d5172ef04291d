using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary>The result of a check: good, missing but not always needed, or a problem that keeps the notebooks from running.</summary>
internal enum Health
{
    Good,
    Optional,
    Bad,
}

/// <summary>The result of one check.</summary>
/// <param name="What">The item and its state.</param>
/// <param name="Health">How serious it is.</param>
/// <param name="Remedy">The command or action that fixes it; null when there is nothing to fix.</param>
internal sealed record Finding(string What, Health Health, string? Remedy = null)
{
    public override string ToString() =>
        $"{Health switch { Health.Good => "ok  ", Health.Optional => "note", _ => "BAD " }}  {What}{(Remedy is null ? "" : $"\n      → {Remedy}")}";
}

/// <summary>Checks the machine and the repository around the current folder.</summary>
internal static class Doctor
{
    private const string Build = "dotnet build -c Release Notebooks.sln";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly Uri Nuget = new("https://api.nuget.org/v3/index.json");

    /// <summary>Runs all checks in sequence.</summary>
    public static async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await SdkAsync(cancellation);
        if (Repository.Around(Environment.CurrentDirectory) is not { } repository)
        {
            yield return new("repository: this folder is not in one; a notebook here starts with #r \"nuget: DescentLab\"", Health.Optional, "for the chapter's notebooks, change to Descent Lab's folder");
            yield return Writable(Environment.CurrentDirectory);
            yield return Kernel();
        }
        else
        {
            yield return Built("library", "which the notebooks use", repository.Library, Path.Combine(repository.Root, "lib", "DescentLab"));
            yield return Built("charts", "which draw the figures", Path.Combine(repository.Root, "lib", "bin", "charts", "DescentLab.Charts.dll"), Path.Combine(repository.Root, "lib", "DescentLab.Charts"));
            if (!File.Exists(repository.Library) && !await AnswersAsync(Nuget, cancellation))
            {
                yield return new($"NuGet: {Nuget.Host} does not answer; the first build needs packages", Health.Optional, "connect to the network (behind a proxy set HTTPS_PROXY), or set your own package source in nuget.config");
            }

            yield return Data(PublicData.FashionMnist, repository, Health.Bad);
            yield return Data(PublicData.Mnist, repository, Health.Optional, "; only experiments on MNIST need it");
            yield return Writable(repository.Root);
            yield return Kernel();
        }

        foreach (var editor in VsCodeInstallation.Find())
        {
            yield return Completion(editor);
        }

        yield return OnPath("jupyter") is { } jupyter
            ? new($"Jupyter: {jupyter}", Health.Good)
            : new("Jupyter: not on the PATH; JupyterLab and nbconvert need it, VS Code does not", Health.Optional, "pip install jupyterlab");
        yield return InstalledBrowser.Find() is { } browser
            ? new($"Chromium: {browser}", Health.Good)
            : new("Chromium: not found; only PDFs and pictures need it", Health.Optional, $"install Chromium, Chrome or Edge (Debian: sudo apt install chromium), or set {InstalledBrowser.Variable} to its program");
    }

    private static async Task<Finding> SdkAsync(CancellationToken cancellation)
    {
        const string Remedy = "install the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0";
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(Timeout);
        try
        {
            using var dotnet = Process.Start(new ProcessStartInfo("dotnet", ["--list-sdks"]) { RedirectStandardOutput = true })!;
            var versions = (await dotnet.StandardOutput.ReadToEndAsync(timeout.Token))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]).ToList();
            return versions.Exists(version => int.TryParse(version.Split('.')[0], out var major) && major >= 10)
                ? new($"SDK: {versions[^1]}", Health.Good)
                : new($"SDK: {(versions is [] ? "none" : string.Join(", ", versions))}; version 10 or newer is needed", Health.Bad, Remedy);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return new("SDK: dotnet is not on the PATH", Health.Bad, Remedy);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new("SDK: dotnet --list-sdks does not answer", Health.Bad, Remedy);
        }
    }

    // A library older than its sources: the notebooks would run the previous version.
    private static Finding Built(string name, string purpose, string assembly, string sources)
    {
        if (!File.Exists(assembly))
        {
            return new($"{name}: {assembly}, {purpose}, is not built", Health.Bad, Build);
        }

        var built = File.GetLastWriteTimeUtc(assembly);
        var newer = Directory.Exists(sources)
            ? Directory.EnumerateFiles(sources, "*.cs*", SearchOption.AllDirectories)
                .Where(path => !Path.GetRelativePath(sources, path).StartsWith("obj", StringComparison.Ordinal))
                .FirstOrDefault(path => File.GetLastWriteTimeUtc(path) > built)
            : null;
        return newer is null
            ? new($"{name}: {assembly}", Health.Good)
            : new($"{name}: {assembly} is older than {newer}", Health.Bad, Build);
    }

    private static Finding Data(PublicData source, Repository repository, Health without, string purpose = "")
    {
        var folder = source.Folder(repository);
        return source.Missing(folder) is [_, ..] missing
            ? new($"{source.Title}: {DataCommand.Describe(missing, folder)}{purpose}", without, $"{Invocation.Text} data get {source.Name}")
            : new($"{source.Title}: {folder}", Health.Good);
    }

    private static Finding Kernel()
    {
        var install = $"{Invocation.Text} kernel install";
        var kernels = KernelSpecs.List(KernelSpecs.SearchFolders());
        if (kernels.FirstOrDefault(kernel => kernel.IsOurs) is not { } ours)
        {
            return kernels.Any(kernel => kernel.Name == KernelSpecs.SharedName)
                ? new("kernel: another engine is registered as .net-csharp; the notebooks run on it", Health.Good)
                : new("kernel: not registered; VS Code and Jupyter need it, reports do not", Health.Optional, install);
        }

        if (EngineOf(ours) is not { } engine || !File.Exists(engine))
        {
            return new($"kernel: {ours.Folder} is registered, but its engine is missing", Health.Bad, install);
        }

        var registered = File.GetLastWriteTimeUtc(Path.Combine(ours.Folder, "kernel.json"));
        return Directory.EnumerateFiles(AppContext.BaseDirectory, "DescentLab*.dll").Any(assembly => File.GetLastWriteTimeUtc(assembly) > registered)
            ? new($"kernel: {ours.Name} in {ours.Folder} is older than this build", Health.Optional, install)
            : new($"kernel: {ours.Name} in {ours.Folder}", Health.Good);
    }

    private static Finding Completion(VsCodeInstallation editor)
    {
        try
        {
            return File.Exists(editor.Settings) && CompletionSetting.IsIn(File.ReadAllBytes(editor.Settings))
                ? new($"{editor.Name}: completes C# in notebooks", Health.Good)
                : new($"{editor.Name}: does not complete C# in notebooks: a line in your user settings is missing", Health.Optional, $"{Invocation.Text} vscode");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return new($"{editor.Name}: {editor.Settings} cannot be read: {e.Message}", Health.Optional, $"{Invocation.Text} vscode prints what to add by hand");
        }
    }

    private static string? EngineOf(KernelSpec kernel)
    {
        try
        {
            return (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(kernel.Folder, "kernel.json")))?["argv"]?[1];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static Finding Writable(string folder)
    {
        var probe = Path.Combine(folder, $".descentlab-{Path.GetRandomFileName()}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new($"write access: {folder}", Health.Good);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new($"write access: {e.Message}", Health.Bad, $"give yourself write access to {folder}, or clone into another folder");
        }
    }

    private static async Task<bool> AnswersAsync(Uri address, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Timeout };
        try
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => (string[])[Path.Combine(folder, program), Path.Combine(folder, program + ".exe")])
            .FirstOrDefault(File.Exists);
}
