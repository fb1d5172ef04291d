using System.CommandLine;
using System.Text.Json;
using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary><c>descentlab vscode</c>: lets VS Code complete C# in notebooks, or undoes that.</summary>
internal static class VsCodeCommand
{
    private const string ByHand =
        $"In VS Code: F1 > Preferences: Open User Settings (JSON), and add this line between the braces:\n    {CompletionSetting.Line}";

    public static Command Create()
    {
        var remove = new Option<bool>("--remove") { Description = "Removes the setting again; nothing else changes." };
        var command = new Command(
            "vscode", "Lets VS Code complete C# in notebooks: adds the Jupyter extension's setting for that to your user settings.") { remove };
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(() => Task.FromResult(Run(parsed.GetValue(remove))), cancellation));
        return command;
    }

    private static int Run(bool remove)
    {
        var editors = VsCodeInstallation.Find();
        if (editors.Count == 0)
        {
            Console.WriteLine(
                $"VS Code was not found, or was never started. (In a container, or over SSH, its user settings are on your own machine.)\n{ByHand}");
            return 0;
        }

        var failures = 0;
        foreach (var editor in editors)
        {
            try
            {
                Console.WriteLine($"{editor.Name}: {Change(editor.Settings, remove)}");
            }
            catch (JsonException e)
            {
                failures++;
                Console.Error.WriteLine(
                    $"{editor.Name}: {editor.Settings} is not valid JSON{(e.LineNumber is { } line ? $" at line {line + 1}" : "")}; it was not changed.{(remove ? "" : $"\n{ByHand}")}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The other editors' settings may be writable.
                failures++;
                Console.Error.WriteLine($"{editor.Name}: {e.Message}{(remove ? "" : $"\n{ByHand}")}");
            }
        }

        if (!remove)
        {
            Console.WriteLine("In an open window, run F1 > Developer: Reload Window.");
        }

        return failures == 0 ? 0 : 1;
    }

    private static string Change(string settings, bool remove)
    {
        var before = File.Exists(settings) ? File.ReadAllBytes(settings) : [];
        var after = remove ? CompletionSetting.RemoveFrom(before) : CompletionSetting.AddTo(before);
        if (after.AsSpan().SequenceEqual(before))
        {
            return remove ? $"{settings} does not have the setting." : $"already completes C# ({settings}).";
        }

        var backup = settings + ".descentlab-backup";
        if (before.Length > 0)
        {
            AtomicFile.WriteAllBytes(backup, before);
            if (!File.ReadAllBytes(settings).AsSpan().SequenceEqual(before))
            {
                throw new IOException($"{settings} was changed by another program at the same time. It was not changed: run the command again.");
            }
        }

        AtomicFile.WriteAllBytes(settings, after);
        return $"{(remove ? "removed" : "added")} {CompletionSetting.Name} for C# in {settings}{(before.Length > 0 ? $" (backup: {Path.GetFileName(backup)})" : "")}.";
    }
}
