namespace DescentLab.Notebooks;

/// <summary>The file is not a notebook that this engine can read. The message names the file, the error and its position.</summary>
public sealed class NotebookFormatException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public NotebookFormatException()
    {
    }

    /// <summary>Creates the exception with a message that names the file.</summary>
    /// <param name="message">The error, its position, and how to fix it.</param>
    public NotebookFormatException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with a message that names the file, and the cause.</summary>
    /// <param name="message">The error, its position, and how to fix it.</param>
    /// <param name="innerException">The error of the JSON reader.</param>
    public NotebookFormatException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
