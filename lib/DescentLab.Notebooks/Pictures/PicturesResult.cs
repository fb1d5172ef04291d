namespace DescentLab.Notebooks;

/// <summary>What <see cref="FigurePictures"/> drew.</summary>
/// <param name="Drawn">How many pictures were drawn.</param>
/// <param name="Warnings">The figures that could not be drawn, each with its notebook and cell.</param>
/// <param name="Changed">The notebooks whose outputs have changed.</param>
public sealed record PicturesResult(int Drawn, IReadOnlyList<string> Warnings, IReadOnlyCollection<NotebookDocument> Changed);
