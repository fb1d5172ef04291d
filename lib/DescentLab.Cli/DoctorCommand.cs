using System.CommandLine;
using System.Diagnostics;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary><c>descentlab doctor</c>: looks at everything a reader needs, and names the command that mends what is amiss.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"];

    public static Command Create()
    {
        var command = new Command("doctor", "Checks that everything is there, and says what to do about what is not.");
        command.SetAction(_ =>
        {
            var findings = Examine().ToList();
            foreach (var (what, health, remedy) in findings)
            {
                Console.WriteLine($"{health switch { Health.Good => "ok  ", Health.Optional => "opt.", _ => "BAD " }}  {what}{(remedy is null ? "" : $"\n      → {remedy}")}");
            }

            return findings.Any(finding => finding.Health == Health.Bad) ? 1 : 0;
        });
        return command;
    }

    private static IEnumerable<(string What, Health Health, string? Remedy)> Examine()
    {
        yield return Sdk();
        Repository repository;
        string? lost = null;
        try
        {
            repository = Repository.Find();
        }
        catch (UserException e)
        {
            (repository, lost) = (new Repository(""), e.Message);
        }

        if (lost is not null)
        {
            yield return ("repository: not found from here", Health.Bad, lost);
        }
        else
        {
            yield return Exists("library: lib/bin/DescentLab.dll, which the notebooks use", Path.Combine(repository.Root, "lib/bin/DescentLab.dll"), "dotnet build -c Release Notebooks.sln");
            yield return Exists("charts: lib/bin/charts", Path.Combine(repository.Root, "lib/bin/charts/DescentLab.Charts.dll"), "dotnet build -c Release Notebooks.sln");
            var data = Path.Combine(repository.Root, "data/fashion-mnist");
            var missing = ((string[])["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"])
                .Select(name => $"{name}-ubyte.gz").Where(name => !File.Exists(Path.Combine(data, name))).ToList();
            yield return missing is []
                ? ("data: Fashion-MNIST, four files", Health.Good, null)
                : ($"data: {string.Join(", ", missing)} missing in {data}", Health.Bad, "git checkout -- data");
            yield return Writable(repository.Root);
        }

        yield return Kernel();
        yield return OnPath("jupyter") is { } jupyter
            ? ($"Jupyter: {jupyter}", Health.Good, null)
            : ("Jupyter: not on the PATH; only JupyterLab and nbconvert need it", Health.Optional, "pip install jupyterlab (VS Code needs only its Jupyter extension)");
        yield return Browsers.Select(OnPath).OfType<string>().FirstOrDefault() is { } browser
            ? ($"Chromium: {browser}", Health.Good, null)
            : ("Chromium: not on the PATH; only PDFs and pictures need it", Health.Optional, "install Chromium, Chrome or Edge (Debian: sudo apt install chromium)");
    }

    private static (string, Health, string?) Sdk()
    {
        const string Remedy = "install the .NET 10 SDK: https://dotnet.microsoft.com/download";
        try
        {
            using var dotnet = Process.Start(new ProcessStartInfo("dotnet", ["--list-sdks"]) { RedirectStandardOutput = true })!;
            var reading = dotnet.StandardOutput.ReadToEndAsync();
            if (!dotnet.WaitForExit(Patience))
            {
                dotnet.Kill();
                return ("SDK: dotnet --list-sdks does not answer", Health.Bad, Remedy);
            }

            var versions = reading.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]).ToList();
            return versions.Any(version => int.TryParse(version.Split('.')[0], out var major) && major >= 10)
                ? ($"SDK: {versions[^1]}", Health.Good, null)
                : ($"SDK: {(versions is [] ? "none" : string.Join(", ", versions))}, and 10 or newer is needed", Health.Bad, Remedy);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return ("SDK: dotnet is not on the PATH", Health.Bad, Remedy);
        }
    }

    private static (string, Health, string?) Kernel()
    {
        var kernels = KernelSpecs.List(KernelSpecs.SearchFolders());
        return kernels.FirstOrDefault(kernel => kernel.IsOurs) is { } ours
                ? ($"kernel: {ours.Name} in {ours.Folder}", Health.Good, null)
            : kernels.Any(kernel => kernel.Name == KernelSpecs.SharedName)
                ? ("kernel: another engine's .net-csharp is registered, and the notebooks run on it", Health.Good, null)
            : ("kernel: not registered; VS Code and Jupyter need it", Health.Bad, "dotnet run -c Release --project lib/DescentLab.Cli -- kernel install");
    }

    private static (string, Health, string?) Exists(string what, string path, string remedy) =>
        File.Exists(path) ? (what, Health.Good, null) : ($"{what}: missing", Health.Bad, remedy);

    private static (string, Health, string?) Writable(string folder)
    {
        var probe = Path.Combine(folder, $".descentlab-{Path.GetRandomFileName()}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return ($"write access: {folder}", Health.Good, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ($"write access: {e.Message}", Health.Bad, $"give yourself the right to write in {folder}, or clone into a folder of yours");
        }
    }

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => (string[])[Path.Combine(folder, program), Path.Combine(folder, program + ".exe")])
            .FirstOrDefault(File.Exists);

    private enum Health
    {
        Good,
        Optional,
        Bad,
    }
}
