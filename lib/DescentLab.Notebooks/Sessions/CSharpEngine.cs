namespace DescentLab.Notebooks;

/// <summary>The C# engine that runs the cells.</summary>
public enum CSharpEngine
{
    /// <summary>This project's engine: every cell can be stopped, memory use stays constant, errors name cell and line.</summary>
    Own,

    /// <summary>Microsoft's <c>CSharpKernel</c>, unchanged from .NET Interactive.</summary>
    Stock,
}
