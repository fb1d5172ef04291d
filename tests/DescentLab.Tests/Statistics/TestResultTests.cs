using System.Globalization;
using Xunit;

namespace DescentLab.Tests.Statistics;

public class TestResultTests
{
    private static readonly MannWhitneyResult Result = MannWhitney.Test(BookResults.WithMomentum, BookResults.WithoutMomentum);

    [Fact]
    public void TestResult_ToString_IsOneLine() =>
        Assert.Equal("Mann-Whitney U test (exact): U = 443, p = 2.353e-07 (two-sided), Cliff's delta = 0.8306, n = 22 + 22", Result.ToString());

    [Fact]
    public void RankTest_OfALargeHalf_IsPrintedToItsLastDigit()
    {
        // 1499 ties count half.
        MannWhitneyResult u = MannWhitney.Test(Enumerable.Range(0, 1500).Select(i => (double)i), Enumerable.Range(0, 1499).Select(i => (double)i));
        // |x| = 1, 2, 2, 4, 5, …: the equal ones share the rank 2.5.
        WilcoxonResult w = Wilcoxon.SignedRank([-2, .. Enumerable.Range(1, 1500).Where(i => i != 3).Select(i => (double)i)]);

        Assert.Contains("U = 1124999.5, ", u.ToString(), StringComparison.Ordinal);
        Assert.Contains("1124999.5 and 1123500.5", u.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("W+ = 1125747.5, ", w.ToString(), StringComparison.Ordinal);
        Assert.Contains("1125747.5 of positive, 2.5 of negative", w.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void TestResult_ToHtml_HasTheNumbersAndTheirLimits()
    {
        var html = Result.ToHtml();

        Assert.StartsWith("<table", html, StringComparison.Ordinal);
        Assert.Contains("443 and 41", html, StringComparison.Ordinal);
        Assert.Contains("does not say", html, StringComparison.Ordinal);
        Assert.Contains("Cliff&#39;s delta", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(TestResult))]
    [InlineData(typeof(TTestResult))]
    [InlineData(typeof(MannWhitneyResult))]
    [InlineData(typeof(WilcoxonResult))]
    [InlineData(typeof(KSquaredResult))]
    [InlineData(typeof(Summary))]
    [InlineData(typeof(ConfusionMatrix))]
    public void Shown_ByTheNotebooksConvention_WritesHtmlAndPlainText(Type type)
    {
        // As .NET Interactive does it: everything by name.
        object attribute = type.GetCustomAttributes(false).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        var mimeTypes = (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!;
        var formatters = (IEnumerable<object>)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source), null)!;

        Assert.Equal(mimeTypes, formatters.Select(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)!));
        foreach (object formatter in formatters)
        {
            using var writer = new StringWriter();
            var done = (bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, [Result, writer])!;
            Assert.True(done);
            Assert.Contains("443", writer.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.00123456, "0.001235")]
    [InlineData(3.062360458778992e-08, "3.062e-08")]
    [InlineData(123456.7, "123457")]
    [InlineData(-2.5e-300, "-2.5e-300")]
    [InlineData(1e12, "1e12")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-∞")]
    public void Number_AnySize_PrintsFourDigits(double x, string text) => Assert.Equal(text, Text.Number(x));

    [Fact]
    public void Summary_WithAFormat_UsesItForBothNumbers()
    {
        var summary = new Summary(4, 12.5, 3);

        Assert.Equal("12.50000 +/- 1.50000", summary.ToString());
        Assert.Equal("12.5 +/- 1.5", string.Create(CultureInfo.InvariantCulture, $"{summary:F1}"));
        Assert.True(summary.Interval().Contains(12.5));
    }
}
