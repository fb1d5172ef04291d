// Jupyter's classic Notebook loads this file with the kernel, and from then on draws Plotly JSON as VS Code does: live
// as soon as a notebook is opened, trusted or not, because a figure is data and runs no scripts.
"use strict";
define(["require", "base/js/namespace", "notebook/js/outputarea"], (require, Jupyter, { OutputArea }) => {
  const type = "application/vnd.plotly.v1+json";

  // The HTML of a figure in a trusted notebook may have started to load it already.
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
    // A folded output has no width to draw in yet.
    new ResizeObserver(async () => {
      if (!place.clientWidth || place.clientWidth === width) return;
      width = place.clientWidth;
      await drawn;
      if (drawn) return Plotly.Plots.resize(place);
      if (width < 560) {
        // The figure's changes for a narrow layout. They lead to its own objects, never to a prototype that the page shares.
        const put = (target, path, to) => {
          const names = path.replace(/\[(\d+)\]/g, ".$1").split(".");
          if (names.some(name => ["__proto__", "prototype", "constructor"].includes(name))) return;
          for (const name of names.slice(0, -1)) target = Object.hasOwn(target, name) ? target[name] ??= {} : target[name] = {};
          target[names.at(-1)] = to ?? undefined;
        };
        for (const [path, to] of Object.entries(narrow)) put(layout, path, to);
        for (const [index, path, to] of traces) if (Number.isInteger(index)) put(data[index], path, to);
      }

      const font = { ...layout?.font, color: getComputedStyle(place).color };
      place.replaceChildren();
      drawn = Plotly.newPlot(place, { data, layout: { ...layout, font }, config: { ...config, responsive: false }, frames })
        .catch(() => { place.textContent = words; });
    }).observe(place);
  }

  function append(value, metadata, element) {
    const area = this.create_output_subarea(metadata, "output_plotly", type);
    // A separate element without the area's padding, which plotly.js would add to its height at every resize.
    const place = document.createElement("div");
    element.append(area.append(place));
    draw(place, value, this);
    return area;
  }

  // Shows the previous outputs again; clearing an area marks it as trusted, which it may not have been.
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
