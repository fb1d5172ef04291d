using System.CommandLine;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary><c>descentlab kernel</c>: registers the kernel that VS Code and Jupyter need to run the notebooks.</summary>
internal static class KernelCommand
{
    public static Command Create() =>
        new("kernel", "Registers the C# kernel with Jupyter, so that VS Code and JupyterLab run the notebooks.")
        {
            Install(), Uninstall(), List(), Start(),
        };

    /// <summary>Serves a Jupyter client until it requests a shutdown.</summary>
    public static int Run(string connectionFile, CSharpEngine engine = CSharpEngine.Own)
    {
        try
        {
            // An exception in a thread or timer that a cell has started must not end the session.
            ExceptionHandling.SetUnhandledExceptionHandler(JupyterKernel.Survives);
            JupyterKernel.TakeConsole();
            using var ending = new CancellationTokenSource();
            using var kernel = new JupyterKernel(ConnectionFile.Load(connectionFile), Environment.CurrentDirectory, engine);
            Console.CancelKeyPress += (_, pressed) =>
            {
                pressed.Cancel = true;
                kernel.Interrupt();
            };
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
            {
                signal.Cancel = true;
                ending.Cancel();
            });
            _ = ClientProcess.OnEndAsync(ending.Cancel, ending.Token);
            kernel.Run(ending.Token);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }

        return CommandRunner.Exit(0);
    }

    private static Command Install()
    {
        var (prefix, sysPrefix) = LocationOptions();
        var precompile = new Option<bool>("--no-precompile") { Description = "Skips the precompilation that lets the kernel start faster." };
        var engine = EngineOption.Create();
        var command = new Command("install", "Registers the kernel, with a copy of the engine that does not depend on this folder.") { prefix, sysPrefix, precompile, engine };
        command.SetAction(parsed => RunAsync(() =>
        {
            var place = FolderFor(parsed.GetValue(prefix), parsed.GetValue(sysPrefix));
            WritableFolder.Require(place, "kernels are registered there (choose another place with --prefix)");
            var spec = KernelSpecs.Install(
                place,
                AppContext.BaseDirectory,
                Path.GetFileName(typeof(KernelCommand).Assembly.Location),
                parsed.GetValue(engine),
                copy => Console.WriteLine(parsed.GetValue(precompile) ? "Not precompiled." : Precompilation.ApplyAsync(copy).GetAwaiter().GetResult()));
            Console.WriteLine($"Installed the kernel '{spec.DisplayName}' ({spec.Name}) in {spec.Folder}");
            Console.WriteLine(spec.Name == KernelSpecs.SharedName
                ? $"The notebooks use it by default. In VS Code: Select Kernel > Jupyter Kernel… > {spec.DisplayName}."
                : $"Another kernel has the name {KernelSpecs.SharedName}: choose '{spec.DisplayName}' in the kernel list of VS Code or Jupyter, or continue with the other.");
            Console.WriteLine("Not listed, or Python is shown? Press ↻ in that list, or run Developer: Reload Window (F1).");
        }));
        return command;
    }

    private static Command Uninstall()
    {
        var (prefix, sysPrefix) = LocationOptions();
        var command = new Command("uninstall", "Removes the kernel.") { prefix, sysPrefix };
        command.SetAction(parsed => RunAsync(() =>
        {
            var place = FolderFor(parsed.GetValue(prefix), parsed.GetValue(sysPrefix));
            var removed = KernelSpecs.Uninstall(place);
            Console.WriteLine(removed.Count == 0 ? $"There is no Descent Lab kernel in {place}" : string.Join("\n", removed.Select(kernel => $"Removed {kernel.Folder}")));
        }));
        return command;
    }

    private static Command List()
    {
        var (prefix, sysPrefix) = LocationOptions();
        var command = new Command("list", "Lists the kernels that Jupyter finds.") { prefix, sysPrefix };
        command.SetAction(parsed => RunAsync(() =>
        {
            var chosen = parsed.GetValue(prefix) is not null || parsed.GetValue(sysPrefix);
            var folders = chosen ? [FolderFor(parsed.GetValue(prefix), parsed.GetValue(sysPrefix))] : KernelSpecs.SearchFolders();
            var kernels = KernelSpecs.List(folders);
            Console.WriteLine(kernels.Count == 0
                ? $"Jupyter has no kernels. Register this one: {Invocation.Text} kernel install"
                : string.Join("\n", kernels.Select(kernel => $"{kernel.Name,-20} {kernel.DisplayName,-20} {(kernel.IsOurs ? "ours" : "    ")}  {kernel.Folder}")));
        }));
        return command;
    }

    private static Command Start()
    {
        var file = new Option<string>("--connection-file", "-f") { Description = "The client's connection file.", Required = true };
        var engine = EngineOption.Create();
        var command = new Command("start", "Serves a Jupyter client; clients run this command themselves.") { file, engine };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(engine)));
        return command;
    }

    private static (Option<string?> Prefix, Option<bool> SysPrefix) LocationOptions()
    {
        var prefix = new Option<string?>("--prefix") { Description = "For one Python environment: its folder. Default: for the current user.", HelpName = "folder" };
        var sysPrefix = new Option<bool>("--sys-prefix") { Description = "For the active virtual or conda environment." };
        sysPrefix.Validators.Add(result =>
        {
            if (result.GetValue(sysPrefix) && result.GetResult(prefix) is not null)
            {
                result.AddError("--prefix and --sys-prefix both choose the place: give only one of them.");
            }
        });
        return (prefix, sysPrefix);
    }

    private static string FolderFor(string? prefix, bool sysPrefix) =>
        prefix is not null ? KernelSpecs.FolderOf(prefix)
        : !sysPrefix ? KernelSpecs.UserFolder()
        : KernelSpecs.ActiveEnvironments().FirstOrDefault() is { } active
            ? KernelSpecs.FolderOf(active)
            : throw new UserException("--sys-prefix: no virtual or conda environment is active. Activate one, or name its folder with --prefix.");

    private static Task<int> RunAsync(Action action) => CommandRunner.RunAsync(
        () =>
        {
            action();
            return Task.FromResult(0);
        },
        CancellationToken.None);
}
