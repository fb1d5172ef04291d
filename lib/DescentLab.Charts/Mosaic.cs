using System.IO.Compression;

namespace DescentLab.Charts;

/// <summary>Draws small grey images in rows, as one picture.</summary>
internal sealed class Mosaic(int count, int rows, int columns, int across, bool labelled)
{
    private const int TileOnPage = 64;
    private const byte Clear = 0;

    private readonly int gap = Math.Max(1, columns / 10);

    // A label needs about 18 pixels of the page.
    private readonly int head = labelled ? (int)Math.Ceiling(18.0 * columns / TileOnPage) : Math.Max(1, rows / 10);

    public int Width => (across * (columns + gap)) - gap;

    public int Height => (count + across - 1) / across * (rows + head);

    public int PageWidth => (int)Math.Round((double)Width * TileOnPage / columns) + 8;

    public int PageHeight => (int)Math.Round((double)Height * TileOnPage / columns);

    public (double X, double Y) LabelAt(int image) =>
        ((image % across * (columns + gap)) + ((columns - 1) / 2.0), (image / across * (rows + head)) + head - 0.5);

    /// <summary>Gets the picture as the data URL of a PNG.</summary>
    public string Draw(IReadOnlyList<float> pixels)
    {
        var picture = new byte[Width * Height];
        for (var image = 0; image < count; image++)
        {
            var (left, top) = (image % across * (columns + gap), (image / across * (rows + head)) + head);
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    var grey = Math.Clamp(pixels[(((image * rows) + row) * columns) + column], 0, 1);
                    // Index 0 is transparent; black pixels use the next.
                    picture[((top + row) * Width) + left + column] = (byte)Math.Max(Clear + 1, Math.Round(255 * grey));
                }
            }
        }

        int[] greys = [.. Enumerable.Range(0, 256).Select(grey => (grey << 16) | (grey << 8) | grey)];
        var png = IndexedPng.Write(Width, Height, greys, picture, clear: true, CompressionLevel.NoCompression);
        return $"data:image/png;base64,{Convert.ToBase64String(png)}";
    }
}
