using Xunit;

namespace DescentLab.Tests.Figures;

public sealed class EstimateTests
{
    [Fact]
    public void OfMean_OfFourNumbers_HasTheStandardErrorForErrorBar()
    {
        var estimate = Estimate.OfMean("Adam", [1, 2, 3, 4]);

        Assert.Equal("Adam", estimate.Name);
        Assert.Equal(2.5, estimate.Value);
        Assert.Equal(0.6454972243679028, estimate.Error, 1e-15);   // √(5/3)/√4
    }

    [Fact]
    public void OfMean_OfOneNumber_IsRefused() =>
        Assert.Contains("2", Assert.Throws<ArgumentException>(() => Estimate.OfMean("Adam", [1])).Message, StringComparison.Ordinal);
}
