namespace DescentLab.Notebooks;

/// <summary>A file is not a notebook that this engine can read. The message names the file, what is wrong and where.</summary>
public sealed class NotebookFormatException : Exception
{
    /// <summary>An error with no message.</summary>
    public NotebookFormatException()
    {
    }

    /// <summary>An error with a message that names the file.</summary>
    /// <param name="message">What is wrong, where, and how to mend it.</param>
    public NotebookFormatException(string message) : base(message)
    {
    }

    /// <summary>An error with a message that names the file, and its cause.</summary>
    /// <param name="message">What is wrong, where, and how to mend it.</param>
    /// <param name="innerException">What the JSON reader said.</param>
    public NotebookFormatException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
