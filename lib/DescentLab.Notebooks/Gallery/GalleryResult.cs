namespace DescentLab.Notebooks;

/// <summary>The files that <see cref="FigureGallery"/> wrote.</summary>
/// <param name="IndexPath">The full path of the contact sheet.</param>
/// <param name="SheetPaths">The full paths of its pages as pictures, in order.</param>
/// <param name="Figures">The number of figures.</param>
public sealed record GalleryResult(string IndexPath, IReadOnlyList<string> SheetPaths, int Figures);
