using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Xunit;

namespace DescentLab.Tests.Data;

// Alone: what the whole process allocates is counted, because several threads read the files.
[Collection("Alone")]
public class FashionMnistTests
{
    private static readonly Lazy<Dataset<float>> Small = new(() => FashionMnist.Load(14));
    private static readonly Lazy<Dataset<double>> Full = new(() => FashionMnist.Load<double>(28));

    [Fact]
    public void Load_FromTheTestsFolder_FindsAllImages()
    {
        Assert.Equal(60_000, Small.Value.Train.Count);
        Assert.Equal(10_000, Small.Value.Test.Count);
        Assert.Equal(new Shape(14, 14, 1), Small.Value.Train.Shape);
        Assert.Equal(new Shape(28, 28, 1), Full.Value.Test.Shape);
        Assert.Equal(10, Small.Value.Train.Classes);
        Assert.Equal([9, 2, 1, 1, 6, 1, 4, 6], Small.Value.Test.Labels[..8].ToArray());
        Assert.Equal("Ankle boot", Small.Value.ClassNames[Small.Value.Test.Label(0)]);
    }

    [Fact]
    public void Load_EveryClass_IsEquallyFrequent()
    {
        Assert.All(Enumerable.Range(0, 10), k => Assert.Equal(6_000, Small.Value.Train.Labels.Count(k)));
        Assert.All(Enumerable.Range(0, 10), k => Assert.Equal(1_000, Small.Value.Test.Labels.Count(k)));
    }

    [Fact]
    public void Load_HalfSize_IsTheRoundedMeanOfTwoByTwoBytes()
    {
        for (var i = 0; i < 100; i++)
        {
            double[,] large = Full.Value.Test.Image(i);
            float[,] small = Small.Value.Test.Image(i);
            for (var y = 0; y < 14; y++)
            {
                for (var x = 0; x < 14; x++)
                {
                    var sum = Byte(large[2 * y, 2 * x]) + Byte(large[2 * y, (2 * x) + 1]) + Byte(large[(2 * y) + 1, 2 * x]) + Byte(large[(2 * y) + 1, (2 * x) + 1]);
                    Assert.Equal(((sum + 2) >> 2) / 255f, small[y, x]);
                }
            }
        }

        static int Byte(double pixel) => (int)Math.Round(pixel * 255);
    }

    [Fact]
    public void Load_OracleImages_AreHalvedAsTheBookDid()
    {
        JsonElement oracle = Oracle.Load("F_dataset.json");
        foreach (JsonElement c in oracle.GetProperty("resize").EnumerateArray())
        {
            using var folder = new IdxFolder();
            folder.Images("train", 60_000, [.. c.GetProperty("image28").Integers().Select(b => (byte)b)]);
            folder.Labels("train", 60_000);
            folder.Images("t10k", 10_000, new byte[784]);
            folder.Labels("t10k", 10_000);
            Dataset<double> data = FashionMnist.Load<double>(14, folder.Path);
            Assert.Equal(c.GetProperty("image14").Integers().Select(b => b / 255.0), data.Train[0].ToArray());
        }
    }

    [Theory]
    [InlineData("magic", "magic number 0x00000803")]
    [InlineData("truncated", "truncated")]
    [InlineData("long", "too long")]
    [InlineData("count", "announces 59999 items, not 60000")]
    [InlineData("label", "not one of the classes 0 … 9")]
    [InlineData("gzip", "cannot be decompressed")]
    [InlineData("missing", "is missing")]
    [InlineData("checksum", "SHA-256")]
    [InlineData("checksum ./", "SHA-256")]
    [InlineData("side", "announces 60000 × 27 × 27 items, not 60000 × 28 × 28")]
    public void Load_BadFile_NamesTheFileAndTheFix(string fault, string message)
    {
        using var folder = new IdxFolder();
        folder.Images("t10k", 10_000, new byte[784]);
        folder.Labels("t10k", 10_000);
        folder.Labels("train", fault == "count" ? 59_999 : 60_000, fault == "label" ? (byte)10 : (byte)9);
        var pixels = fault == "truncated" ? -1 : fault == "long" ? 1 : 0;
        folder.Images("train", 60_000, new byte[784], magic: fault == "magic" ? 0x0802 : 0x0803, extra: pixels, side: fault == "side" ? 27 : 28);
        var bad = System.IO.Path.Combine(folder.Path, fault is "label" or "count" ? "train-labels-idx1-ubyte.gz" : "train-images-idx3-ubyte.gz");
        switch (fault)
        {
            case "missing":
                File.Delete(bad);
                break;
            case "gzip":
                byte[] bytes = File.ReadAllBytes(bad);
                bytes.AsSpan(40, 200).Fill(0xFF);
                File.WriteAllBytes(bad, bytes);
                break;
            case "checksum" or "checksum ./":
                File.WriteAllText(System.IO.Path.Combine(folder.Path, "SHA256SUMS"), $"{new string('0', 64)}  {fault["checksum".Length..].Trim()}{System.IO.Path.GetFileName(bad)}\n");
                break;
            default:
                break;
        }

        Exception e = Assert.ThrowsAny<Exception>(() => FashionMnist.Load(28, folder.Path));
        Assert.True(e is InvalidDataException or FileNotFoundException, e.ToString());
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains(bad, e.Message, StringComparison.Ordinal);
        Assert.Contains("git checkout", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a sum\n", "Line 1")]
    [InlineData("{0}  a.gz\n{1}  a.gz\n", "two different SHA-256 for 'a.gz'")]
    [InlineData("{0}  a.gz\n{0} \0.gz\n\0\n", "Line 3")]
    public void Load_BadSums_AreNamed(string sums, string message)
    {
        using var folder = new IdxFolder();
        var path = System.IO.Path.Combine(folder.Path, "SHA256SUMS");
        File.WriteAllText(path, sums.Replace("{0}", new string('0', 64), StringComparison.Ordinal).Replace("{1}", new string('1', 64), StringComparison.Ordinal));
        var e = Assert.Throws<InvalidDataException>(() => FashionMnist.Load(28, folder.Path));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileThatUnpacksToFarMore_StopsWhereItsHeaderEnds()
    {
        using var folder = new IdxFolder();
        folder.Labels("train", 60_000);
        folder.Images("t10k", 10_000, new byte[784]);
        folder.Labels("t10k", 10_000);
        folder.Images("train", 60_000, new byte[784], extra: 400_000_000);
        var before = GC.GetTotalAllocatedBytes();
        Assert.Contains("too long", Assert.Throws<InvalidDataException>(() => FashionMnist.Load(28, folder.Path)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 150_000_000);
    }

    [Fact]
    public void Sample_OfImages_ConvertsOneImageOnly()
    {
        var data = FashionMnist.Load().Train;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sample = data[7].ToArray();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
        Assert.Equal(data.Inputs.Slice(7 * 784, 784).ToArray(), sample);
        Assert.Equal("index", Assert.Throws<ArgumentOutOfRangeException>(() => data[60_000].ToArray()).ParamName);
        Assert.Equal("index", Assert.Throws<ArgumentOutOfRangeException>(() => data.Label(-1)).ParamName);
    }

    [Fact]
    public void Samples_WithNaN_AreRefusedNamingThePixel()
    {
        var e = Assert.Throws<ArgumentException>(() => new LabelledData<float>([0, 1, 2, float.NaN], [0, 1], Shape.Vector(2), ["a", "b"]));
        Assert.Contains("inputs[3], in sample 1, is NaN", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfFloat_TrainsANetworkOfDouble()
    {
        var images = FashionMnist.Load(14);
        var network = new Network<double>(196).FullyConnected(10).Sigmoid();
        var settings = new TrainingSettings { Minibatches = 3 };
        var run = Training.Run(network, images, new Momentum<double>(0.1), settings);
        Assert.Equal(Training.Run(network, FashionMnist.Load<double>(14), new Momentum<double>(0.1), settings).Parameters, run.Parameters);
        Assert.Equal(run.Parameters, new Training<double>(network, images, new Momentum<double>(0.1), settings).Run().Parameters);
        Assert.Equal(run.Parameters, Training.Repeat(1, network, images, new Momentum<double>(0.1), settings)[0].Parameters);
        Assert.Equal(run.Mcc, network.Evaluate(run.Parameters, images.Test).Mcc);
    }

    [Fact]
    public void Load_MissingFolder_SaysWhereItLooked()
    {
        var e = Assert.Throws<DirectoryNotFoundException>(() => DataFolder.Find("no-such-data", "Fix it."));
        Assert.Contains("data/no-such-data", e.Message, StringComparison.Ordinal);
        Assert.Contains("Fix it.", e.Message, StringComparison.Ordinal);
        Assert.Contains("DESCENTLAB_DATA", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OtherSize_IsRefused() =>
        Assert.Equal("size", Assert.Throws<ArgumentOutOfRangeException>(() => FashionMnist.Load(20)).ParamName);

    /// <summary>Four idx files in a temporary folder.</summary>
    private sealed class IdxFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("descentlab-idx-").FullName;

        public void Images(string prefix, int count, byte[] first, int magic = 0x0803, int extra = 0, int side = 28)
        {
            var pixels = new byte[(count * side * side) + extra];
            first.AsSpan(0, Math.Min(first.Length, pixels.Length)).CopyTo(pixels);
            Write($"{prefix}-images-idx3-ubyte.gz", [magic, count, side, side], pixels);
        }

        public void Labels(string prefix, int count, byte last = 9)
        {
            var labels = new byte[count];
            labels[^1] = last;
            Write($"{prefix}-labels-idx1-ubyte.gz", [0x0801, count], labels);
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);

        private void Write(string name, int[] header, byte[] data)
        {
            using var gzip = new GZipStream(File.Create(System.IO.Path.Combine(Path, name)), CompressionLevel.Fastest);
            foreach (var word in header)
            {
                gzip.Write([(byte)(word >> 24), (byte)(word >> 16), (byte)(word >> 8), (byte)word]);
            }

            gzip.Write(data);
        }
    }
}
