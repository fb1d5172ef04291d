using System.CommandLine;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary><c>--engine</c>: which C# engine runs the cells.</summary>
internal static class EngineOption
{
    public static Option<CSharpEngine> Create()
    {
        var engine = new Option<CSharpEngine>("--engine")
        {
            Description = "The C# engine that runs the cells: own (this project's), or stock (Microsoft's CSharpKernel).",
            HelpName = "own|stock",
        };
        engine.AcceptOnlyFromAmong("own", "stock");
        return engine;
    }
}
