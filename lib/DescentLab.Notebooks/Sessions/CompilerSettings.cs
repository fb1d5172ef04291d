namespace DescentLab.Notebooks;

/// <summary>How .NET compiles in a process that runs cells: most of its code, Roslyn's above all, is compiled while it runs and used only a few times.</summary>
internal static class CompilerSettings
{
    /// <summary>Environment variables for a new process.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // Compiled code is not mapped twice, for writing and for running: a first cell takes a third less time.
        ["DOTNET_EnableWriteXorExecute"] = "0",

        // Compiled better after 512 calls (hexadecimal), not 30: during the first long cell that took three seconds of another core.
        ["DOTNET_TC_CallCountThreshold"] = "200",
    };
}
