namespace DescentLab.Notebooks.Tests;

/// <summary>
/// Cells run in their notebook's folder, and a process has one current directory, so these tests run in sequence and beside
/// no others.
/// </summary>
[CollectionDefinition(Tests, DisableParallelization = true)]
public sealed class CurrentDirectory
{
    public const string Tests = "current directory";
}
