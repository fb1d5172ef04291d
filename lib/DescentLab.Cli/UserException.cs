using DescentLab.Notebooks;

namespace DescentLab.Cli;

/// <summary>A mistake that the message alone explains; the program says it and ends with exit code 1.</summary>
public sealed class UserException : Exception
{
    /// <summary>A mistake with no message.</summary>
    public UserException()
    {
    }

    /// <summary>A mistake and its remedy.</summary>
    public UserException(string message) : base(message)
    {
    }

    /// <summary>A mistake, its remedy and its cause.</summary>
    public UserException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Does a command's work; a mistake of the user is told in its message.</summary>
    /// <returns>The exit code: the work's own, 1 after a mistake, 130 after Ctrl-C.</returns>
    internal static async Task<int> TellAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 130;
        }
        catch (Exception e) when (e is UserException or NotebookFormatException or NotebookParameterException or BrowserException
            or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
