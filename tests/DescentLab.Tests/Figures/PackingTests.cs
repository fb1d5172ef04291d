using System.Text.Json;
using CsCheck;
using Xunit;

namespace DescentLab.Tests.Figures;

public sealed class PackingTests
{
    private static readonly Gen<double> AnyNumber = Gen.OneOf(
        Gen.Int[-100, 100].Select(n => (double)n), Gen.Int[-40_000, 40_000].Select(n => (double)n), Gen.Double[-1, 1], Gen.Const(double.NaN),
        Gen.Double[0, 1e-3].Select(x => 1000 + x));

    [Fact]
    public void Pack_OfAnyNumbers_IsReadBackAsTheSamePicture() =>
        AnyNumber.Array[0, 40].Sample(numbers =>
        {
            var x = JsonSerializer.Serialize(numbers.Select(number => double.IsNaN(number) ? (double?)null : number));
            var figure = new Figure($$"""{"data":[{"x":{{x}}}]}""", "");
            var packed = JsonSerializer.Deserialize<JsonElement>(figure.ToPackedJson()).GetProperty("data")[0].GetProperty("x");
            Assert.Equal(numbers.Length < 6, packed.ValueKind == JsonValueKind.Array);
            if (numbers.Length >= 6)
            {
                var finite = numbers.Where(double.IsFinite).DefaultIfEmpty().ToArray();
                var tolerance = 1e-5 * (finite.Max() - finite.Min());
                Assert.All(Read(packed).Zip(numbers), pair => Assert.True(
                    double.IsNaN(pair.First) ? double.IsNaN(pair.Second) : Math.Abs(pair.First - pair.Second) <= tolerance, $"{pair}"));
            }
        });

    [Theory]
    [InlineData("[-1e308,1e200,3,4,5,1e308,0.5]")] // their range is infinite
    [InlineData("[1,0.1,1e-10,1e-30,1e-40,1e-50,1e-100]")] // a float has no 1e-50, and a logarithmic axis no 0
    public void Pack_OfNumbersBeyondAFloat_KeepsThem(string numbers)
    {
        foreach (var axis in new[] { "", "2" })
        {
            var figure = new Figure($$"""{"data":[{"y":{{numbers}},"yaxis":"y{{axis}}"}],"layout":{"yaxis{{axis}}":{"type":"log"} } }""", "");
            var y = JsonSerializer.Deserialize<JsonElement>(figure.ToPackedJson()).GetProperty("data")[0].GetProperty("y");
            Assert.Equal(JsonSerializer.Deserialize<double[]>(numbers), Read(y));
        }
    }

    [Fact]
    public void Pack_OfAGrid_KeepsItsShape()
    {
        var rows = Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 5).Select(j => (i * 10) + j));
        var figure = new Figure(JsonSerializer.Serialize(new { data = new[] { new { z = rows } } }), "");
        var z = JsonSerializer.Deserialize<JsonElement>(figure.ToPackedJson()).GetProperty("data")[0].GetProperty("z");
        Assert.Equal(("i1", "3, 5"), (z.GetProperty("dtype").GetString(), z.GetProperty("shape").GetString()));
        Assert.Equal(rows.SelectMany(row => row).Select(n => (double)n), Read(z));
    }

    [Fact]
    public void Pack_OfNames_DoesNotChangeThem()
    {
        var json = JsonSerializer.Serialize(new { data = new[] { new { x = Enumerable.Range(0, 20).Select(k => $"{k}") } } });
        Assert.Equal(new Figure(json, "").ToJson(), new Figure(json, "").ToPackedJson());
    }

    private static double[] Read(JsonElement packed)
    {
        var bytes = Convert.FromBase64String(packed.GetProperty("bdata").GetString()!);
        return packed.GetProperty("dtype").GetString() switch
        {
            "i1" => [.. bytes.Select(one => (double)(sbyte)one)],
            "i2" => [.. bytes.Chunk(2).Select(two => (double)BitConverter.ToInt16(two))],
            "f4" => [.. bytes.Chunk(4).Select(four => (double)BitConverter.ToSingle(four))],
            _ => [.. bytes.Chunk(8).Select(eight => BitConverter.ToDouble(eight))],
        };
    }
}
