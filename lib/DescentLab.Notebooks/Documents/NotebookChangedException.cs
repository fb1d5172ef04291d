namespace DescentLab.Notebooks;

/// <summary>The notebook file was changed after it was read. It was not overwritten.</summary>
public sealed class NotebookChangedException : IOException
{
    /// <summary>Creates the exception without a message.</summary>
    public NotebookChangedException()
    {
    }

    /// <summary>Creates the exception with a message that names the file.</summary>
    /// <param name="message">The file, and what to do.</param>
    public NotebookChangedException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with a message that names the file, and the cause.</summary>
    /// <param name="message">The file, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public NotebookChangedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
