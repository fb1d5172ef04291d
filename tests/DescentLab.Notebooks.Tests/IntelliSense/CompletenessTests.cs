namespace DescentLab.Notebooks.Tests;

public sealed class CompletenessTests
{
    [Theory]
    [InlineData("1 + 1", "complete")]
    [InlineData("", "complete")]
    [InlineData("// nothing", "complete")]
    [InlineData("var x = 1;", "complete")]
    [InlineData("if (true) {", "incomplete")]
    [InlineData("class A {", "incomplete")]
    [InlineData("Math.Max(1,", "incomplete")]
    [InlineData("1 +", "incomplete")]
    [InlineData("x =>", "incomplete")]
    [InlineData("/* open", "incomplete")]
    [InlineData("#if true\n1", "incomplete")]
    [InlineData("#region r\n1", "incomplete")]
    [InlineData("\"\"\"", "incomplete")]
    [InlineData("\"\"\"\na\n", "incomplete")]
    [InlineData("var s = \"\"\"\n  a", "incomplete")]
    [InlineData("Console.WriteLine(\"\"\"\n  a\n", "incomplete")]
    [InlineData("$\"\"\"\n{1}\n", "incomplete")]
    [InlineData("$$\"\"\"\"\n{{1}} \"\"\"\n", "incomplete")]
    [InlineData("@\"a\nb", "incomplete")]
    [InlineData("$@\"a{1}\n", "incomplete")]
    [InlineData("\"\"\"\n  a\n  \"\"\"", "complete")]
    [InlineData("var s = $\"\"\"\n  {1}\n  \"\"\";", "complete")]
    [InlineData("var x = );", "invalid")]
    [InlineData("\"a", "invalid")]
    [InlineData("var s = \"a", "invalid")]
    [InlineData("\"\"\"\n  a\n b\n  \"\"\"", "invalid")]
    public void Of_AText_IsToldByTheCompiler(string code, string expected) => Assert.Equal(expected, Completeness.Of(code));
}
