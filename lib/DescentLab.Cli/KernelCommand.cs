using System.CommandLine;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using DescentLab.Notebooks;
using NetMQ;

namespace DescentLab.Cli;

/// <summary><c>descentlab kernel</c>: what lets VS Code and Jupyter run the notebooks.</summary>
internal static class KernelCommand
{
    public static Command Create() =>
        new("kernel", "Registers the C# kernel with Jupyter, so that VS Code and JupyterLab run the notebooks.")
        {
            Install(), Uninstall(), List(), Start(),
        };

    /// <summary>Serves a Jupyter client until it says goodbye.</summary>
    public static int Run(string connectionFile, CSharpEngine engine = CSharpEngine.Own)
    {
        try
        {
            // A thread or timer that a cell has started must not take the session with it.
            ExceptionHandling.SetUnhandledExceptionHandler(JupyterKernel.Survives);
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

        NetMQConfig.Cleanup(block: true);
        return Ending.WithAllThreads(0);
    }

    private static Command Install()
    {
        var (prefix, sysPrefix) = Places();
        var precompile = new Option<bool>("--no-precompile") { Description = "Skips the precompilation that lets the kernel start faster." };
        var engine = EngineOption.Create();
        var command = new Command("install", "Registers the kernel, with a copy of the engine that needs this folder no longer.") { prefix, sysPrefix, precompile, engine };
        command.SetAction(parsed => Said(() =>
        {
            var spec = KernelSpecs.Install(
                Place(parsed.GetValue(prefix), parsed.GetValue(sysPrefix)),
                AppContext.BaseDirectory,
                Path.GetFileName(typeof(KernelCommand).Assembly.Location),
                parsed.GetValue(engine),
                copy => Console.WriteLine(parsed.GetValue(precompile) ? "Not precompiled." : Precompilation.ApplyAsync(copy).GetAwaiter().GetResult()));
            Console.WriteLine($"Installed the kernel '{spec.DisplayName}' ({spec.Name}) in {spec.Folder}");
            Console.WriteLine(spec.Name == KernelSpecs.SharedName
                ? $"The notebooks open with it. In VS Code: Select Kernel > Jupyter Kernel… > {spec.DisplayName}."
                : $"Another kernel has the name {KernelSpecs.SharedName}: choose '{spec.DisplayName}' in VS Code's or Jupyter's kernel list, or go on with the other.");
            Console.WriteLine("Not listed, or Python is shown? Press ↻ in that list, or run Developer: Reload Window (F1).");
        }));
        return command;
    }

    private static Command Uninstall()
    {
        var (prefix, sysPrefix) = Places();
        var command = new Command("uninstall", "Removes the kernel.") { prefix, sysPrefix };
        command.SetAction(parsed => Said(() =>
        {
            var place = Place(parsed.GetValue(prefix), parsed.GetValue(sysPrefix));
            var gone = KernelSpecs.Uninstall(place);
            Console.WriteLine(gone.Count == 0 ? $"There is no kernel of ours in {place}" : string.Join("\n", gone.Select(kernel => $"Removed {kernel.Folder}")));
        }));
        return command;
    }

    private static Command List()
    {
        var (prefix, sysPrefix) = Places();
        var command = new Command("list", "Lists the kernels that Jupyter finds.") { prefix, sysPrefix };
        command.SetAction(parsed => Said(() =>
        {
            var chosen = parsed.GetValue(prefix) is not null || parsed.GetValue(sysPrefix);
            var folders = chosen ? [Place(parsed.GetValue(prefix), parsed.GetValue(sysPrefix))] : KernelSpecs.SearchFolders();
            var kernels = KernelSpecs.List(folders);
            Console.WriteLine(kernels.Count == 0
                ? "Jupyter has no kernels. Register ours: descentlab kernel install"
                : string.Join("\n", kernels.Select(kernel => $"{kernel.Name,-20} {kernel.DisplayName,-20} {(kernel.IsOurs ? "ours" : "    ")}  {kernel.Folder}")));
        }));
        return command;
    }

    private static Command Start()
    {
        var file = new Option<string>("--connection-file", "-f") { Description = "The file in which the client says where it listens.", Required = true };
        var engine = EngineOption.Create();
        var command = new Command("start", "Serves a Jupyter client; clients call this themselves.") { file, engine };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(engine)));
        return command;
    }

    private static (Option<string?> Prefix, Option<bool> SysPrefix) Places() => (
        new Option<string?>("--prefix") { Description = "For one Python environment: its folder. Default: for the current user.", HelpName = "folder" },
        new Option<bool>("--sys-prefix") { Description = "For the active virtual or conda environment." });

    private static string Place(string? prefix, bool sysPrefix) =>
        prefix is not null ? KernelSpecs.FolderOf(prefix)
        : !sysPrefix ? KernelSpecs.UserFolder
        : (Environment.GetEnvironmentVariable("VIRTUAL_ENV") ?? Environment.GetEnvironmentVariable("CONDA_PREFIX")) is { Length: > 0 } active
            ? KernelSpecs.FolderOf(active)
            : throw new UserException("--sys-prefix: no virtual or conda environment is active. Activate one, or name its folder with --prefix.");

    private static Task<int> Said(Action action) => Ending.OfAsync(
        () =>
        {
            action();
            return Task.FromResult(0);
        },
        CancellationToken.None);
}
