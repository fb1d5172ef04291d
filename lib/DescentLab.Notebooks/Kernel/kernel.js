// Jupyter's classic Notebook loads this file with the kernel, and draws Plotly JSON from then on, as VS Code does: live
// as soon as a notebook is opened, trusted or not, since a figure is data and runs no script.
"use strict";
define(["require", "base/js/namespace", "notebook/js/outputarea"], (require, Jupyter, { OutputArea }) => {
  const type = "application/vnd.plotly.v1+json";

  // The HTML of a figure, in a trusted notebook, may have begun to load it already.
  const load = () => window.descentLabPlotly ??= new Promise((resolve, reject) =>
    require(["./plotly.min.js"], Plotly => resolve(window.Plotly = Plotly), reject));

  async function draw(place, value, outputArea) {
    await undefined; // the output is not in the area's list until it has been appended
    const words = outputArea.outputs.find(output => output.data?.[type] === value)?.data["text/plain"] ?? "A chart.";
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", words);
    place.textContent = words;
    const Plotly = await load();
    if (!Plotly) return;
    // .NET Interactive stores the JSON as a string.
    const { data, layout, config, frames } = structuredClone(typeof value === "string" ? JSON.parse(value) : value);
    const { layout: narrow = {}, traces = [] } = layout?.meta?.narrow ?? {};
    let width = 0, drawn;
    // In a folded output there is no width to draw in, yet.
    new ResizeObserver(async () => {
      if (!place.clientWidth || place.clientWidth === width) return;
      width = place.clientWidth;
      await drawn;
      if (drawn) return Plotly.Plots.resize(place);
      if (width < 560) {
        // What the figure itself changes in a narrow place.
        const put = (target, path, to) => {
          const names = path.replace(/\[(\d+)\]/g, ".$1").split(".");
          for (const name of names.slice(0, -1)) target = target[name] ??= {};
          target[names.at(-1)] = to ?? undefined;
        };
        for (const [path, to] of Object.entries(narrow)) put(layout, path, to);
        for (const [index, path, to] of traces) put(data[index], path, to);
      }

      const font = { ...layout?.font, color: getComputedStyle(place).color };
      place.replaceChildren();
      drawn = Plotly.newPlot(place, { data, layout: { ...layout, font }, config: { ...config, responsive: false }, frames })
        .catch(() => { place.textContent = words; });
    }).observe(place);
  }

  function append(value, metadata, element) {
    const area = this.create_output_subarea(metadata, "output_plotly", type);
    // Of its own, without the area's padding, which plotly.js would add to its height at every resize.
    const place = document.createElement("div");
    element.append(area.append(place));
    draw(place, value, this);
    return area;
  }

  // Shows again what was there before this file; clearing an area makes it trusted, which it may not have been.
  function show({ output_area: area, metadata }) {
    const outputs = area?.toJSON() ?? [];
    if (!outputs.some(output => output.data?.[type])) return;
    const { trusted } = area;
    area.clear_output(false, true);
    area.trusted = trusted;
    area.fromJSON(outputs, metadata);
  }

  return {
    onload() {
      OutputArea.prototype.register_mime_type(type, append, { safe: true, index: 0 });
      Jupyter.notebook.get_cells().forEach(show);
    },
  };
});
