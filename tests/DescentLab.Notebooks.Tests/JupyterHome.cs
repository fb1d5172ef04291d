using System.Diagnostics;

namespace DescentLab.Notebooks.Tests;

/// <summary>Puts Jupyter's folders inside a test's folder, so that the user's files are neither read nor written.</summary>
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
