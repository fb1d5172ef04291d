using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DescentLab.Fuzz;

/// <summary>Feeds damaged inputs to readers, counts the results, and saves the inputs that cause errors.</summary>
internal static class Fuzzer
{
    private const int MostKept = 10;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    /// <summary>The folder of the inputs that were found, by reader.</summary>
    public static string Found { get; } = Path.Combine(Folder(), "found");

    /// <summary>The folder of this program's sources.</summary>
    public static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    /// <returns>0 when every input was read or refused, else 1.</returns>
    public static int Run(IReadOnlyList<Reader> readers, int inputs)
    {
        Console.WriteLine($"{"reader",-16} {"inputs",9} {"read",9} {"refused",9} {"faults",7} {"slowest",9}");
        return readers.Sum(reader => Run(reader, inputs)) == 0 ? 0 : 1;
    }

    private static int Run(Reader reader, int inputs)
    {
        var folder = Path.Combine(Found, reader.Name);
        List<byte[]> seeds = [.. reader.Seeds, .. Directory.Exists(folder) ? Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes) : []];
        var (read, refused, slowest) = (0, 0, TimeSpan.Zero);
        var faults = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = -seeds.Count; i < inputs; i++)
        {
            // First the unchanged seeds.
            var input = i < 0 ? seeds[~i] : Damage.Of(seeds, i);
            var start = Cpu;
            try
            {
                reader.Read(input);
                read++;
            }
#pragma warning disable CA1031 // Every exception is examined: that is the purpose of this program.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (i < 0 && ~i < reader.Seeds.Count)
                {
                    Keep(folder, input, $"refuses seed {~i}, which is valid: {e.Message}", faults);
                }
                else if (reader.Refusals.Contains(e.GetType()))
                {
                    refused++;
                }
                else
                {
                    Keep(folder, input, $"{e.GetType().Name} in {Place(e)}", faults);
                }
            }

            var took = Cpu - start;
            slowest = took > slowest ? took : slowest;
            if (took > Slow && Again(reader, input) > Slow)
            {
                Keep(folder, input, $"slow: {took.TotalSeconds:F1} s", faults);
            }
        }

        Console.WriteLine($"{reader.Name,-16} {inputs + seeds.Count,9} {read,9} {refused,9} {faults.Values.Sum(),7} {slowest.TotalMilliseconds,6:F0} ms");
        foreach (var (fault, count) in faults)
        {
            Console.WriteLine($"    {count} × {fault}");
        }

        return faults.Count;
    }

    // Processor time: other load on the machine makes the clock's time long.
    private static TimeSpan Cpu => Environment.CpuUsage.TotalTime;

    // The first time may have compiled code.
    private static TimeSpan Again(Reader reader, byte[] input)
    {
        var start = Cpu;
        try
        {
            reader.Read(input);
        }
#pragma warning disable CA1031 // Only the time counts.
        catch (Exception)
#pragma warning restore CA1031
        {
        }

        return Cpu - start;
    }

    private static void Keep(string folder, byte[] input, string fault, Dictionary<string, int> faults)
    {
        faults[fault] = faults.GetValueOrDefault(fault) + 1;
        if (faults[fault] == 1 && faults.Count <= MostKept)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(input))[..12]}.bin"), input);
        }
    }

    // This project's method, or else the first method, in the exception's stack trace.
    private static string Place(Exception e)
    {
        var frames = new StackTrace(e).GetFrames().Select(frame => DiagnosticMethodInfo.Create(frame)).OfType<DiagnosticMethodInfo>().ToList();
        var frame = frames.FirstOrDefault(frame => frame.DeclaringTypeName?.StartsWith("DescentLab.", StringComparison.Ordinal) is true) ?? frames.FirstOrDefault();
        return frame is null ? "?" : $"{frame.DeclaringTypeName}.{frame.Name}: {e.Message.ReplaceLineEndings(" ")[..Math.Min(e.Message.Length, 80)]}";
    }
}
