using System.Text;

namespace DescentLab;

/// <summary>Writes the rows of an experiment to a file, each of which is on the disk when it has been added: the program can be killed at any time.</summary>
internal sealed class RunLogWriter : IDisposable
{
    private readonly string path;
    private readonly RunLog header;
    private readonly List<TrainingRow> rows = [];
    private readonly FileStream @lock;
    private FileStream? file;

    /// <summary>Starts a file, or continues one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">The experiment; the rows to begin with.</param>
    /// <param name="replace">Whether to discard the previous content of the file.</param>
    /// <exception cref="IOException">Another process writes to the file, or it cannot be written.</exception>
    /// <exception cref="InvalidDataException">The file is not a run log, is damaged, or of other settings.</exception>
    public RunLogWriter(string path, RunLog header, bool replace = false)
    {
        // Whatever links lead to a file, its lock is the same.
        this.path = WholeFile.Target(path);
        this.header = header;
        if (Directory.Exists(this.path))
        {
            throw new IOException($"The run log '{path}' is a folder. Name a file.");
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(this.path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, e);
        }

        @lock = Lock(this.path);
        try
        {
            rows.AddRange(header.Rows);
            var length = 0;
            if (!replace && File.Exists(this.path))
            {
                (var before, length) = RunLog.Parse(RunLog.ReadBytes(this.path), path);
                before?.RequireSame(header.Experiment, header.Settings, $"'{path}'", "this experiment");
                this.header = before ?? header;
                rows.AddRange(before?.Rows ?? []);
            }

            if (length == 0)
            {
                Rewrite();
            }

            file = new FileStream(this.path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.SetLength(length == 0 ? file.Length : length);
            file.Seek(0, SeekOrigin.End);
        }
        catch (UnauthorizedAccessException e)
        {
            @lock.Dispose();
            throw CannotWrite(path, e);
        }
        catch
        {
            file?.Dispose();
            @lock.Dispose();
            throw;
        }
    }

    /// <summary>The rows in the file.</summary>
    public IReadOnlyList<TrainingRow> Rows => rows;

    /// <summary>Adds a row; when this returns, it is on the disk.</summary>
    public void Add(TrainingRow row)
    {
        file!.Write(Encoding.UTF8.GetBytes(row.ToLine() + "\n"));
        file.Flush(flushToDisk: true);
        rows.Add(row);
    }

    /// <summary>Puts the rows in order and closes the file.</summary>
    public void Dispose()
    {
        try
        {
            file?.Dispose();
            if (file is not null && !rows.SequenceEqual(TrainingRow.Sort(rows)))
            {
                Rewrite();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Every added row is on the disk, and a log is read in any order: not worth the result of hours, nor the error
            // of Add that has brought us here.
        }
        finally
        {
            file = null;
            @lock.Dispose();
        }
    }

    /// <summary>The lock is a separate file, so that others can read the rows. It is not deleted: that could delete the next writer's lock.</summary>
    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsInUse(e))
        {
            throw new IOException($"Another process writes to the run log '{path}'. Wait until it has ended, or use another file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, e);
        }
    }

    /// <summary>EAGAIN of Linux and of macOS, and Windows' sharing and lock violations.</summary>
    private static bool IsInUse(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);

    private static IOException CannotWrite(string path, Exception e) =>
        new($"The run log '{path}' cannot be written: {e.Message} Name a file in a folder that can be written to.", e);

    private void Rewrite() => WholeFile.Write(
        path,
        file => file.Write(Encoding.UTF8.GetBytes(header.Header() + string.Concat(TrainingRow.Sort(rows).Select(row => row.ToLine() + "\n")))));
}
