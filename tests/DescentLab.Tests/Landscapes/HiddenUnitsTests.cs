using CsCheck;
using Xunit;

namespace DescentLab.Tests.Landscapes;

public sealed class HiddenUnitsTests
{
    private static readonly Network<double> Network = new Network<double>(5).FullyConnected(7).Sigmoid().FullyConnected(4).Tanh().FullyConnected(3).Sigmoid();

    [Fact]
    public void Match_OneReorderedLayer_PutsEveryUnitBack() =>
        Gen.Select(Gen.Long[1, 1000], Gen.Shuffle(Enumerable.Range(0, 7).ToArray())).Sample((seed, order) =>
        {
            var θ = Network.Initialise(seed);
            Assert.Equal(θ, HiddenUnits.Match<double>(Network, Reordered(θ, order, [0, 1, 2, 3]), θ));
        });

    /// <summary>The search by layers is local; with many inputs that distinguish the units it finds the original order.</summary>
    [Fact]
    public void Match_TwoReorderedLayersOfTheChaptersNetwork_PutsEveryUnitBack()
    {
        var network = new Network<float>(196).FullyConnected(100).Sigmoid().FullyConnected(50).Sigmoid().FullyConnected(10).Sigmoid();
        var θ = network.Initialise(1);
        var reordered = θ.ToArray();
        for (var i = 0; i <= 196; i++)
        {
            reordered.AsSpan(i * 100, 100).Reverse();
        }

        int second = 197 * 100, third = second + (101 * 50);
        for (var unit = 0; unit < 100; unit++)
        {
            θ.AsSpan(second + ((99 - unit) * 50), 50).CopyTo(reordered.AsSpan(second + (unit * 50)));
        }

        for (var i = 0; i <= 100; i++)
        {
            reordered.AsSpan(second + (i * 50), 50).Reverse();
        }

        for (var unit = 0; unit < 50; unit++)
        {
            θ.AsSpan(third + ((49 - unit) * 10), 10).CopyTo(reordered.AsSpan(third + (unit * 10)));
        }

        Assert.Equal(θ, HiddenUnits.Match<float>(network, reordered, θ));
    }

    [Fact]
    public void Match_AnyTwoNetworks_KeepsTheFunctionAndIsNoFarther() =>
        Gen.Select(Gen.Long[1, 1000], Gen.Long[1, 1000]).Sample((one, other) =>
        {
            double[] θ = Network.Initialise(one), reference = Network.Initialise(other), inputs = [0.1, -0.7, 0.3, 1, -1];
            var matched = HiddenUnits.Match<double>(Network, θ, reference);
            Assert.All(Network.Outputs(θ, inputs).Zip(Network.Outputs(matched, inputs)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
            Assert.True(Distance(matched, reference) <= Distance(θ, reference) + 1e-12);
        });

    [Fact]
    public void Match_OfAConvolution_IsRefusedByName()
    {
        var network = new Network<double>(new Shape(4, 4, 1)).Conv2D(2).Flatten().FullyConnected(3);
        var θ = network.Initialise(1);
        var thrown = Assert.Throws<ArgumentException>(() => HiddenUnits.Match<double>(network, θ, θ));
        Assert.Contains("Conv2D", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Assignment_OfASmallMatrix_IsTheBestOfAllOrders() =>
        Gen.Double[-5, 5].Array2D[5, 5].Sample(gain =>
        {
            var found = Assignment.Largest(gain);
            Assert.Equal(Enumerable.Range(0, 5), found.Order());
            var best = Orders([0, 1, 2, 3, 4]).Max(order => order.Select((column, row) => gain[row, column]).Sum());
            Assert.Equal(best, found.Select((column, row) => gain[row, column]).Sum(), 1e-9);
        });

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany(item => Orders([.. items.Where(other => other != item)]).Select(rest => (int[])[item, .. rest]));

    private static double[] Reordered(double[] θ, int[] first, int[] second)
    {
        var result = θ.ToArray();
        for (var unit = 0; unit < 7; unit++)
        {
            for (var i = 0; i <= 5; i++)
            {
                result[(i * 7) + unit] = θ[(i * 7) + first[unit]];
            }

            for (var to = 0; to < 4; to++)
            {
                result[42 + (unit * 4) + to] = θ[42 + (first[unit] * 4) + second[to]];
            }
        }

        for (var unit = 0; unit < 4; unit++)
        {
            result[42 + 28 + unit] = θ[42 + 28 + second[unit]];
            for (var to = 0; to < 3; to++)
            {
                result[74 + (unit * 3) + to] = θ[74 + (second[unit] * 3) + to];
            }
        }

        return result;
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second));
}
