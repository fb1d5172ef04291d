using System.CommandLine;
using Spectre.Console;

namespace DescentLab.Cli;

/// <summary><c>descentlab experiment</c>: trains networks many times and keeps a row of each training.</summary>
internal static class ExperimentCommand
{
    private const int Interrupted = 130;

    public static Command Create()
    {
        var command = new Command("experiment", "Trains networks many times, and keeps each training as a row of a CSV file.")
        {
            Training(Experiments.Momentum, "22 trainings without and 22 with momentum, 40,000 minibatches each."),
            Training(Experiments.Repeat, "100 trainings with momentum, 10,000 minibatches each."),
            Training(Experiments.Initialisation, "The same from Glorot's first weights, and with ReLU from He's."),
            Merge(),
        };
        return command;
    }

    private static Command Training(Experiment experiment, string description)
    {
        var file = new Option<string>("--file", "-f")
        {
            Description = "The CSV file. It may exist: the trainings that it has are not done again.",
            HelpName = "csv",
            DefaultValueFactory = _ => $"{experiment.Name}.csv",
        };
        var shard = new Option<string>("--shard")
        {
            Description = "Does the i-th of n shares only, to a file of its own; 'descentlab experiment merge' joins them.",
            HelpName = "i/n",
            DefaultValueFactory = _ => "1/1",
        };
        var repeats = Number("--repeats", "Trainings of each arm.", experiment.Repeats);
        var minibatches = Number("--minibatches", "Steps of each training.", experiment.Minibatches);
        var seed = new Option<long>("--seed") { Description = "Decides all random numbers.", DefaultValueFactory = _ => experiment.Seed };
        var command = new Command(experiment.Name, description) { file, shard, repeats, minibatches, seed };
        command.SetAction((parsed, cancellation) => Guard(() =>
        {
            var asked = experiment with
            {
                Repeats = parsed.GetValue(repeats),
                Minibatches = parsed.GetValue(minibatches),
                Seed = parsed.GetValue(seed),
            };
            var share = Shard.Parse(parsed.GetValue(shard)!);
            return Run(asked, parsed.GetValue(file)!, share, Line(parsed), cancellation);
        }));
        return command;
    }

    private static Command Merge()
    {
        var files = new Argument<string[]>("files") { Description = "The CSV files of all shards.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--file", "-f") { Description = "The CSV file to write.", HelpName = "csv", Required = true };
        var command = new Command("merge", "Joins the files of all shards into the rows that a single run would have given.") { files, output };
        command.SetAction((parsed, _) => Guard(() =>
        {
            Console.WriteLine(RunLog.Merge(parsed.GetValue(files)!, parsed.GetValue(output)!, Line(parsed)));
            return 0;
        }));
        return command;
    }

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, HelpName = "n", DefaultValueFactory = _ => value };

    private static string Line(ParseResult parsed) => $"descentlab {string.Join(' ', parsed.Tokens.Select(token => token.Value))}";

    private static int Run(Experiment experiment, string file, Shard shard, string line, CancellationToken cancellation)
    {
        var log = AnsiConsole.Profile.Capabilities.Interactive
            ? AnsiConsole.Progress()
                .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
                .Start(context =>
                {
                    var bar = context.AddTask(experiment.Name);
                    return experiment.Run(
                        file, shard, null, (row, progress) => Show(bar, row, progress), line, cancellation);
                })
            : experiment.Run(file, shard, Console.WriteLine, null, line, cancellation);
        Console.WriteLine(log);
        if (cancellation.IsCancellationRequested)
        {
            Console.Error.WriteLine($"Stopped. What is finished is in {file}; the same command goes on with it.");
            return Interrupted;
        }

        Console.WriteLine($"The rows are in {file}.");
        return 0;
    }

    private static void Show(ProgressTask bar, TrainingRow row, ExperimentProgress progress)
    {
        bar.MaxValue = progress.Trainings;
        bar.Value = progress.Done;
        bar.Description = Markup.Escape($"{row.Arm} {row.Repeat}: MCC {row.Mcc:F4}  {progress.Done}/{progress.Trainings}");
    }

    /// <summary>Runs on another thread, so that Ctrl-C finds the program listening.</summary>
    private static async Task<int> Guard(Func<int> action)
    {
        try
        {
            return await Task.Run(action);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
