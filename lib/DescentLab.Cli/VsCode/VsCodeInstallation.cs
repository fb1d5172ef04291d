namespace DescentLab.Cli;

/// <summary>An installation of VS Code for this user: VS Code, Insiders, VSCodium, or a server version.</summary>
/// <param name="Name">The name in its window's title.</param>
/// <param name="Settings">Its user settings file, which may not exist yet.</param>
internal sealed record VsCodeInstallation(string Name, string Settings)
{
    /// <summary>The environment variable that names the folder in which editors keep their settings, in place of the system's.</summary>
    public const string Variable = "DESCENTLAB_VSCODE_HOME";

    private static readonly string[] Names = ["Code", "Code - Insiders", "VSCodium", "VSCodium - Insiders"];

    /// <summary>Finds the installations whose settings folder exists.</summary>
    public static IReadOnlyList<VsCodeInstallation> Find() =>
        [.. Places(System(), Environment.GetEnvironmentVariable).Where(place => Directory.Exists(Path.GetDirectoryName(place.Settings)))];

    /// <summary>Lists where all of them keep their user settings.</summary>
    internal static IEnumerable<VsCodeInstallation> Places(PlatformID system, Func<string, string?> variable)
    {
        var home = variable(system == PlatformID.Win32NT ? "USERPROFILE" : "HOME") ?? "";
        var folder = variable(Variable) is { Length: > 0 } chosen ? chosen : system switch
        {
            PlatformID.Win32NT => variable("APPDATA") ?? $@"{home}\AppData\Roaming",
            PlatformID.MacOSX => $"{home}/Library/Application Support",
            _ => variable("XDG_CONFIG_HOME") is { Length: > 0 } config ? config : $"{home}/.config",
        };
        foreach (var name in Names)
        {
            yield return In(name, Path.Combine(folder, name));
        }

        if (variable(Variable) is { Length: > 0 })
        {
            yield break;
        }

        if (variable("VSCODE_PORTABLE") is { Length: > 0 } portable)
        {
            yield return In("Code (portable)", Path.Combine(portable, "user-data"));
        }

        if (system == PlatformID.Unix)
        {
            yield return In("Code (Flatpak)", $"{home}/.var/app/com.visualstudio.code/config/Code");
            yield return In("VSCodium (Flatpak)", $"{home}/.var/app/com.vscodium.codium/config/VSCodium");
            yield return In("code-server", $"{home}/.local/share/code-server");
            yield return In("OpenVSCode Server", $"{home}/.openvscode-server/data");
        }
    }

    private static VsCodeInstallation In(string name, string folder) => new(name, Path.Combine(folder, "User", "settings.json"));

    // Environment.OSVersion reports macOS as Unix.
    private static PlatformID System() =>
        OperatingSystem.IsWindows() ? PlatformID.Win32NT : OperatingSystem.IsMacOS() ? PlatformID.MacOSX : PlatformID.Unix;
}
