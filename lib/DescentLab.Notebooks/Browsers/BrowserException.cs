namespace DescentLab.Notebooks;

/// <summary>No browser is installed, or the browser failed.</summary>
public sealed class BrowserException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public BrowserException()
    {
    }

    /// <summary>Creates the exception with a message that says how to fix the failure.</summary>
    public BrowserException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with a message that says how to fix the failure, and the cause.</summary>
    public BrowserException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
