using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace DescentLab;

/// <summary>A figure as a fragment of HTML for pages and notebooks that do not draw Plotly JSON themselves.</summary>
internal static class FigureHtml
{
    // A page may bring RequireJS or a bundler's module object, which plotly.js would register with instead of
    // becoming window.Plotly: they are put aside while it loads. One load serves all figures of a page. If it fails
    // (no network), the description stays.
    private const string Script = """
        (async () => {
          const figure = FIGURE;
          const load = () => new Promise((resolve, reject) => {
            const kept = {};
            for (const name of ["define", "module", "exports"]) { kept[name] = window[name]; window[name] = undefined; }
            const script = document.createElement("script");
            script.onload = () => { Object.assign(window, kept); resolve(window.Plotly); };
            script.onerror = () => { Object.assign(window, kept); window.descentLabPlotly = undefined; reject(); };
            script.src = "https://cdn.plot.ly/plotly-2.28.0.min.js";
            document.head.append(script);
          });
          const plotly = window.Plotly ?? await (window.descentLabPlotly ??= load());
          for (const place of document.querySelectorAll("[data-figure='ID']:not([data-drawn])")) {
            place.dataset.drawn = "";
            const { data, layout, config, frames } = structuredClone(figure);
            layout.font = { ...layout.font, color: getComputedStyle(place).color };
            place.replaceChildren();
            await plotly.newPlot(place, { data, layout, config, frames });
          }
        })().catch(() => {});
        """;

    public static string Fragment(Figure figure)
    {
        var json = figure.ToJson();
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..16];
        var description = WebUtility.HtmlEncode(figure.Description);
        var script = Script.Replace("ID", id, StringComparison.Ordinal).Replace("FIGURE", json, StringComparison.Ordinal);
        return $"""
            <div class="figure" data-figure="{id}" role="img" aria-label="{description}"><p>{description}</p></div>
            <script>{script}</script>
            """;
    }
}
