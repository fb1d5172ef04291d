using Spectre.Console;

namespace DescentLab.Cli;

/// <summary>Shows a download: a live bar for each file in a terminal, a line for each file elsewhere.</summary>
internal static class DownloadDisplay
{
    public static Task ShowAsync(Func<IProgress<DownloadProgress>, Task> download) =>
        AnsiConsole.Profile.Capabilities.Interactive
            ? AnsiConsole.Progress()
                .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn())
                .StartAsync(context => download(new Bars(context)))
            : download(new Lines());

    private sealed class Bars(ProgressContext context) : IProgress<DownloadProgress>
    {
        private readonly Dictionary<string, ProgressTask> bars = [];

        public void Report(DownloadProgress value)
        {
            if (!bars.TryGetValue(value.File, out var bar))
            {
                bars[value.File] = bar = context.AddTask(value.File);
            }

            bar.MaxValue = value.Total ?? Math.Max(bar.MaxValue, value.Received);
            bar.Value = value.Received;
            if (value.Note is { } note)
            {
                bar.Description = Markup.Escape($"{value.File}  {note}");
            }
        }
    }

    private sealed class Lines : IProgress<DownloadProgress>
    {
        private string? last;

        public void Report(DownloadProgress value)
        {
            if (value.Note is { } note)
            {
                Console.WriteLine($"{value.File}: {note}");
            }
            else if (last != value.File)
            {
                Console.WriteLine(value.Total is { } total ? $"{value.File}: {total / 1e3:N0} kB …" : $"{value.File} …");
            }

            last = value.File;
        }
    }
}
