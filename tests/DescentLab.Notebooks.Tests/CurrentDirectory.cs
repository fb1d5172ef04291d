namespace DescentLab.Notebooks.Tests;

/// <summary>Cells run in their notebook's folder, and a process has one current directory: such tests take turns.</summary>
internal static class CurrentDirectory
{
    public const string Tests = "current directory";
}
