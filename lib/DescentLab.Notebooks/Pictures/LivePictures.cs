namespace DescentLab.Notebooks;

/// <summary>
/// VS Code saves the representations that a running cell sends. So that running and saving a notebook does not change it,
/// a figure is sent to VS Code in its saved form: without HTML, and with its picture when a notebook in this folder has it.
/// </summary>
/// <param name="folder">The notebook's folder.</param>
internal sealed class LivePictures(string folder)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly Lazy<Task<Dictionary<string, string?>>> saved = new(() => Task.Run(() => Read(folder)));

    /// <summary>Starts to read the saved notebooks in the background; the first figure needs them.</summary>
    public void Prepare() => _ = saved.Value;

    /// <summary>Gets the saved form of an output.</summary>
    public CellOutput AsSaved(CellOutput output)
    {
        if (Runner.AsSaved(output) is not DataOutput shown || FigureJson.Of(shown.Data) is not { } figure)
        {
            return output;
        }

        // A chart must not wait long for its picture.
        return saved.Value.Wait(Timeout) && saved.Value.Result.GetValueOrDefault(FigureHash.Of(figure)) is { } picture
            ? FigurePictures.With(shown, figure, picture)
            : shown;
    }

    // In sequence, newest last: of two pictures of one figure, the newest is used.
    private static Dictionary<string, string?> Read(string folder)
    {
        var pictures = new Dictionary<string, string?>();
        foreach (var file in NotebookFolder.Newest(folder).Reverse())
        {
            try
            {
                foreach (var (hash, picture) in FigurePictures.Of(NotebookDocument.Load(file.FullName)))
                {
                    pictures[hash] = picture;
                }
            }
            catch (Exception e) when (e is NotebookFormatException or IOException or UnauthorizedAccessException)
            {
                // A notebook that cannot be read has no pictures.
            }
        }

        return pictures;
    }
}
