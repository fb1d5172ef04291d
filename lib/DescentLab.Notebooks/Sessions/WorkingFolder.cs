namespace DescentLab.Notebooks;

/// <summary>
/// Sets the process's current directory while cells run. There is only one: with several sessions running, the last to start
/// sets it, and when the last one has ended the original directory is restored.
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
            // A folder that does not exist throws here, and then nobody has entered.
            string original = users == 0 ? Environment.CurrentDirectory : before;
            Environment.CurrentDirectory = folder;
            before = original;
            users++;
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
