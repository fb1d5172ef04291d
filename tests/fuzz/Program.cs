using System.Globalization;
using DescentLab.Fuzz;

return args switch
{
    ["all", .. var rest] => Fuzzer.Run(Readers.All, Number(rest, 100_000)),
    ["kill", var times, var work] => await KillDriver.RunAsync(Number([times], 50), work),
    ["kill", .. var rest] => await KillDriver.RunAsync(Number(rest, 50)),
    ["scaling"] => Scaling.Run(),
    ["pages"] => await HostilePages.RunAsync(),
    ["checkpoints", var file] => KillDriver.Train(file),
    [var name, .. var rest] when Readers.All.FirstOrDefault(reader => reader.Name == name) is { } reader => Fuzzer.Run([reader], Number(rest, 100_000)),
    _ => Help(),
};

static int Number(string[] rest, int otherwise) =>
    rest is [var text, ..] ? int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : otherwise;

static int Help()
{
    Console.WriteLine($"""
        What it does to the readers of files from elsewhere (SECURITY.md):

          all [inputs]      every reader, 100,000 damaged inputs each by default
          NAME [inputs]     one reader: {string.Join(", ", Readers.All.Select(reader => reader.Name))}
          scaling           reports of notebooks that grow: time and memory must grow in proportion
          kill [times]      SIGKILL at a random moment, 50 times each: what is lost; kill 50 images: only that work
          pages             hostile pages in Chromium: the scripts that ran and the network requests

        An input that is neither read nor refused as documented is kept in tests/fuzz/found, and from then on it is a seed.
        """);
    return 2;
}
