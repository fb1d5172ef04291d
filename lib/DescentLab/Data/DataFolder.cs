namespace DescentLab;

/// <summary>Finds the folder <c>data/NAME</c>, from the current folder of a program or a notebook.</summary>
internal static class DataFolder
{
    /// <summary>Names a folder that holds data sets, looked into first.</summary>
    public const string Variable = "DESCENTLAB_DATA";

    /// <summary>The folder of a data set.</summary>
    /// <param name="name">The data set: "fashion-mnist".</param>
    /// <param name="fix">What to do when it is missing.</param>
    /// <exception cref="DirectoryNotFoundException">The folder was not found.</exception>
    public static string Find(string name, string fix)
    {
        var root = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(root) && Path.Combine(root, name) is var named && Directory.Exists(named))
        {
            return named;
        }

        // A notebook runs in its own folder; a test, a report or a kernel may run anywhere, but its assembly is inside the project.
        string[] starts = [Directory.GetCurrentDirectory(), AppContext.BaseDirectory, Path.GetDirectoryName(typeof(DataFolder).Assembly.Location) ?? ""];
        var found = starts.Where(start => start.Length > 0)
            .SelectMany(FolderSearch.Upwards)
            .Select(folder => Path.Combine(folder, "data", name))
            .FirstOrDefault(Directory.Exists);
        if (found is not null)
        {
            return found;
        }

        throw new DirectoryNotFoundException(
            $"No folder 'data/{name}' in or above '{starts[0]}' or '{starts[1]}'{(string.IsNullOrEmpty(root) ? "" : $", and no '{name}' in {Variable} = '{root}'")}. {fix} Or set the environment variable {Variable} to the folder that holds '{name}'.");
    }
}
