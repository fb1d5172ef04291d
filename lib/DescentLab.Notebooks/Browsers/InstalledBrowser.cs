namespace DescentLab.Notebooks;

/// <summary>Finds the installed Chromium, Chrome or Edge. Nothing is downloaded.</summary>
public static class InstalledBrowser
{
    /// <summary>The environment variable that names the browser's program; it takes precedence over all other places.</summary>
    public const string Variable = "CHROME_PATH";

    // First the programs without windows: they draw the same and start in a fifth of the time.
    private static readonly string[] Names =
    [
        "chromium-headless-shell", "chrome-headless-shell",
        "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "microsoft-edge-stable", "msedge",
    ];

    private static readonly string[] MacApplications = ["Google Chrome", "Chromium", "Microsoft Edge"];

    private static readonly string[] WindowsPrograms =
        [@"Google\Chrome\Application\chrome.exe", @"Chromium\Application\chrome.exe", @"Microsoft\Edge\Application\msedge.exe"];

    /// <summary>Gets the path of the browser's program; null when none is found.</summary>
    public static string? Find() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? File.Exists(named) ? named : null
        : Places(System(), Environment.GetEnvironmentVariable).FirstOrDefault(File.Exists);

    /// <summary>Gets the path of the browser's program.</summary>
    /// <exception cref="BrowserException">No browser is installed; the message says what to do.</exception>
    public static string Require() => Find() ?? throw new BrowserException(
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? $"{Variable} is {named}, and no such file exists: set it to the program of Chromium, Chrome or Edge, or unset it."
            : $"PDFs and pictures need Chromium, Chrome or Edge, and none was found. Install one (Debian: sudo apt install chromium), "
                + $"or set {Variable} to its program.");

    /// <summary>Lists where installers and system packages put the browsers, best first.</summary>
    internal static IEnumerable<string> Places(PlatformID system, Func<string, string?> variable)
    {
        foreach (var folder in (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var name in Names)
            {
                yield return Path.Combine(folder, system == PlatformID.Win32NT ? name + ".exe" : name);
            }
        }

        if (system == PlatformID.Win32NT)
        {
            foreach (var folder in ((string[])["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"]).Select(variable).OfType<string>())
            {
                foreach (var program in WindowsPrograms)
                {
                    yield return $@"{folder}\{program}";
                }
            }
        }
        else if (system == PlatformID.MacOSX)
        {
            foreach (var folder in (string[])["/Applications", $"{variable("HOME")}/Applications"])
            {
                foreach (var name in MacApplications)
                {
                    yield return $"{folder}/{name}.app/Contents/MacOS/{name}";
                }
            }
        }
        else
        {
            yield return "/snap/bin/chromium";
            yield return "/opt/google/chrome/chrome";
            yield return "/opt/microsoft/msedge/msedge";
        }
    }

    // Environment.OSVersion reports macOS as Unix.
    private static PlatformID System() =>
        OperatingSystem.IsWindows() ? PlatformID.Win32NT : OperatingSystem.IsMacOS() ? PlatformID.MacOSX : PlatformID.Unix;
}
