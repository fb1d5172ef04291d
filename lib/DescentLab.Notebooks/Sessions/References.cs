using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DescentLab.Notebooks;

/// <summary>
/// Resolves the assemblies that cells compile against: .NET itself, and what <c>#r</c> names. They are read once per process: Roslyn keeps its
/// symbols with the metadata, so later cells and sessions compile faster.
/// </summary>
internal sealed class References(string folder) : MetadataReferenceResolver
{
    private static readonly ConcurrentDictionary<(string Path, DateTime Written), PortableExecutableReference> Cache = [];

    private static readonly string EngineFolder = Path.GetDirectoryName(typeof(CellFunctions).Assembly.Location)!;

    private static readonly string RuntimeFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly string[] Facades =
    [
        "System.Runtime", "System.Collections", "System.Threading", "System.Memory", "System.Runtime.Extensions",
        "System.Runtime.InteropServices", "System.Text.Encoding.Extensions", "System.Diagnostics.StackTrace", "System.Xml.ReaderWriter", "System.Xml.XDocument",
    ];

    private readonly string folder = folder;

    /// <summary>The reference assemblies of the running .NET.</summary>
    public static ImmutableArray<MetadataReference> Framework { get; } = ReadFramework();

    /// <summary>
    /// The engine's assemblies whose types cells can use. Cells, packages and the engine share one copy of each, the engine's:
    /// the type that display() returns must be the type they were compiled against.
    /// </summary>
    public static ImmutableHashSet<string> EngineNames { get; } = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        typeof(CellFunctions).Assembly.GetName().Name!,
        "Microsoft.DotNet.Interactive",
        "Microsoft.DotNet.Interactive.CSharp",
        "Microsoft.DotNet.Interactive.Documents",
        "Microsoft.DotNet.Interactive.Formatting",
        "Microsoft.DotNet.Interactive.PackageManagement",
        "Microsoft.AspNetCore.Html.Abstractions",
        "System.Reactive");

    /// <summary>The references to these assemblies.</summary>
    public static ImmutableArray<MetadataReference> Engine { get; } =
        [.. EngineNames.Select(name => Path.Combine(EngineFolder, $"{name}.dll")).Where(File.Exists).Select(path => Read(path))];

    public override bool ResolveMissingAssemblies => true;

    /// <summary>Whether .NET itself includes an assembly of this file's name; then a package's copy is ignored.</summary>
    public static bool IsFramework(string path) => File.Exists(Path.Combine(RuntimeFolder, Path.GetFileName(path)));

    /// <summary>Whether the engine includes an assembly of this file's name, which every session shares.</summary>
    public static bool IsEngine(string path) => EngineNames.Contains(Path.GetFileNameWithoutExtension(path));

    /// <summary>Gets the files that a cell references, by <c>#r</c> or from packages, and earlier cells do not.</summary>
    public static IEnumerable<PortableExecutableReference> Of(CSharpCompilation cell) =>
        cell.ExternalReferences.Concat(cell.DirectiveReferences).OfType<PortableExecutableReference>();

    /// <summary>Gets the name by which other assemblies reference an assembly.</summary>
    public static string NameOf(PortableExecutableReference reference)
    {
        try
        {
            if (reference.GetMetadata() is AssemblyMetadata assembly && assembly.GetModules()[0].GetMetadataReader() is var metadata)
            {
                return metadata.GetString(metadata.GetAssemblyDefinition().Name);
            }
        }
        catch (BadImageFormatException)
        {
            // The compiler says so.
        }

        return Path.GetFileNameWithoutExtension(reference.FilePath!);
    }

    /// <summary>Resolves <c>#r</c>: a file from the notebook's folder (or that of a <c>#load</c>ed file), or a part of .NET by name.</summary>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var home = Path.IsPathFullyQualified(baseFilePath ?? "") ? Path.GetDirectoryName(baseFilePath)! : folder;
        string[] places = [Path.GetFullPath(reference, home), Path.Combine(RuntimeFolder, $"{reference}.dll"), Path.Combine(RuntimeFolder, reference)];
        return Array.Find(places, File.Exists) is { } path ? [Cached(path, properties)] : [];
    }

    /// <summary>Resolves the dependencies of a referenced assembly in its folder.</summary>
    public override PortableExecutableReference? ResolveMissingAssembly(
        MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        definition is PortableExecutableReference { FilePath: { } path }
            && Path.Combine(Path.GetDirectoryName(path)!, $"{referenceIdentity.Name}.dll") is var beside && File.Exists(beside)
                ? Cached(beside, MetadataReferenceProperties.Assembly)
                : null;

    public override bool Equals(object? other) => other is References references && folder == references.folder;

    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);

    private static PortableExecutableReference Cached(string path, MetadataReferenceProperties properties) =>
        Cache.GetOrAdd((path, File.GetLastWriteTimeUtc(path)), _ => Read(path, properties));

    /// <summary>Reads the metadata of an assembly, and not its code: of precompiled assemblies, that is most of the file.</summary>
    public static PortableExecutableReference Read(string path, MetadataReferenceProperties properties = default)
    {
        var documentation = new XmlDocumentation(DocumentationOf(path));
        try
        {
            using var file = File.OpenRead(path);
#pragma warning disable CA2000 // The reference owns the metadata, and lives as long as the process.
            return AssemblyMetadata.Create(ModuleMetadata.CreateFromStream(file, PEStreamOptions.PrefetchMetadata))
                .GetReference(documentation, properties.Aliases, properties.EmbedInteropTypes, path);
#pragma warning restore CA2000
        }
        catch (BadImageFormatException)
        {
            // Now the compiler reports that the file is no assembly, where the cell references it.
            return MetadataReference.CreateFromFile(path, properties, documentation);
        }
    }

    // The documentation of .NET is in the SDK's reference pack, not beside the running assemblies, under the names that programs
    // are compiled against: System.Private.CoreLib is documented in System.Runtime, System.Collections and others.
    private static string[] DocumentationOf(string path)
    {
        var beside = Path.ChangeExtension(path, ".xml");
        if (File.Exists(beside) || !path.StartsWith(RuntimeFolder, StringComparison.Ordinal))
        {
            return [beside];
        }

        var pack = Path.GetFullPath(Path.Combine(RuntimeFolder, "../../../packs/Microsoft.NETCore.App.Ref"));
        var version = $"{Environment.Version.Major}.{Environment.Version.Minor}";
        if (!Directory.Exists(pack)
            || Directory.GetDirectories(pack, $"{version}.*").Order(StringComparer.Ordinal).LastOrDefault() is not { } newest)
        {
            return [beside];
        }

        var folder = Path.Combine(newest, "ref", $"net{version}");
        return Path.GetFileName(path).StartsWith("System.Private.", StringComparison.Ordinal)
            ? [.. Facades.Select(name => Path.Combine(folder, $"{name}.xml"))]
            : [Path.Combine(folder, Path.GetFileName(beside))];
    }

    private static ImmutableArray<MetadataReference> ReadFramework()
    {
        var trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        return
        [
            .. trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Where(path => Path.GetDirectoryName(path) == RuntimeFolder)
                .Select(path => Read(path)),
        ];
    }
}
