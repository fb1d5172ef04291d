using System.Text.Json.Nodes;
using static DescentLab.Notebooks.Tests.Reports.Reporting;

namespace DescentLab.Notebooks.Tests;

public sealed class CourseTests : IDisposable
{
    private static readonly byte[] Png = [1, 2, 3];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Update_OfACourse_WritesMapPicturesAndFeet()
    {
        Save("00-start", "00 · Start", Markdown("?").WithId("map"));
        Save("01-one", "01 · One");
        Save("02-two", "02 · Two");
        File.WriteAllText(folder.File("README.md"), "# Course\n\n<!-- map -->\nold\n<!-- end of map -->\n\nThe end.\n");

        Assert.NotEmpty(Course.Load(folder.Path).Check());
        var written = Course.Load(folder.Path).Update();

        Assert.Equal(["pictures/00.png", "pictures/01.png", "pictures/02.png", "README.md", "00-start", "01-one", "02-two"], written);
        Assert.Equal(Png, File.ReadAllBytes(folder.File("pictures/01.png")));
        var readme = File.ReadAllText(folder.File("README.md"));
        Assert.Contains("| **[01 · One](01-one.ipynb)**<br>What 01-one shows. *20 minutes.* |", readme, StringComparison.Ordinal);
        Assert.EndsWith("<!-- end of map -->\n\nThe end.\n", readme, StringComparison.Ordinal);
        Assert.DoesNotContain("old", readme, StringComparison.Ordinal);
        Assert.Contains("[02 · Two](02-two.ipynb)", Source("00-start", "map"), StringComparison.Ordinal);
        Assert.Equal(
            "---\n\n**Before:** [00 · Start](00-start.ipynb)<br>\n**Next:** [02 · Two](02-two.ipynb)<br>\n**Map:** [00 · Start](00-start.ipynb)",
            Source("01-one", "foot"));
        Assert.DoesNotContain("Next", Source("02-two", "foot"), StringComparison.Ordinal);
        Assert.Empty(Course.Load(folder.Path).Check());
        Assert.Empty(Course.Load(folder.Path).Update());
    }

    [Fact]
    public void Map_OfATitleWithABar_StaysATable()
    {
        Save("01-one", "01 · Where |x| bends");

        var row = Course.Load(folder.Path).Map().Split('\n')[^1];

        Assert.Contains(@"**[01 · Where \|x\| bends](01-one.ipynb)**", row, StringComparison.Ordinal);
        Assert.Equal(3, row.Replace(@"\|", "", StringComparison.Ordinal).Count(c => c == '|'));
    }

    [Fact]
    public void Check_AfterANewNotebook_RequiresTheMapAndThePreviousFoot()
    {
        Save("01-one", "01 · One");
        Course.Load(folder.Path).Update();
        Save("02-two", "02 · Two");

        var faults = Course.Load(folder.Path).Check().Select(fault => fault.ToString()).ToList();

        Assert.Contains(faults, fault => fault.StartsWith("01-one: its links to other notebooks are out of date", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("02-two: its links", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_OfANotebookWithoutMetadataOrFoot_SaysWhatIsMissing()
    {
        Named("03-bare", Markdown("# 03 · Bare")).Save(folder.File("03-bare.ipynb"));
        File.WriteAllText(folder.File("04-broken.ipynb"), "{");

        var faults = Course.Load(folder.Path).Check().Select(fault => fault.ToString()).ToList();

        Assert.Contains(faults, fault => fault.Contains("\"descentlab\" with a sentence, minutes", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("the id and tag 'foot'", StringComparison.Ordinal));
        Assert.Equal(2, faults.Count);
    }

    [Theory]
    [InlineData("[a](02-two.ipynb)", null)]
    [InlineData("[a](02-two.ipynb#a-heading)", null)]
    [InlineData("[a](#one)", null)]
    [InlineData("[a](https://example.org/none.ipynb)", null)]
    [InlineData("`[a](none.ipynb)`", null)]
    [InlineData("[a](none.ipynb)", "there is no file none.ipynb")]
    [InlineData("[a](02-two.ipynb#nowhere)", "02-two.ipynb has no such heading")]
    [InlineData("[a](#nowhere)", "there is no such heading")]
    [InlineData("## Über\n\n[a](#%C3%BCber)", null)]
    [InlineData("[a](broken.ipynb)", null)]
    [InlineData("[a](broken.ipynb#one)", "broken.ipynb: not valid JSON")]
    [InlineData("[a](%00.ipynb)", "there is no file")]
    [InlineData("![a](none.png)", "there is no file none.png")]
    [InlineData("<a href=\"none.html\">a</a>", "there is no file none.html")]
    [InlineData("| a |\n| --- |\n| <img src=\"none.png\"> |", "there is no file none.png")]
    public void Rules_OfALink_FindWhetherItIsBroken(string markdown, string? fault)
    {
        Named("02-two", Markdown("## A heading")).Save(folder.File("02-two.ipynb"));
        File.WriteAllText(folder.File("broken.ipynb"), "{");
        var path = folder.File("one.ipynb");
        Named("one", Markdown("# One\n\n" + markdown)).Save(path);

        var faults = NotebookRules.Check(NotebookDocument.Load(path)).Where(found => found.Message.StartsWith("the link", StringComparison.Ordinal)).ToList();

        if (fault is null)
        {
            Assert.Empty(faults);
        }
        else
        {
            Assert.Contains(fault, Assert.Single(faults).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void CheckLinks_OfAMarkdownFile_FindsBrokenLinks()
    {
        File.WriteAllText(folder.File("README.md"), "# Read me\n\n[a](#read-me) [b](README.md) [c](none.md#x) ![d](https://example.org/d.png)\n");

        Assert.Equal("README.md: the link 'none.md#x' is broken: there is no file none.md", Assert.Single(Course.CheckLinks(folder.File("README.md"))).ToString());
    }

    [Theory]
    [InlineData("# One", "", "its title must begin with its number: '# 07 · …'")]
    [InlineData("# 07 · One\n\nAs in notebook 01.", "", "'notebook 01' must be a link")]
    [InlineData("# 07 · One\n\nNotebook\n02 shows it.", "", "'Notebook 02' must be a link")]
    [InlineData("# 07 · One\n\n**Guess first.** How many?", "", "must hide its answer in <details>")]
    [InlineData("# 07 · One\n\n## Exercises\n\n1. **First.** Do.\n2. **Is it?** Do.", "**Solution 1: First**", "with **Solution 2: Is it?**, but there is none")]
    [InlineData("# 07 · One\n\n## Exercises\n\n1. **First.** Do.", "**Solution 1: Last**", "with **Solution 1: First**, but there is **Solution 1: Last**")]
    public void Rules_OfACourseNotebook_FindViolations(string prose, string solution, string fault)
    {
        IReadOnlyList<RuleViolation> Faults(string name) => NotebookRules.Check(solution.Length > 0
            ? Named(name, Markdown(prose), Markdown(solution).Tagged("solution"))
            : Named(name, Markdown(prose)));

        Assert.Contains(Faults("07-one"), found => found.Message.Contains(fault, StringComparison.Ordinal));
        Assert.DoesNotContain(Faults("mine"), found => found.Message.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_OfACourseNotebook_FindLongLinesAndUnfoldedSolutions()
    {
        var open = Code("x").Tagged("solution");
        var folded = Code("x").Tagged("solution");
        folded["metadata"]!["jupyter"] = new JsonObject { ["outputs_hidden"] = true, ["source_hidden"] = true };
        List<string> Faults(params JsonObject[] cells) => [.. NotebookRules.Check(Named("07-one", [Markdown("# 07 · One"), .. cells])).Select(fault => fault.Message)];

        Assert.Single(Faults(Code($"x{new string(' ', 100)}")), fault => fault.Contains("101 characters, more than 100", StringComparison.Ordinal));
        Assert.DoesNotContain(Faults(Code(new string('x', 100))), fault => fault.Contains("characters, more than", StringComparison.Ordinal));
        Assert.Contains(Faults(open), fault => fault.StartsWith("a solution must be folded", StringComparison.Ordinal));
        Assert.DoesNotContain(Faults(folded), fault => fault.StartsWith("a solution must be folded", StringComparison.Ordinal));
    }

    [Fact]
    public void Page_OfAPictureThatIsNotBase64_HasNone()
    {
        var document = Named("01-one", Markdown("# 01 · One"), Code("figure", Data(("image/png", "!"))).WithId("figure"));
        document.Metadata["descentlab"] = new JsonObject { ["minutes"] = 20, ["picture"] = "figure", ["sentence"] = "S." };

        Assert.Null(CoursePage.Of(document)!.Picture);
    }

    [Fact]
    public void Normalise_OfACourseNotebook_KeepsItsMapEntry()
    {
        Save("01-one", "01 · One");
        var document = NotebookDocument.Load(folder.File("01-one.ipynb"));
        document.Metadata["kernelspec"] = new JsonObject { ["language"] = "C#", ["name"] = ".net-csharp" };

        var normal = NotebookRules.Normalise(document);

        Assert.Equal(20, CoursePage.Of(normal)!.Minutes);
        Assert.Equal("descentlab", normal.Metadata.First().Key);
    }

    private void Save(string name, string title, params JsonObject[] more)
    {
        var figure = Code("figure", Data(("image/png", Convert.ToBase64String(Png)))).WithId("figure");
        var document = Named(name, [Markdown("# " + title).WithId("title"), figure, .. more, Markdown("?").Tagged("foot").WithId("foot")]);
        document.Metadata["descentlab"] = new JsonObject { ["minutes"] = 20, ["picture"] = "figure", ["sentence"] = $"What {name} shows." };
        document.Save(folder.File(name + ".ipynb"));
    }

    private string Source(string name, string id) =>
        NotebookDocument.Load(folder.File(name + ".ipynb")).Cells.Single(cell => cell.Id == id).Source;
}
