using System.Diagnostics;

namespace DescentLab.Notebooks.Tests;

/// <summary>Jupyter's own folders inside a test's: nothing of the user's is read or written.</summary>
internal static class JupyterHome
{
    public static void In(TemporaryFolder folder, ProcessStartInfo start)
    {
        start.Environment["JUPYTER_PATH"] = folder.File("prefix/share/jupyter");
        foreach (var (name, place) in new[] { ("JUPYTER_DATA_DIR", "data"), ("JUPYTER_RUNTIME_DIR", "runtime"), ("JUPYTER_CONFIG_DIR", "config"), ("IPYTHONDIR", "ipython") })
        {
            start.Environment[name] = folder.File(place);
        }
    }
}
