using System.Text.Json;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>A kernel that Jupyter's clients can start.</summary>
/// <param name="Name">The name in a notebook's metadata, for example <c>.net-csharp</c>.</param>
/// <param name="Folder">The folder with <c>kernel.json</c>.</param>
/// <param name="DisplayName">The name in the list of kernels.</param>
/// <param name="IsOurs">Whether it is a kernel of this engine.</param>
public sealed record KernelSpec(string Name, string Folder, string DisplayName, bool IsOurs);

/// <summary>Registers, lists and removes kernels in Jupyter's folders: folders with a <c>kernel.json</c>.</summary>
/// <remarks>
/// A kernel of this engine has a copy of the engine in its folder, so that it does not depend on the build folder; the copy of
/// the installation before stays for the kernels that run from it. Jupyter servers serve the files of that folder, which include
/// the scripts that draw figures without a network.
/// </remarks>
public static class KernelSpecs
{
    /// <summary>The kernel name in C# notebooks.</summary>
    public const string SharedName = ".net-csharp";

    /// <summary>The name if another kernel already has that one.</summary>
    public const string OwnName = "descentlab-csharp";

    private const string Marker = "descentlab";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    private static readonly (string File, string Resource)[] Scripts =
        [("kernel.js", "Kernel.kernel.js"), ("plotly.min.js", "Reports.Assets.vendor.plotly.min.js")];

    /// <summary>Gets the folder for kernels of the current user.</summary>
    /// <exception cref="DirectoryNotFoundException">The user has no home folder.</exception>
    public static string UserFolder() => DataFolder() is { } data
        ? Path.Combine(data, "kernels")
        : throw new DirectoryNotFoundException(
            $"Your home folder was not found: HOME is '{Environment.GetEnvironmentVariable("HOME")}', and there is no such folder. "
            + "Set HOME to it, or name another place with --prefix.");

    /// <summary>Gets the folder for kernels of a Python environment (or any other prefix).</summary>
    /// <param name="prefix">For example a virtual environment's folder.</param>
    public static string FolderOf(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter", "kernels");

    /// <summary>Lists the folders of the active Python environments: a virtual one, then conda's.</summary>
    public static IEnumerable<string> ActiveEnvironments() =>
        ((string[])["VIRTUAL_ENV", "CONDA_PREFIX"]).Select(Environment.GetEnvironmentVariable).OfType<string>().Where(prefix => prefix.Length > 0);

    /// <summary>Lists the folders in which Jupyter looks for kernels, in order of precedence.</summary>
    public static IReadOnlyList<string> SearchFolders()
    {
        var path = (Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] shared = OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter")]
            : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
        var environments = ActiveEnvironments().Select(prefix => Path.Combine(prefix, "share", "jupyter"));
        return [.. path.Concat(DataFolder() is { } data ? [data] : []).Concat(environments).Concat(shared).Select(folder => Path.Combine(folder, "kernels")).Distinct()];
    }

    /// <summary>Lists the kernels in some folders; of two with the same name, Jupyter starts the first.</summary>
    /// <param name="folders">For example <see cref="SearchFolders"/>.</param>
    public static IReadOnlyList<KernelSpec> List(IEnumerable<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        return [.. folders.Where(Directory.Exists).SelectMany(folder => Directory.GetDirectories(folder).Order(StringComparer.Ordinal)).Select(Read).OfType<KernelSpec>()];
    }

    /// <summary>Registers this engine.</summary>
    /// <param name="kernels">The folder to install it in: <see cref="UserFolder()"/> or <see cref="FolderOf"/>.</param>
    /// <param name="engine">The folder of the built engine; it is copied.</param>
    /// <param name="program">The name of the program in it.</param>
    /// <param name="csharp">The C# engine that runs the cells.</param>
    /// <param name="prepare">Changes the copy before it is used; may be null.</param>
    public static KernelSpec Install(string kernels, string engine, string program, CSharpEngine csharp = CSharpEngine.Own, Action<string>? prepare = null)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        ArgumentNullException.ThrowIfNull(engine);
        var taken = List([kernels, .. SearchFolders()]).Any(kernel => kernel.Name == SharedName && !kernel.IsOurs);
        var name = taken ? OwnName : SharedName;
        var folder = Directory.CreateDirectory(Path.Combine(kernels, name)).FullName;
        // By their names, the newest last: a running kernel needs its files, some of which it has not loaded yet.
        var before = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).SkipLast(1).ToList();
        // A new folder every time: kernel.json changes atomically.
        var copy = Path.Combine(folder, $"engine-{DateTime.UtcNow:yyyyMMddHHmmssfff}");
        try
        {
            Copy(engine, copy);
            prepare?.Invoke(copy);
        }
        catch
        {
            if (Directory.Exists(copy))
            {
                Directory.Delete(copy, recursive: true);
            }

            throw;
        }

        foreach (var script in Scripts)
        {
            AtomicFile.WriteAllText(Path.Combine(folder, script.File), EmbeddedFile.Text(script.Resource));
        }

        var displayName = taken ? "C# (Descent Lab)" : ".NET (C#)";
        AtomicFile.WriteAllText(Path.Combine(folder, "kernel.json"), new JsonObject
        {
            ["argv"] = new JsonArray([
                "dotnet", Path.Combine(copy, program), "kernel", "start", "--connection-file", "{connection_file}",
                .. csharp == CSharpEngine.Own ? (JsonNode[])[] : ["--engine", "stock"]]),
            ["display_name"] = displayName,
            // As in KernelInfo: VS Code writes this name into a notebook as soon as the kernel is chosen.
            ["language"] = "csharp",
            // No signals: they do not reach a .NET program in the same way on all systems.
            ["interrupt_mode"] = "message",
            ["env"] = new JsonObject(CompilerSettings.Variables.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value))),
            // Without it JupyterLab does not ask for variables: it lists them beside its debugger.
            ["metadata"] = new JsonObject { [Marker] = true, ["debugger"] = true },
        }.ToJsonString(Readable) + "\n");
        foreach (var old in before)
        {
            TryDelete(old);
        }

        return new KernelSpec(name, folder, displayName, IsOurs: true);
    }

    /// <summary>Removes this engine's kernels from a folder.</summary>
    /// <param name="kernels">The folder they were installed in.</param>
    /// <returns>The removed kernels.</returns>
    public static IReadOnlyList<KernelSpec> Uninstall(string kernels)
    {
        var ours = List([kernels]).Where(kernel => kernel.IsOurs).ToList();
        ours.ForEach(kernel => Directory.Delete(kernel.Folder, recursive: true));
        return ours;
    }

    private static KernelSpec? Read(string folder)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json"))) is JsonObject json
                ? new KernelSpec(
                    Path.GetFileName(folder), folder, json["display_name"]?.ToString() ?? "", json["metadata"] is JsonObject metadata && metadata.ContainsKey(Marker))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    // Null without a home folder: a path that begins with nothing would be one in the current folder.
    private static string? DataFolder()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } chosen)
        {
            return chosen;
        }

        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data)
        {
            return Path.Combine(data, "jupyter");
        }

        var windows = OperatingSystem.IsWindows();
        var home = Environment.GetFolderPath(windows ? Environment.SpecialFolder.ApplicationData : Environment.SpecialFolder.UserProfile);
        return !Directory.Exists(home) ? null
            : windows ? Path.Combine(home, "jupyter")
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter")
            : Path.Combine(home, ".local", "share", "jupyter");
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.GetDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A kernel still runs from it (Windows); the next installation will try again.
        }
    }
}
