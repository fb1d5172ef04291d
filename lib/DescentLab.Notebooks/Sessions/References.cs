using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace DescentLab.Notebooks;

/// <summary>
/// The assemblies that cells compile against: .NET itself, and what <c>#r</c> names. Read once a process: Roslyn keeps its
/// symbols with the metadata, so later cells and sessions compile against warm ones.
/// </summary>
internal sealed class References : MetadataReferenceResolver
{
    private static readonly ConcurrentDictionary<(string Path, DateTime Written), PortableExecutableReference> Cache = [];

    private readonly ScriptMetadataResolver resolver;

    private References(ScriptMetadataResolver resolver) => this.resolver = resolver;

    /// <summary>The reference assemblies of the running .NET.</summary>
    public static ImmutableArray<MetadataReference> Framework { get; } = ReadFramework();

    public override bool ResolveMissingAssemblies => resolver.ResolveMissingAssemblies;

    /// <summary>Resolves <c>#r</c> from a folder.</summary>
    public static References From(string folder) => new(ScriptMetadataResolver.Default.WithBaseDirectory(folder));

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        [.. resolver.ResolveReference(reference, baseFilePath, properties).Select(Cached)];

    public override PortableExecutableReference? ResolveMissingAssembly(
        MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        resolver.ResolveMissingAssembly(definition, referenceIdentity) is { } found ? Cached(found) : null;

    public override bool Equals(object? other) => other is References references && resolver.Equals(references.resolver);

    public override int GetHashCode() => resolver.GetHashCode();

    private static PortableExecutableReference Cached(PortableExecutableReference found) =>
        found.FilePath is { } path ? Cache.GetOrAdd((path, File.GetLastWriteTimeUtc(path)), found) : found;

    private static ImmutableArray<MetadataReference> ReadFramework()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        return
        [
            .. trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Where(path => Path.GetDirectoryName(path) == folder)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }
}
