using System.Xml.Linq;

namespace DescentLab.Notebooks.Tests.Collection;

/// <summary>Tests that the examples in the library's documentation run unchanged after the setup cell.</summary>
public sealed class DocExampleTests : IDisposable
{
    private readonly LibraryCells cells = new();

    public static TheoryData<string, string> Examples
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var member in XDocument.Load(Path.Combine(CommandLine.Repository, "lib/bin/DescentLab.xml")).Descendants("member"))
            {
                if (member.Element("example")?.Element("code")?.Value.Trim() is { } code)
                {
                    data.Add((string)member.Attribute("name")!, code);
                }
            }

            return data;
        }
    }

    public void Dispose() => cells.Dispose();

    [Fact]
    public void Documentation_OfEachOptimizer_HasAnExample()
    {
        var names = Examples.Select(example => example.Data.Item1).ToList();
        Assert.All(
            ["GradientDescent", "Momentum", "Nesterov", "RmsProp", "RmsPropNesterov", "Adagrad", "Adadelta", "Adam", "Optimizer"],
            rule => Assert.Contains($"T:DescentLab.{rule}`1", names));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_InTheDocumentation_Runs(string member, string code)
    {
        var shown = await cells.RunAsync(code);
        Assert.True(shown is not null, member);
        Assert.DoesNotContain("Diverged", shown["text/plain"], StringComparison.Ordinal);
    }
}
