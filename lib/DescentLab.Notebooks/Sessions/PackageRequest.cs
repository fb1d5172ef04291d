namespace DescentLab.Notebooks;

/// <summary>A NuGet package that a cell asks for.</summary>
/// <param name="Name">The package's id.</param>
/// <param name="Version">A version, a range or a pattern as NuGet writes them; <c>*</c> for the newest stable one.</param>
internal sealed record PackageRequest(string Name, string Version)
{
    /// <summary>Reads <c>Name, Version</c> or <c>Name</c>; null when there is no name.</summary>
    public static PackageRequest? Parse(string text)
    {
        var parts = text.Split(',', 2, StringSplitOptions.TrimEntries);
        return parts[0].Length == 0 ? null : new PackageRequest(parts[0], parts is [_, { Length: > 0 } version] ? version : "*");
    }
}
