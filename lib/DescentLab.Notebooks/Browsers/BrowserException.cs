namespace DescentLab.Notebooks;

/// <summary>There is no browser, or it does not do what it is asked.</summary>
public sealed class BrowserException : Exception
{
    /// <summary>A failure without a message.</summary>
    public BrowserException()
    {
    }

    /// <summary>A failure and its remedy.</summary>
    public BrowserException(string message) : base(message)
    {
    }

    /// <summary>A failure, its remedy and its cause.</summary>
    public BrowserException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
