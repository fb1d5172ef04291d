using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Html;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.Formatting;

namespace DescentLab.Notebooks;

/// <summary>
/// The assemblies that cells compile against: .NET itself, and what <c>#r</c> names. Read once a process: Roslyn keeps its
/// symbols with the metadata, so later cells and sessions compile against warm ones.
/// </summary>
internal sealed class References : MetadataReferenceResolver
{
    private static readonly ConcurrentDictionary<(string Path, DateTime Written), PortableExecutableReference> Cache = [];

    private static readonly string RuntimeFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private readonly ScriptMetadataResolver resolver;

    private References(ScriptMetadataResolver resolver) => this.resolver = resolver;

    /// <summary>The reference assemblies of the running .NET.</summary>
    public static ImmutableArray<MetadataReference> Framework { get; } = ReadFramework();

    /// <summary>The engine's assemblies whose types cells can name.</summary>
    public static ImmutableArray<Assembly> EngineAssemblies { get; } =
        [typeof(CellFunctions).Assembly, typeof(Formatter).Assembly, typeof(IHtmlContent).Assembly];

    /// <summary>References to <see cref="EngineAssemblies"/>.</summary>
    public static ImmutableArray<MetadataReference> Engine { get; } =
        [.. EngineAssemblies.Select(assembly => Read(assembly.Location))];

    public override bool ResolveMissingAssemblies => resolver.ResolveMissingAssemblies;

    /// <summary>Resolves <c>#r</c> from a folder.</summary>
    public static References From(string folder) => new(ScriptMetadataResolver.Default.WithBaseDirectory(folder));

    /// <summary>Whether .NET itself brings an assembly of this file's name; a package's copy then stays out.</summary>
    public static bool IsFramework(string path) => File.Exists(Path.Combine(RuntimeFolder, Path.GetFileName(path)));

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        [.. resolver.ResolveReference(reference, baseFilePath, properties).Select(Cached)];

    public override PortableExecutableReference? ResolveMissingAssembly(
        MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        resolver.ResolveMissingAssembly(definition, referenceIdentity) is { } found ? Cached(found) : null;

    public override bool Equals(object? other) => other is References references && resolver.Equals(references.resolver);

    public override int GetHashCode() => resolver.GetHashCode();

    private static PortableExecutableReference Cached(PortableExecutableReference found) =>
        found.FilePath is { } path ? Cache.GetOrAdd((path, File.GetLastWriteTimeUtc(path)), _ => Read(path, found.Properties)) : found;

    // The documentation beside an assembly is read when somebody asks for it.
    public static PortableExecutableReference Read(string path, MetadataReferenceProperties properties = default) =>
        MetadataReference.CreateFromFile(path, properties, XmlDocumentationProvider.CreateFromFile(DocumentationOf(path)));

    // .NET's own lies in the SDK's reference pack, not beside the running assemblies.
    private static string DocumentationOf(string path)
    {
        var beside = Path.ChangeExtension(path, ".xml");
        if (File.Exists(beside) || !path.StartsWith(RuntimeFolder, StringComparison.Ordinal))
        {
            return beside;
        }

        var pack = Path.GetFullPath(Path.Combine(RuntimeFolder, "../../../packs/Microsoft.NETCore.App.Ref"));
        var version = $"{Environment.Version.Major}.{Environment.Version.Minor}";
        return Directory.Exists(pack)
            && Directory.GetDirectories(pack, $"{version}.*").Order(StringComparer.Ordinal).LastOrDefault() is { } newest
                ? Path.Combine(newest, "ref", $"net{version}", Path.GetFileName(beside))
                : beside;
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
