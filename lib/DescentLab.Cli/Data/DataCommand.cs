using System.CommandLine;

namespace DescentLab.Cli;

/// <summary><c>descentlab data</c>: lists the data sets, and downloads missing ones.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Lists the data sets, and downloads missing ones.") { Get(), List() };

    private static Command Get()
    {
        var name = new Argument<string>("name") { Description = "mnist or fashion-mnist." };
        name.AcceptOnlyFromAmong([.. PublicData.All.Select(source => source.Name)]);
        var output = FolderOption.Create("The folder for the files. Default: data/NAME in the repository, or in this folder outside a repository.", "my-data");
        var from = new Option<string?>("--from") { Description = "Your own mirror that holds the four files.", HelpName = "url" };
        var command = new Command("get", "Downloads a data set and checks it. An interrupted download continues.") { name, output, from };
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(
            async () =>
            {
                var source = PublicData.All.Single(source => source.Name == parsed.GetValue(name));
                var folder = parsed.GetValue(output) is { } chosen ? Path.GetFullPath(chosen) : source.Folder(Repository.FindOrHere());
                var mirrors = parsed.GetValue(from) is { } mirror ? [Mirror(mirror)] : source.Mirrors;
                using var client = DataDownload.Client();
                await DownloadDisplay.ShowAsync(progress => new DataDownload(client).RunAsync(source, folder, mirrors, progress, cancellation));
                Console.WriteLine($"{source.Title} is in {folder}");
                return 0;
            },
            cancellation,
            "Stopped. What was downloaded is kept; run the same command to continue."));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Lists the data sets and their folders.");
        command.SetAction(_ =>
        {
            var repository = Repository.FindOrHere();
            foreach (var source in PublicData.All)
            {
                var folder = source.Folder(repository);
                var missing = source.Missing(folder);
                var there = missing.Count == 0;
                var size = source.Files.Select(file => new FileInfo(Path.Combine(folder, file.Name))).Sum(file => file.Exists ? file.Length : 0) / 1e6;
                Console.WriteLine($"{source.Name,-14} {(there ? $"{size,5:F1} MB  {folder}" : $"       –  {Describe(missing, folder)}; get it ({source.Megabytes} MB): {Invocation.Text} data get {source.Name}")}");
            }

            return 0;
        });
        return command;
    }

    /// <summary>Describes the files that a folder lacks.</summary>
    public static string Describe(IReadOnlyList<DataFile> missing, string folder) => Directory.Exists(folder)
        ? string.Join(", ", missing.Select(file => $"{file.Name} is {(File.Exists(Path.Combine(folder, file.Name)) ? "damaged or unreadable" : "missing")}")) + $" in {folder}"
        : $"the folder {folder} does not exist";

    private static Uri Mirror(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var mirror) && mirror.Scheme is "http" or "https"
            ? mirror
            : throw new UserException($"--from {text}: give a web address, for example http://localhost:8000/mnist. Files on a disk can simply be copied.");
}
