using System.ComponentModel;
using System.Diagnostics;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using InteractiveKernel = Microsoft.DotNet.Interactive.Kernel;

namespace DescentLab.Notebooks;

/// <summary>The replacements for a few methods that do not suit a notebook. <see cref="Checkpoints"/> inserts the calls.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Detours
{
    private const int DeepestDisplay = 40;

    [ThreadStatic]
    private static int displaying;

    /// <summary>Ends the cell; the original would end the process.</summary>
    /// <param name="exitCode">The exit code.</param>
    [InsteadOf(typeof(Environment), nameof(Environment.Exit))]
    public static void Exit(int exitCode) => throw EndOfSession($"Environment.Exit({exitCode})", $" with exit code {exitCode}");

    /// <summary>Ends the cell; the original would end the process.</summary>
    /// <param name="message">Why.</param>
    [InsteadOf(typeof(Environment), nameof(Environment.FailFast))]
    public static void FailFast(string? message) => FailFast(message, null);

    /// <summary>Ends the cell; the original would end the process.</summary>
    /// <param name="message">Why.</param>
    /// <param name="exception">What caused it.</param>
    [InsteadOf(typeof(Environment), nameof(Environment.FailFast))]
    public static void FailFast(string? message, Exception? exception) => throw EndOfSession($"Environment.FailFast(\"{message}\")", cause: exception);

    /// <summary>Kills a process, but not that of the session: then it ends the cell.</summary>
    /// <param name="process">The process.</param>
    [InsteadOf(typeof(Process), nameof(Process.Kill))]
    public static void Kill(Process process) => Kill(process, entireProcessTree: false);

    /// <summary>Kills a process and those that it started, but not that of the session: then it ends the cell.</summary>
    /// <param name="process">The process.</param>
    /// <param name="entireProcessTree">Whether the processes that it started are killed too.</param>
    [InsteadOf(typeof(Process), nameof(Process.Kill))]
    public static void Kill(Process process, bool entireProcessTree)
    {
        ArgumentNullException.ThrowIfNull(process);
        if (process.Id == Environment.ProcessId)
        {
            throw EndOfSession("Kill of the session's own process");
        }

        process.Kill(entireProcessTree);
    }

    /// <summary>Starts a process and shows its output in the cell.</summary>
    /// <param name="process">The process.</param>
    [InsteadOf(typeof(Process), nameof(Process.Start))]
    public static bool Start(Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        var start = process.StartInfo;
        if (RunningCell.Current is not { } cell || start.UseShellExecute)
        {
            return process.Start();
        }

        // Output that the cell does not read itself would go to the kernel's own output, which is not shown.
        var (output, errors) = (!start.RedirectStandardOutput, !start.RedirectStandardError);
        bool isNew;
        try
        {
            start.RedirectStandardOutput = true;
            start.RedirectStandardError = true;
            isNew = process.Start();
        }
        finally
        {
            // The object is the reader's, who may start another process with it.
            start.RedirectStandardOutput = !output;
            start.RedirectStandardError = !errors;
        }

        if (output)
        {
            process.OutputDataReceived += ShowOutput;
            process.BeginOutputReadLine();
        }

        if (errors)
        {
            process.ErrorDataReceived += ShowError;
            process.BeginErrorReadLine();
        }

        return isNew;

        void ShowOutput(object sender, DataReceivedEventArgs line)
        {
            if (!Show(StreamOutput.StandardOutput, line.Data, process.CancelOutputRead))
            {
                process.OutputDataReceived -= ShowOutput;
            }
        }

        void ShowError(object sender, DataReceivedEventArgs line)
        {
            if (!Show(StreamOutput.StandardError, line.Data, process.CancelErrorRead))
            {
                process.ErrorDataReceived -= ShowError;
            }
        }

        bool Show(string stream, string? line, Action stopReading)
        {
            if (line is not null)
            {
                cell.Enter();
                cell.Write(stream, line + "\n");
                return true;
            }

            // The end: the reader may start the same Process again.
            try
            {
                stopReading();
            }
            catch (InvalidOperationException)
            {
                // The cell has closed it.
            }

            return false;
        }
    }

    /// <summary>Starts a process and shows its output in the cell.</summary>
    /// <param name="startInfo">What to start.</param>
    [InsteadOf(typeof(Process), nameof(Process.Start))]
    public static Process? Start(ProcessStartInfo startInfo)
    {
        var process = new Process { StartInfo = startInfo };
        if (Start(process))
        {
            return process;
        }

        process.Dispose();
        return null;
    }

    /// <summary>Starts a process and shows its output in the cell.</summary>
    /// <param name="fileName">The program.</param>
    [InsteadOf(typeof(Process), nameof(Process.Start))]
    public static Process? Start(string fileName) => Start(new ProcessStartInfo(fileName));

    /// <summary>Starts a process and shows its output in the cell.</summary>
    /// <param name="fileName">The program.</param>
    /// <param name="arguments">Its arguments, as a shell would take them.</param>
    [InsteadOf(typeof(Process), nameof(Process.Start))]
    public static Process? Start(string fileName, string arguments) => Start(new ProcessStartInfo(fileName, arguments));

    /// <summary>Starts a process and shows its output in the cell.</summary>
    /// <param name="fileName">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    [InsteadOf(typeof(Process), nameof(Process.Start))]
    public static Process? Start(string fileName, IEnumerable<string> arguments) => Start(new ProcessStartInfo(fileName, arguments));

    /// <summary>Opens a stream whose text is shown in the cell; the original's would go to the kernel's own output.</summary>
    [InsteadOf(typeof(Console), nameof(Console.OpenStandardOutput))]
    public static Stream OpenStandardOutput() =>
        RunningCell.Current is { } cell ? new CellStream(cell, StreamOutput.StandardOutput) : Console.OpenStandardOutput();

    /// <summary>Opens a stream whose text is shown in the cell.</summary>
    /// <param name="bufferSize">Not used, as in the original.</param>
    [InsteadOf(typeof(Console), nameof(Console.OpenStandardOutput))]
    public static Stream OpenStandardOutput(int bufferSize) => OpenStandardOutput();

    /// <summary>Opens a stream whose text is shown in the cell.</summary>
    [InsteadOf(typeof(Console), nameof(Console.OpenStandardError))]
    public static Stream OpenStandardError() =>
        RunningCell.Current is { } cell ? new CellStream(cell, StreamOutput.StandardError) : Console.OpenStandardError();

    /// <summary>Opens a stream whose text is shown in the cell.</summary>
    /// <param name="bufferSize">Not used, as in the original.</param>
    [InsteadOf(typeof(Console), nameof(Console.OpenStandardError))]
    public static Stream OpenStandardError(int bufferSize) => OpenStandardError();

    /// <summary>Shows a value and returns its handle. (The package's method returns a handle with another id, which updates nothing.)</summary>
    /// <param name="value">Anything.</param>
    /// <param name="mimeTypes">The MIME types to show it as. Default: the types that its type prefers.</param>
    [InsteadOf(typeof(InteractiveKernel), nameof(InteractiveKernel.display))]
    [InsteadOf(typeof(DisplayExtensions), nameof(DisplayExtensions.Display))]
    public static DisplayedValue Display(object? value, string[] mimeTypes)
    {
        var shown = new DisplayedValue(value, Representations.Of(value, mimeTypes));
        RunningCell.Publish(command => new DisplayedValueProduced(value, command, shown.FormattedValues, shown.DisplayId));
        return shown;
    }

    /// <summary>Shows text as a MIME type and returns its handle.</summary>
    /// <param name="value">The text.</param>
    /// <param name="mimeType">For example <c>text/html</c>.</param>
    [InsteadOf(typeof(DisplayExtensions), nameof(DisplayExtensions.DisplayAs))]
    public static DisplayedValue DisplayAs(string value, string mimeType)
    {
        var shown = new DisplayedValue(value, [new FormattedValue(mimeType, value)]);
        RunningCell.Publish(command => new DisplayedValueProduced(value, command, shown.FormattedValues, shown.DisplayId));
        return shown;
    }

    /// <summary>Shows a new value in the place of an earlier one. (The package's method shows nothing once the cell has ended.)</summary>
    /// <param name="shown">The handle of the earlier value.</param>
    /// <param name="value">Anything.</param>
    [InsteadOf(typeof(DisplayedValue), nameof(DisplayedValue.Update))]
    public static void Update(DisplayedValue shown, object? value)
    {
        ArgumentNullException.ThrowIfNull(shown);
        shown.Update(value);
        if (KernelInvocationContext.Current is not { IsComplete: false })
        {
            RunningCell.Publish(command => new DisplayedValueUpdated(value, shown.DisplayId, command, shown.FormattedValues));
        }
    }

    /// <summary>Gets the text of a value. (The package's method overflows the stack where a formatter shows the value that it formats.)</summary>
    /// <param name="value">Anything.</param>
    /// <param name="mimeType">For example <c>text/html</c>.</param>
    [InsteadOf(typeof(Formatter), nameof(Formatter.ToDisplayString))]
    public static string ToDisplayString(object? value, string mimeType)
    {
        Representations.RequireFormatters(value);
        if (displaying == DeepestDisplay)
        {
            throw new InvalidOperationException($"The formatter of {value?.GetType().Name ?? "null"} calls ToDisplayString of the value that it formats.");
        }

        displaying++;
        try
        {
            return value.ToDisplayString(mimeType);
        }
        finally
        {
            displaying--;
        }
    }

    private static InvalidOperationException EndOfSession(string call, string how = "", Exception? cause = null) => new(
        $"{call} would end the session{how}, and with it the variables of all cells. To end a cell early, write return;", cause);
}

/// <summary>Names the method that a detour replaces; the first parameter for an instance method is the instance.</summary>
/// <param name="type">Its class.</param>
/// <param name="method">Its name; the parameters are those of the detour.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class InsteadOfAttribute(Type type, string method) : Attribute
{
    public Type Type => type;

    public string Method => method;
}
