using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace DescentLab.Notebooks;

/// <summary>
/// Loads the assemblies of one session: its cells, and the files that <c>#r</c> names, from their place. A file beside the engine never
/// replaces one that a cell has named.
/// </summary>
internal sealed class CellAssemblies() : AssemblyLoadContext("cells")
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (string Path, DateTime Written)> named = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> natives = [];

    /// <summary>Loads a compiled cell with checkpoints. It is unloaded when nothing of it is in use.</summary>
    /// <param name="code">The assembly.</param>
    /// <param name="symbols">Its portable symbols.</param>
    /// <param name="cells">The earlier cells that it can call.</param>
    public Assembly LoadCell(MemoryStream code, MemoryStream symbols, IEnumerable<Assembly> cells)
    {
        var (checkedCode, checkedSymbols) = Checkpoints.Insert(code, symbols);
        return new Cell(this).Load(checkedCode, checkedSymbols, cells);
    }

    /// <summary>Records the file from which an assembly is loaded when it is first used.</summary>
    /// <exception cref="DirectiveException">The session has loaded another file of that name, or the file has changed since.</exception>
    public void Locate(string assembly, string path)
    {
        var found = (Path: path, Written: File.GetLastWriteTimeUtc(path));
        lock (gate)
        {
            if (named.TryGetValue(assembly, out var known) && known != found && Assemblies.Any(loaded => loaded.GetName().Name == assembly))
            {
                throw new DirectiveException(
                    known.Path == path
                        ? $"{path} has changed since this session loaded it. Restart the kernel to use the new one."
                        : $"This session has loaded {known.Path}, so it cannot load {path}. Restart the kernel to use the other.",
                    line: null);
            }

            named[assembly] = found;
        }
    }

    /// <summary>Records the native libraries of a package for this machine.</summary>
    public void LocateNatives(string packageRoot)
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string[] machines = [RuntimeInformation.RuntimeIdentifier, $"{system}-{architecture}", system, "unix", "any"];
        var folders = machines.Distinct().Select(machine => Path.Combine(packageRoot, "runtimes", machine, "native")).Where(Directory.Exists);
        lock (gate)
        {
            natives.AddRange(folders.SelectMany(Directory.GetFiles));
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (References.IsFramework($"{name}.dll") || References.IsEngine($"{name}.dll"))
        {
            return null;
        }

        string? path;
        lock (gate)
        {
            path = named.TryGetValue(name, out var file) ? file.Path
                : named.Values.Select(known => Path.Combine(Path.GetDirectoryName(known.Path)!, $"{name}.dll")).FirstOrDefault(File.Exists);
        }

        return path is null ? null : LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        // As DllImport writes them: e_sqlite3, libe_sqlite3, libe_sqlite3.so.
        string[] names = [unmanagedDllName, $"lib{unmanagedDllName}"];
        lock (gate)
        {
            return natives.FirstOrDefault(path => names.Contains(Path.GetFileName(path)) || names.Contains(Path.GetFileNameWithoutExtension(path))) is { } found
                ? LoadUnmanagedDllFromPath(found)
                : 0;
        }
    }

    private sealed class Cell(CellAssemblies session) : AssemblyLoadContext("cell", isCollectible: true)
    {
        private Dictionary<string, Assembly> cells = [];

        public Assembly Load(MemoryStream code, MemoryStream symbols, IEnumerable<Assembly> earlier)
        {
            var assembly = LoadFromStream(code, symbols);
            var called = assembly.GetReferencedAssemblies().Select(name => name.Name!).ToHashSet();
            cells = earlier.ToDictionary(cell => cell.GetName().Name!).Where(cell => called.Contains(cell.Key)).ToDictionary();
            // Only releases the context's own reference to the assembly.
            Unload();
            return assembly;
        }

        protected override Assembly? Load(AssemblyName assemblyName) =>
            cells.GetValueOrDefault(assemblyName.Name!) ?? session.Load(assemblyName);

        protected override nint LoadUnmanagedDll(string unmanagedDllName) => session.LoadUnmanagedDll(unmanagedDllName);
    }
}
