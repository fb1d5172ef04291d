namespace DescentLab.Notebooks;

/// <summary>What <see cref="FigureGallery"/> wrote.</summary>
/// <param name="IndexPath">The full path of the contact sheet.</param>
/// <param name="SheetPaths">The full paths of its pages as pictures, in order.</param>
/// <param name="Figures">How many figures it shows.</param>
public sealed record GalleryResult(string IndexPath, IReadOnlyList<string> SheetPaths, int Figures);
