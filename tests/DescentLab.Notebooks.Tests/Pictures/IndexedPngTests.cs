namespace DescentLab.Notebooks.Tests;

public sealed class IndexedPngTests(Browsing browsing) : IClassFixture<Browsing>
{
    [Fact]
    public async Task Png_OpenedInABrowser_HasThePixelsItWasWrittenWith()
    {
        int[] colors = [0xffffff, 0x0072b2, 0x000000];
        var png = IndexedPng.Write(3, 2, colors, [0, 1, 2, 2, 1, 0]);
        await using var page = await browsing.Browser.NewPageAsync();

        var shown = await page.EvaluateFunctionAsync<int[]>(
            """
            async base64 => {
              const picture = new Image();
              picture.src = "data:image/png;base64," + base64;
              await picture.decode();
              const pen = Object.assign(document.createElement("canvas"), { width: 3, height: 2 }).getContext("2d");
              pen.drawImage(picture, 0, 0);
              const bytes = pen.getImageData(0, 0, 3, 2).data;
              return [0, 1, 2, 3, 4, 5].map(i => bytes[4 * i] << 16 | bytes[4 * i + 1] << 8 | bytes[4 * i + 2]);
            }
            """,
            Convert.ToBase64String(png));

        Assert.Equal([0xffffff, 0x0072b2, 0x000000, 0x000000, 0x0072b2, 0xffffff], shown);
    }
}
