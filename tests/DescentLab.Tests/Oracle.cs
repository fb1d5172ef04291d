using System.Text.Json;
using Xunit;

namespace DescentLab.Tests;

/// <summary>Reads the reference numbers; their NaN and infinities are strings.</summary>
internal static class Oracle
{
    public static JsonElement Load(string file)
    {
        using FileStream stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Oracles", file));
        return JsonDocument.Parse(stream).RootElement;
    }

    public static double Number(this JsonElement e) =>
        e.ValueKind == JsonValueKind.String ? double.Parse(e.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : e.GetDouble();

    public static double Number(this JsonElement e, string property) => e.GetProperty(property).Number();

    public static double[] Numbers(this JsonElement e) => [.. e.EnumerateArray().Select(v => v.Number())];

    public static double[] Numbers(this JsonElement e, string property) => e.GetProperty(property).Numbers();

    public static int[] Integers(this JsonElement e) => [.. e.EnumerateArray().Select(v => (int)v.GetDouble())];

    public static string Id(this JsonElement e) => e.GetProperty("id").GetString()!;

    /// <summary>|actual − truth| / |truth|; 0 when both are the same number, NaN or infinity.</summary>
    public static double RelativeError(double truth, double actual) =>
        truth.Equals(actual) || truth == actual ? 0
        : truth == 0 || double.IsInfinity(truth) ? double.PositiveInfinity
        : double.IsNaN(truth) || double.IsNaN(actual) ? double.PositiveInfinity
        : Math.Abs((actual - truth) / truth);

    public static void Near(double truth, double actual, double relative, string what) =>
        Assert.True(RelativeError(truth, actual) <= relative,
            $"{what}: {actual:R} is not {truth:R} within {relative}; relative error {RelativeError(truth, actual):E2}");
}
