// The script of a report: draws the charts, copies code, marks the section in view.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const phone = matchMedia("(max-width: 40rem)");
  const sheet = 600; // pixels that fit on A4 and on letter paper
  let printing = false;

  // ---- Charts ----

  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // The figure's template, overridden by the page's colours, and both by the figure's own layout.
  function template(given, onPaper = printing) {
    const night = dark.matches && !onPaper;
    const [ink, soft, line, panel] = night ? ["#dcdfe3", "#a0a7b1", "#363b43", "#1e2126"] : ["#23262b", "#5b616a", "#dfdbd1", "#f5f3ed"];
    const axis = { gridcolor: line, linecolor: soft, zerolinecolor: soft, tickcolor: soft, automargin: true };
    const scene = { gridcolor: line, zerolinecolor: soft, backgroundcolor: "rgba(0,0,0,0)" };
    const control = { bgcolor: panel, bordercolor: soft, font: { color: ink } };
    const fallback = {
      font: { family: css("--sans"), size: 13 },
      margin: { l: 64, r: 24, t: 56, b: 56 },
      colorway: night
        ? ["#6fb1e8", "#f0a35e", "#7fc97f", "#e88a8a", "#b8a0e0", "#c9a58f", "#e8a0d0", "#b5bac2"]
        : ["#1f6fb2", "#c8600a", "#2f8a3c", "#b8302a", "#7a55b0", "#85594a", "#b84a94", "#5b616a"],
    };
    const colours = {
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font: { color: ink },
      xaxis: axis, yaxis: axis, scene: { xaxis: scene, yaxis: scene, zaxis: scene },
      hoverlabel: { bgcolor: panel, bordercolor: soft, font: { color: ink } },
      legend: { bgcolor: "rgba(0,0,0,0)" },
      annotationdefaults: { arrowcolor: soft },
      sliderdefaults: { ...control, activebgcolor: soft, tickcolor: soft },
      updatemenudefaults: control,
    };
    if (phone.matches && !onPaper) {
      // A legend beside the chart would leave too little width.
      fallback.legend = { orientation: "h", yref: "container", y: 0, yanchor: "bottom", x: 0 };
      colours.title = given?.layout?.title ? {} : { x: 0.02, xref: "container", font: { size: 14 } };
    }
    return { ...given, layout: both(both(fallback, given?.layout), colours) };
  }

  // Merges two nested objects; the second takes precedence.
  function both(a, b) {
    const result = { ...a };
    for (const [key, value] of Object.entries(b ?? {}))
      result[key] = value && typeof value === "object" && !Array.isArray(value) ? both(result[key], value) : value;
    return result;
  }

  // The figure's changes for a narrow layout: values by their path in the layout, and by (index, path) in the traces.
  function fitted(figure) {
    if (!phone.matches || printing || !figure.layout?.meta?.narrow) return figure;
    const { data, layout, ...rest } = structuredClone(figure);
    // The paths are a notebook's: they lead to the figure's own objects, never to a prototype that the page shares.
    const put = (target, path, value) => {
      const names = path.replace(/\[(\d+)\]/g, ".$1").split(".");
      if (names.some(name => ["__proto__", "prototype", "constructor"].includes(name))) return;
      for (const name of names.slice(0, -1)) target = Object.hasOwn(target, name) ? target[name] ??= {} : target[name] = {};
      if (value === null) delete target[names.at(-1)];
      else target[names.at(-1)] = value;
    };
    for (const [path, value] of Object.entries(layout.meta.narrow.layout ?? {})) put(layout, path, value);
    for (const [index, path, value] of layout.meta.narrow.traces ?? []) if (Number.isInteger(index)) put(data[index], path, value);
    shorten(layout.updatemenus);
    return { data, layout, ...rest };
  }

  // Beside the words of its buttons a phone has no space for the slider's value. The keyboard's buttons keep the words.
  const symbols = { "▶ Play": "▶", "❚❚ Pause": "❚❚" };
  const words = Object.fromEntries(Object.entries(symbols).map(([text, symbol]) => [symbol, text]));
  function shorten(part) {
    if (!part || typeof part !== "object") return;
    if (part.method === "animate") part.label = symbols[part.label] ?? part.label;
    else Object.values(part).forEach(shorten);
  }

  function themed(figure, place, onPaper = printing) {
    const layout = { ...figure.layout, autosize: true, template: template(figure.layout?.template, onPaper) };
    // The colours are the page's; the width is that of the column or of the paper. Pictures with names do not shrink.
    if (layout.width && figure.data.some(trace => trace.type === "image")) place.style.minWidth = `${layout.width}px`;
    for (const key of ["width", "paper_bgcolor", "plot_bgcolor"]) delete layout[key];
    layout.height ??= 420;
    if (onPaper) Object.assign(layout, paper(layout));
    else if (phone.matches && !layout.meta?.narrow) wrapTitle(layout);
    if (layout.font) { layout.font = { ...layout.font }; delete layout.font.color; }
    return layout;
  }

  // Two charts should fit on a page; the space of a slider below the chart is unchanged.
  function paper({ height = 420, sliders = [] }) {
    const below = 100 * sliders.length;
    return { width: sheet, height: Math.round(0.72 * (height - below) + below) };
  }

  // plotly.js truncates a title that is wider than the chart.
  function wrapTitle(layout) {
    const text = layout.title?.text;
    if (!text || text.includes("<")) return;
    const most = Math.floor(document.querySelector("main").clientWidth / 8);
    const lines = [""];
    for (const word of text.split(" ")) {
      const line = lines.at(-1);
      if (line && line.length + word.length >= most) lines.push(word);
      else lines[lines.length - 1] = line ? `${line} ${word}` : word;
    }
    layout.title = { ...layout.title, text: lines.join("<br>") };
  }

  // plotly.js draws its sliders and buttons for the mouse only: these are for the keyboard, visible when focused.
  function controls({ sliders = [], updatemenus = [] }, place) {
    const run = (step, index) => {
      const args = structuredClone(step.args ?? []);
      if (phone.matches) shorten(args);
      if (["animate", "update", "restyle", "relayout"].includes(step.method))
        return Plotly[step.method](place, ...args)
          .then(() => index === undefined || Plotly.relayout(place, { [`sliders[${index}].active`]: sliders[index].active }), () => {});
    };
    const bar = document.createElement("div");
    bar.className = "player";
    updatemenus.forEach((menu, which) => (menu.buttons ?? []).forEach((button, entry) => {
      const key = document.createElement("button");
      key.type = "button";
      key.textContent = words[button.label] ?? button.label;
      key.addEventListener("click", async () => {
        await run(button);
        if (menu.type !== "dropdown") return;
        await Plotly.relayout(place, { [`updatemenus[${which}].active`]: entry });
        [...place.nextElementSibling.querySelectorAll("button")].find(other => other.textContent === button.label)?.focus();
      });
      bar.append(key);
    }));
    sliders.forEach((slider, index) => {
      const range = document.createElement("input");
      const say = () => range.setAttribute("aria-valuetext", slider.steps[+range.value]?.label ?? range.value);
      Object.assign(range, { type: "range", min: 0, max: (slider.steps?.length ?? 1) - 1, value: slider.active ?? 0 });
      range.setAttribute("aria-label", (slider.currentvalue?.prefix ?? "").replace(/[\s=:]+$/, "") || "Position");
      range.addEventListener("input", () => { slider.active = +range.value; say(); run(slider.steps[slider.active], index); });
      say();
      bar.append(range);
    });
    if (bar.firstChild) place.after(bar);
  }

  async function draw(chart) {
    if (chart.figure) return;
    chart.figure = JSON.parse(chart.querySelector("script").textContent);
    const place = chart.querySelector(".plot");
    const description = place.firstElementChild;
    try {
      description.remove();
      if (typeof Hill !== "undefined" && chart.figure.layout?.meta?.hill && Hill.mount(chart, chart.figure, figure => react(chart, figure), copyable)) {
        await chart.drawing;
        return;
      }
      await plot(chart, Plotly.newPlot);
      controls(structuredClone(chart.figure.layout ?? {}), place);
      // Each choice of a menu has its own slider.
      place.on("plotly_update", change => {
        if (!change?.layout?.sliders) return;
        if (place.nextElementSibling?.className === "player") place.nextElementSibling.remove();
        controls(structuredClone({ sliders: place.layout.sliders, updatemenus: place.layout.updatemenus }), place);
      });
    } catch (error) {
      Plotly.purge(place);
      place.replaceChildren(description);
      place.style.minHeight = "";
      console.warn("A chart could not be drawn:", error);
    }
  }

  function plot(chart, how) {
    const place = chart.querySelector(".plot");
    const figure = fitted(chart.figure);
    place.style.minHeight = ""; // the space reserved for the chart: from now on its own height is used
    return how(place, {
      data: figure.data, layout: themed(figure, place), config: { displaylogo: false, ...figure.config, responsive: true }, frames: figure.frames,
    });
  }

  // A figure that is redrawn by its own script.
  function react(chart, figure) {
    chart.figure = figure;
    return chart.drawing = plot(chart, Plotly.react);
  }

  // A figure of a text has no script.
  const charts = () => all("figure.chart:has(> script)");
  const drawn = () => charts().filter(chart => chart.figure && chart.querySelector(".js-plotly-plot"));
  const relayout = (chart, change) => Plotly.relayout(chart.querySelector(".plot"), change);
  const repaint = () => Promise.all(drawn().map(chart => relayout(chart, { template: template(chart.figure.layout?.template) })));

  // WebGL (surfaces) prints as an empty box: on paper it is replaced by a picture, made in advance, because printing does not wait.
  async function makeStill(chart) {
    const place = chart.querySelector(".plot");
    if (!place.querySelector(".gl-container canvas")) return;
    const { data } = chart.figure;
    const layout = themed(chart.figure, place, true);
    const { width, height } = layout;
    const picture = new Image(width, height);
    picture.className = "still";
    picture.alt = "";
    picture.src = await Plotly.toImage({ data, layout }, { format: "png", width, height, scale: 2 });
    chart.append(picture);
  }

  const makeStills = () => Promise.allSettled(drawn().map(chart => chart.still ??= makeStill(chart)));

  // Charts in a closed section have no width yet: they are drawn when it opens.
  const isShown = chart => !chart.closest("details:not([open])");
  const waiting = () => charts().filter(chart => !chart.figure && isShown(chart));

  // The chart nearest to the viewport first, with pauses for scrolling and clicking.
  async function drawShown() {
    const away = chart => Math.abs(chart.getBoundingClientRect().top - innerHeight / 3);
    for (let left = waiting(); left.length > 0; left = waiting()) {
      await draw(left.reduce((a, b) => away(b) < away(a) ? b : a));
      await new Promise(resolve => setTimeout(resolve));
    }
    await makeStills();
  }

  document.addEventListener("toggle", event => {
    if (event.target.open && event.target.matches?.("details.solution"))
      drawShown().then(() => all(".js-plotly-plot", event.target).forEach(plot => Plotly.Plots.resize(plot)));
  }, true);
  dark.addEventListener("change", repaint);
  phone.addEventListener("change", () => { if (!printing) drawn().forEach(chart => plot(chart, Plotly.react)); });

  // On paper: light, solutions and code open, charts as wide as the paper. Printing does not wait, so everything starts at once;
  // a program that prints waits for data-printable.
  let opened = [];
  addEventListener("beforeprint", () => {
    if (printing) return;
    printing = true;
    opened = all("details.source:not([open]), details.solution:not([open])");
    opened.forEach(fold => { fold.open = true; });
    Promise.allSettled([
      ...drawn().map(chart => relayout(chart, { template: template(chart.figure.layout?.template), ...paper(chart.figure.layout ?? {}) })),
      ...waiting().map(draw),
    ]).then(makeStills).then(() => { document.documentElement.dataset.printable = ""; });
  });
  addEventListener("afterprint", () => {
    printing = false;
    delete document.documentElement.dataset.printable;
    opened.forEach(fold => { fold.open = false; });
    drawn().forEach(chart => relayout(chart, {
      template: template(chart.figure.layout?.template), width: null, autosize: true, height: chart.figure.layout?.height ?? 420,
    }));
  });

  // ---- Code ----

  function copyable(source) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy the code");
    button.addEventListener("click", async () => {
      const text = source.querySelector("pre").textContent;
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        // Some browsers have no clipboard for local files: select the code and copy that.
        getSelection().selectAllChildren(source.querySelector("pre"));
        document.execCommand("copy");
      }
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    source.append(button);
  }

  all(".source").forEach(copyable);

  // ---- Contents ----

  const contents = document.querySelector("nav.toc");
  if (contents) {
    const narrow = matchMedia("(max-width: 73.99rem)");
    contents.firstElementChild.open = !narrow.matches;
    narrow.addEventListener("change", () => { contents.firstElementChild.open = !narrow.matches; });
    const links = all("a", contents);
    const sections = links.map(link => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const mark = () => {
      let here = -1;
      sections.forEach((section, i) => { if (section && section.getBoundingClientRect().top < 120) here = i; });
      links.forEach((link, i) => i === here ? link.setAttribute("aria-current", "location") : link.removeAttribute("aria-current"));
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
  }

  drawShown().then(() => { document.documentElement.dataset.ready = ""; });
})();
