using System.CommandLine;

namespace DescentLab.Cli;

/// <summary><c>descentlab doctor</c>: looks at everything a reader needs, and names the command that mends what is amiss.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Checks that everything is there, and says what to do about what is not.");
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
                (0, 0) => "All is well.",
                (0, _) => "All that is needed is there.",
                _ => $"{bad} thing{(bad == 1 ? "" : "s")} to mend, by the command{(bad == 1 ? "" : "s")} after the arrow{(bad == 1 ? "" : "s")}.",
            });
            return bad > 0 ? 1 : 0;
        });
        return command;
    }
}
