using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace DescentLab.Notebooks;

/// <summary>
/// The NuGet packages of one session, restored by the .NET SDK with the NuGet configuration of the notebook's folder. The
/// same request is restored once a machine.
/// </summary>
internal sealed class Packages(string folder, CellAssemblies cells)
{
    private readonly List<PackageRequest> requests = [];
    private readonly List<string> feeds = [];

    /// <summary>The assemblies of all packages so far.</summary>
    public IReadOnlyList<MetadataReference> References { get; private set; } = [];

    /// <summary>Adds packages.</summary>
    /// <returns>What to tell the reader: the versions that were chosen.</returns>
    /// <exception cref="DirectiveException">A package cannot be had; the message is NuGet's.</exception>
    public async Task<string> AddAsync(
        IEnumerable<PackageRequest> more, IEnumerable<string> moreFeeds, CancellationToken cancellation)
    {
        var wanted = more.Where(request => !requests.Contains(request)).ToList();
        feeds.AddRange(moreFeeds.Select(Feed).Except(feeds));
        if (wanted.Count == 0)
        {
            return "";
        }

        // A name asked for again with another version replaces the earlier one.
        List<PackageRequest> all = [.. requests.ExceptBy(wanted.Select(Key), Key), .. wanted];
        var assets = await RestoreAsync(all, cancellation);
        var (assemblies, natives, versions) = Read(assets);
        References = [.. assemblies.Select(path => DescentLab.Notebooks.References.Read(path))];
        cells.LocateNatives(natives);
        requests.Clear();
        requests.AddRange(all);
        return string.Join("\n", wanted.Select(request => $"{request.Name}, {versions.GetValueOrDefault(request.Name, request.Version)}"));
    }

    private static string Key(PackageRequest request) => request.Name.ToUpperInvariant();

    private string Feed(string feed) => feed.Contains("://", StringComparison.Ordinal) ? feed : Path.GetFullPath(feed, folder);

    private async Task<string> RestoreAsync(List<PackageRequest> all, CancellationToken cancellation)
    {
        var project = SdkProject.Create(
            [
                new XElement("ManagePackageVersionsCentrally", "false"),
                // What the SDK would warn about (an old package, a near version) is not the reader's business here.
                new XElement("NoWarn", "$(NoWarn);NU1603;NU1701;NU1902;NU1903;NU1904"),
                new XElement("RestoreRootConfigDirectory", folder),
                new XElement("RestoreAdditionalProjectSources", string.Join(';', feeds)),
            ],
            all.Select(request => new XElement(
                "PackageReference", new XAttribute("Include", request.Name), new XAttribute("Version", request.Version))));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project.ToString())))[..16];
        var place = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
            "descentlab", "packages", hash);
        var assets = Path.Combine(place, "obj", "project.assets.json");
        var floating = all.Any(request => request.Version.Contains('*', StringComparison.Ordinal));
        var fresh = File.Exists(assets) && (!floating || DateTime.UtcNow - File.GetLastWriteTimeUtc(assets) < TimeSpan.FromDays(1));
        if (fresh && Read(assets).Assemblies.All(File.Exists))
        {
            return assets;
        }

        var (succeeded, said) = await SdkProject.RunAsync("restore", SdkProject.Save(place, project), [], cancellation);
        return succeeded ? assets : throw new DirectiveException($"The packages could not be restored. {Reasons(said)}", line: null);
    }

    private static string Reasons(string said)
    {
        var errors = said.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf("error", StringComparison.Ordinal) + "error".Length)..].Split(" [", 2)[0].Trim()).Distinct();
        var reasons = string.Join("\n", errors);
        // NU1301: a source does not answer.
        return reasons.Contains("NU1301", StringComparison.Ordinal)
            ? $"Is there a network? Without one, only versions that this machine has already can be had, and only by their number (\"nuget: Name, 1.2.3\").\n{reasons}"
            : reasons;
    }

    private static (IReadOnlyList<string> Assemblies, IReadOnlyList<string> Natives, IReadOnlyDictionary<string, string> Versions) Read(string assets)
    {
        JsonObject json;
        try
        {
            json = (JsonObject)JsonNode.Parse(File.ReadAllText(assets))!;
        }
        catch (JsonException e)
        {
            throw new DirectiveException($"{assets} is damaged; delete it.", line: null, e);
        }

        var roots = ((JsonObject)json["packageFolders"]!).Select(root => root.Key).ToList();
        var target = (JsonObject)((JsonObject)json["targets"]!).Last().Value!;
        var (assemblies, natives) = (new List<string>(), new List<string>());
        var versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (library, parts) in target)
        {
            var path = (string?)json["libraries"]?[library]?["path"];
            if (path is null)
            {
                continue;
            }

            var name = library.Split('/');
            versions[name[0]] = name[1];
            assemblies.AddRange(Files("runtime").Where(file => !DescentLab.Notebooks.References.IsFramework(file)));
            natives.AddRange(Files("native"));

            IEnumerable<string> Files(string kind) =>
                from file in parts![kind] as JsonObject ?? []
                where !file.Key.EndsWith("_._", StringComparison.Ordinal)
                let places = roots.Select(root => Path.GetFullPath(Path.Combine(root, path, file.Key))).ToList()
                select places.FirstOrDefault(File.Exists) ?? places[0];
        }

        return (assemblies, natives, versions);
    }
}
