namespace DescentLab.Notebooks;

/// <summary>
/// The process's current directory while cells run. There is one for all: with several sessions at work the last to start
/// has its way, and when the last one has ended the directory is again what it was before the first.
/// </summary>
internal static class WorkingFolder
{
    private static readonly Lock Gate = new();
    private static int users;
    private static string before = "";

    public static void Enter(string folder)
    {
        lock (Gate)
        {
            if (users++ == 0)
            {
                before = Environment.CurrentDirectory;
            }

            Environment.CurrentDirectory = folder;
        }
    }

    public static void Leave()
    {
        lock (Gate)
        {
            if (--users == 0)
            {
                Environment.CurrentDirectory = before;
            }
        }
    }
}
