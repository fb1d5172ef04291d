namespace DescentLab.Notebooks;

/// <summary>A notebook was changed after it was read. It is left as it is.</summary>
public sealed class NotebookChangedException : IOException
{
    /// <summary>A change with no message.</summary>
    public NotebookChangedException()
    {
    }

    /// <summary>A change, with a message that names the file.</summary>
    /// <param name="message">The file, and what to do.</param>
    public NotebookChangedException(string message) : base(message)
    {
    }

    /// <summary>A change, with a message that names the file, and its cause.</summary>
    /// <param name="message">The file, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public NotebookChangedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
