using System.CommandLine;

namespace DescentLab.Cli;

/// <summary><c>descentlab doctor</c>: checks everything that a reader needs, and names the command that fixes each problem.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Checks the installation, and says how to fix each problem.");
        command.SetAction(async (_, cancellation) =>
        {
            var (bad, warnings) = (0, 0);
            await foreach (var finding in Doctor.ExamineAsync(cancellation))
            {
                Console.WriteLine(finding);
                bad += finding.Health == Health.Bad ? 1 : 0;
                warnings += finding.Health == Health.Optional ? 1 : 0;
            }

            Console.WriteLine((bad, warnings) switch
            {
                (0, 0) => "No problems found.",
                (0, _) => "Everything needed is installed.",
                _ => $"{bad} problem{(bad == 1 ? "" : "s")} to fix: see the command{(bad == 1 ? "" : "s")} after the arrow{(bad == 1 ? "" : "s")}.",
            });
            return bad > 0 ? 1 : 0;
        });
        return command;
    }
}
