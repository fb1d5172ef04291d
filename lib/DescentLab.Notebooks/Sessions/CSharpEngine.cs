namespace DescentLab.Notebooks;

/// <summary>Which C# runs the cells.</summary>
public enum CSharpEngine
{
    /// <summary>This project's: every cell can be stopped, memory stays flat, errors name cell and line.</summary>
    Own,

    /// <summary>Microsoft's <c>CSharpKernel</c>, as it stands in .NET Interactive.</summary>
    Stock,
}
