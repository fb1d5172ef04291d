using System.Reflection;
using System.Runtime.Loader;

namespace DescentLab;

/// <summary>Loads the drawing library from the folder <c>charts</c> beside this assembly, into a separate load context.</summary>
/// <remarks>
/// Plotly.NET needs a newer FSharp.Core than the one that .NET Interactive has already loaded; in the same context
/// every call would fail. Both contexts share this assembly, so that they use the same <see cref="Figure"/>.
/// </remarks>
internal static class ChartsLoader
{
    private const string Folder = "charts";
    private const string Library = "DescentLab.Charts";

    public static ICharts Load()
    {
        var file = Find();
        var charts = new ChartsContext(file).LoadFromAssemblyPath(file).GetType($"{Library}.PlotlyCharts", throwOnError: true)!;
        return (ICharts)Activator.CreateInstance(charts)!;
    }

    private static string Find()
    {
        // An engine that loads assemblies from memory has no location; then the program's folder is used.
        // A program of the repository, or an installed kernel, has its own copy of this assembly, but not of the
        // charts: they are in lib/bin, above the program or above the running notebook.
        var homes = new[] { Path.GetDirectoryName(typeof(ICharts).Assembly.Location), AppContext.BaseDirectory }
            .Where(home => !string.IsNullOrEmpty(home))
            .Select(home => home!)
            .ToArray();
        var files = homes
            .Concat(homes.Append(Environment.CurrentDirectory).SelectMany(FolderSearch.Upwards).Select(above => Path.Combine(above, "lib", "bin")))
            .Select(home => Path.Combine(home, Folder, $"{Library}.dll"))
            .ToArray();
        return Array.Find(files, File.Exists) ?? throw new FileNotFoundException(
            $"The drawing library {files[0]} is missing. Build it: dotnet build -c Release lib/{Library}", files[0]);
    }

    private sealed class ChartsContext(string file) : AssemblyLoadContext($"{Library} of {typeof(ICharts).Assembly.GetHashCode()}")
    {
        private readonly AssemblyDependencyResolver resolver = new(file);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var core = typeof(ICharts).Assembly;
            return assemblyName.Name == core.GetName().Name
                ? core
                : resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
        }
    }
}
