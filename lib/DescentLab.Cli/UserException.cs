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
}
