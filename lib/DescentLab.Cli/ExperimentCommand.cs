using System.CommandLine;
using Spectre.Console;

namespace DescentLab.Cli;

/// <summary><c>descentlab experiment</c>: trains networks many times and saves a row for each training.</summary>
internal static class ExperimentCommand
{
    public static Command Create() =>
        new("experiment", "Trains networks many times, and saves each training as a row of a CSV file.")
        {
            Training(Experiments.Momentum, "22 trainings without and 22 with momentum, 40,000 minibatches each."),
            Training(Experiments.Stride, "22 trainings without momentum at η = 2, the stride that momentum has."),
            Training(Experiments.Repeat, "100 trainings with momentum, 10,000 minibatches each."),
            Training(Experiments.Initialisation, "The same with Glorot initialisation, and with ReLU and He initialisation."),
            Training(Experiments.Optimizers, "SGD, RMSprop, Adagrad and Adam train a small CNN, five times each, 12 epochs.", chooseData: true),
            Search(Experiments.Rates, "Each optimizer at its own tuned rate: eight rates of each, by successive halving, then five trainings at the best."),
            Search(Experiments.Search, "Does momentum win when both sides choose η, μ and batch size? Successive halving, then 22 + 22 trainings."),
            Search(Experiments.RandomSearch, "The same with the same number of images, without halving: 20 random candidates of each side."),
            Merge(),
        };

    private static Command Training(Experiment experiment, string description, bool chooseData = false)
    {
        var file = File(experiment.Name, "The CSV file. If it exists, the trainings that it already holds are skipped.");
        var shard = ShardOption();
        var repeats = Number("--repeats", "Trainings of each arm.", experiment.Repeats);
        var minibatches = Number("--minibatches", "Steps of each training.", experiment.Minibatches);
        var seed = new Option<long>("--seed") { Description = "The seed of all random numbers.", DefaultValueFactory = _ => experiment.Seed };
        var command = new Command(experiment.Name, description) { file, shard, repeats, minibatches, seed };
        var data = new Option<string>("--data") { Description = "The data set; download mnist first: descentlab data get mnist.", DefaultValueFactory = _ => "fashion-mnist" };
        data.AcceptOnlyFromAmong("fashion-mnist", "mnist");
        if (chooseData)
        {
            command.Add(data);
        }

        command.SetAction((parsed, cancellation) => Guard(() =>
        {
            var requested = (chooseData && parsed.GetValue(data) == "mnist" ? Experiments.OptimizersOn(DataSource.Mnist()) : experiment) with
            {
                Repeats = parsed.GetValue(repeats),
                Minibatches = parsed.GetValue(minibatches),
                Seed = parsed.GetValue(seed),
            };
            return Run(requested, parsed.GetValue(file)!, Shard.Parse(parsed.GetValue(shard)!), CommandLine(parsed), cancellation);
        }, cancellation));
        return command;
    }

    private static Command Search(HyperparameterSearch search, string description)
    {
        var file = File(
            search.Name,
            $"The CSV files: with {search.Name}.csv the stages go to {search.Name}-1.csv, …, {search.Name}-test.csv. If they exist, the trainings that they already hold are skipped.");
        var stage = new Option<int?>("--stage") { Description = $"Runs one stage only, 1 to {search.Stages} (the last is the test), to divide it with --shard; each share writes its own file.", HelpName = "k" };
        var after = new Option<string?>("--after") { Description = "With --stage: the complete file of the previous stage.", HelpName = "csv" };
        var shard = ShardOption();
        var command = new Command(search.Name, description) { file, stage, after, shard };
        command.Validators.Add(result =>
        {
            if (result.GetValue(stage) is null && (result.GetValue(after) is not null || result.GetResult(shard) is { Implicit: false }))
            {
                result.AddError("A stage needs the complete previous stage, so --shard divides one stage: add --stage.");
            }

            if (result.GetValue(stage) is { } chosen && chosen <= search.Stages && chosen > 1 == result.GetValue(after) is null)
            {
                result.AddError(chosen > 1
                    ? $"--stage {chosen} begins with the best of stage {chosen - 1}: give its complete file with --after."
                    : "--stage 1 has no stage before it: leave out --after.");
            }
        });
        command.SetAction((parsed, cancellation) => Guard(() =>
        {
            if (parsed.GetValue(stage) is not { } requested)
            {
                return Run(search, parsed.GetValue(file)!, CommandLine(parsed), cancellation);
            }

            var before = parsed.GetValue(after) is { } log ? RunLog.Read(log) : null;
            return Run(search.Stage(requested, before), parsed.GetValue(file)!, Shard.Parse(parsed.GetValue(shard)!), CommandLine(parsed), cancellation);
        }, cancellation));
        return command;
    }

    private static Command Merge()
    {
        var files = new Argument<string[]>("files") { Description = "The CSV files of all shares.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--file", "-f") { Description = "The CSV file to write.", HelpName = "csv", Required = true };
        var force = new Option<bool>("--force") { Description = "Replaces the file even if it is not the complete log of the same experiment." };
        var command = new Command("merge", "Joins the files of all shares into the file that a single run would have written.") { files, output, force };
        command.SetAction((parsed, cancellation) => Guard(() =>
        {
            Console.WriteLine(RunLog.Merge(parsed.GetValue(files)!, parsed.GetValue(output)!, CommandLine(parsed), parsed.GetValue(force)));
            return 0;
        }, cancellation));
        return command;
    }

    private static Option<string> File(string name, string description) =>
        new("--file", "-f") { Description = description, HelpName = "csv", DefaultValueFactory = _ => $"{name}.csv" };

    private static Option<string> ShardOption() => new("--shard")
    {
        Description = "Runs share i of n only, to its own file; 'descentlab experiment merge' joins them.",
        HelpName = "i/n",
        DefaultValueFactory = _ => "1/1",
    };

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, HelpName = "n", DefaultValueFactory = _ => value };

    private static string CommandLine(ParseResult parsed) => $"descentlab {string.Join(' ', parsed.Tokens.Select(token => token.Value.Contains(' ', StringComparison.Ordinal) ? $"\"{token.Value}\"" : token.Value))}";

    private static int Run(Experiment experiment, string file, Shard shard, string line, CancellationToken cancellation)
    {
        Console.WriteLine(WithProgress(experiment.Name, (progress, finished) => experiment.Run(file, shard, progress, finished, command: line, cancellationToken: cancellation)));
        if (cancellation.IsCancellationRequested)
        {
            return Stopped(file);
        }

        Console.WriteLine($"The rows are in {file}.");
        return 0;
    }

    private static int Run(HyperparameterSearch search, string file, string line, CancellationToken cancellation)
    {
        try
        {
            Console.WriteLine(WithProgress(search.Name, (progress, finished) => search.Run(file, progress, finished, line, cancellation)));
            Console.WriteLine($"The rows are in {string.Join(", ", Enumerable.Range(1, search.Stages).Select(stage => search.FileOf(file, stage)))}.");
            return 0;
        }
        catch (OperationCanceledException)
        {
            return Stopped(search.FileOf(file, 1));
        }
    }

    private static int Stopped(string file)
    {
        Console.Error.WriteLine($"Stopped. The finished trainings are in {file}; run the same command to continue.");
        return CommandRunner.Interrupted;
    }

    /// <summary>Shows a live bar in a terminal, and a line for every tenth of the work elsewhere.</summary>
    private static T WithProgress<T>(string name, Func<Action<ExperimentProgress>?, Action<TrainingRow, ExperimentProgress>?, T> run) =>
        AnsiConsole.Profile.Capabilities.Interactive
            ? AnsiConsole.Progress()
                .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new LeftColumn())
                .Start(context =>
                {
                    var bar = context.AddTask(name);
                    return run(null, (row, progress) => Show(bar, row, progress));
                })
            : run(Console.WriteLine, null);

    private static void Show(ProgressTask bar, TrainingRow row, ExperimentProgress progress)
    {
        bar.MaxValue = progress.Trainings;
        bar.Value = progress.Done;
        bar.State.Update<TimeSpan>(LeftColumn.Key, _ => progress.Left);
        bar.Description = Markup.Escape($"{row.Arm} {row.Repeat}: MCC {row.Mcc:F4}  {progress.Done}/{progress.Trainings}");
    }

    /// <summary>Runs on another thread, so that Ctrl-C takes effect at once; an impossible setting is a user error.</summary>
    private static Task<int> Guard(Func<int> action, CancellationToken cancellation) => CommandRunner.RunAsync(
        () => Task.Run(() =>
        {
            try
            {
                return action();
            }
            catch (Exception e) when (e is ArgumentException or FormatException)
            {
                throw new UserException(e.Message, e);
            }
        }),
        cancellation);

    /// <summary>The time left as the experiment estimates it: the trainings of a search differ in length.</summary>
    private sealed class LeftColumn : ProgressColumn
    {
        public const string Key = "left";

        public override Spectre.Console.Rendering.IRenderable Render(Spectre.Console.Rendering.RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.State.Get<TimeSpan>(Key) is { } left && left > TimeSpan.Zero ? $"{(int)left.TotalMinutes}:{left.Seconds:00} left" : "");
    }
}
