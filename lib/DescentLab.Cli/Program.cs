using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using DescentLab.Cli;
using DescentLab.Notebooks;

if (args is [NotebookProcess.Command, var requests, var answers, var folder, var engine])
{
    return SessionServer.Run(requests, answers, folder, Enum.Parse<CSharpEngine>(engine));
}

if (args is ["kernel", "start", "--connection-file", var connection])
{
    // The command in kernel.json. A reader waits for it, so it starts without the parser and the chapter's library, which
    // cells bring their own.
    return KernelCommand.Run(connection);
}

Console.OutputEncoding = Encoding.UTF8;
try
{
    _ = Environment.CurrentDirectory;
}
catch (IOException)
{
    await Console.Error.WriteLineAsync("The current folder no longer exists: change to another folder, and run the command again.");
    return 1;
}

var root = new RootCommand("Descent Lab: runs the notebooks of the chapter Gradient Descent and writes their reports.")
{
    RunCommand.Create(),
    ReportCommand.Create(),
    ImagesCommand.Create(),
    GalleryCommand.Create(),
    ExperimentCommand.Create(),
    KernelCommand.Create(),
    DataCommand.Create(),
    CheckCommand.Create(),
    DoctorCommand.Create(),
    NewCommand.Create(),
    VsCodeCommand.Create(),
    ConvertCommand.Create(),
};
root.HelpName = "descentlab";
root.SetAction((_, cancellation) => RunCommand.RunAsync(new RunRequest(), cancellation));
var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction error)
{
    // The error fits on one line; a page of help would push it off the screen.
    error.ShowHelp = false;
}

return await parsed.InvokeAsync();
