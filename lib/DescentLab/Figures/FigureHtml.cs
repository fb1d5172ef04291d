using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace DescentLab;

/// <summary>A figure as a fragment of HTML for pages and notebooks that do not draw Plotly JSON themselves.</summary>
internal static class FigureHtml
{
    // plotly.js comes from the page; or from the kernel's folder, which every Jupyter server serves (its classic page
    // and its later ones name their address differently), under both names that our kernel may have; or from the
    // network. It sees no define, module or exports: a page's RequireJS would take it instead of window.Plotly, and to
    // hide them from the page while a file loads would break the page's own modules. Without plotly.js, what the
    // fragment shows is kept.
    // A chart in a folded output is drawn when it has a width.
    // Changes for a narrow place lead to the figure's own objects, never to a prototype that the page shares.
    private const string Script = """
        (async () => {
          const load = async () => {
            const later = document.getElementById("jupyter-config-data");
            const server = document.body.dataset.baseUrl ?? (later && JSON.parse(later.textContent).baseUrl);
            const kernels = server ? [".net-csharp", "descentlab-csharp"] : [];
            for (const [address, options] of [
              ...kernels.map(name => [`${server}kernelspecs/${name}/plotly.min.js`]),
              ["https://cdn.jsdelivr.net/npm/plotly.js-dist-min@2.35.3/plotly.min.js",
                { integrity: "sha384-MqL7Cy3itNqCI1Wlc926K0XhyRKJ/NMqTaytIIEB+QIdInOploxqRIHRKLlhPykM" }],
            ]) {
              const answer = await fetch(address, options).catch(() => {});
              if (!answer?.ok) continue;
              const script = document.createElement("script");
              script.text = `((define, module, exports) => {${await answer.text()}\n})()`;
              document.head.append(script);
              if (window.Plotly) return window.Plotly;
            }
            window.descentLabPlotly = undefined;
          };
          const bytes = Uint8Array.from(atob("FIGURE"), letter => letter.charCodeAt(0));
          const figure = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
          const plotly = window.Plotly ?? await (window.descentLabPlotly ??= load());
          if (!plotly) return;
          const draw = async place => {
            const before = [...place.childNodes];
            const { data, layout, config, frames } = structuredClone(figure);
            if (place.clientWidth < 560) {
              const put = (target, path, value) => {
                const names = path.replace(/\[(\d+)\]/g, ".$1").split(".");
                if (names.some(name => ["__proto__", "prototype", "constructor"].includes(name))) return;
                for (const name of names.slice(0, -1)) target = Object.hasOwn(target, name) ? target[name] ??= {} : target[name] = {};
                target[names.at(-1)] = value ?? undefined;
              };
              for (const [path, value] of Object.entries(layout.meta?.narrow?.layout ?? {})) put(layout, path, value);
              for (const [index, path, value] of layout.meta?.narrow?.traces ?? []) if (Number.isInteger(index)) put(data[index], path, value);
            }
            layout.font = { ...layout.font, color: getComputedStyle(place).color };
            place.replaceChildren();
            await plotly.newPlot(place, { data, layout, config: { ...config, responsive: false }, frames })
              .catch(() => { plotly.purge(place); place.replaceChildren(...before); });
          };
          for (const place of document.querySelectorAll("[data-figure='ID']:not([data-drawn])")) {
            place.dataset.drawn = "";
            let width = 0, drawn;
            new ResizeObserver(async () => {
              if (!place.clientWidth || place.clientWidth === width) return;
              width = place.clientWidth;
              if (!drawn) return drawn = draw(place);
              await drawn;
              plotly.Plots.resize(place);
            }).observe(place);
          }
        })();
        """;

    public static string Fragment(Figure figure)
    {
        var json = Encoding.UTF8.GetBytes(figure.ToPackedJson());
        var id = Convert.ToHexStringLower(SHA256.HashData(json))[..16];
        var description = WebUtility.HtmlEncode(figure.Description);
        var script = Script.Replace("ID", id, StringComparison.Ordinal).Replace("FIGURE", Packed(json), StringComparison.Ordinal);
        return $"""
            <div class="figure" data-figure="{id}" role="img" aria-label="{description}"><p>{description}</p></div>
            <script>{script}</script>
            """;
    }

    // A notebook's file holds the figure twice, as JSON and in here: packed it is a third of the size or less.
    private static string Packed(byte[] json)
    {
        using var packed = new MemoryStream();
        using (var packer = new ZLibStream(packed, CompressionLevel.SmallestSize))
        {
            packer.Write(json);
        }

        return Convert.ToBase64String(packed.ToArray());
    }
}
