namespace DescentLab.Cli;

/// <summary>A user error that its message explains; the program prints the message and ends with exit code 1.</summary>
public sealed class UserException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public UserException()
    {
    }

    /// <summary>Creates the exception with a message that says how to fix the error.</summary>
    public UserException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with a message that says how to fix the error, and the cause.</summary>
    public UserException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
