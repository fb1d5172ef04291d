// The interactive hill that replaces the figure of Plot.Hill in a report. The figure gives the first settings
// (layout.meta.hill) and the style. Its content is untrusted: text goes into fields and through the parser only,
// numbers are checked.
"use strict";
const Hill = (() => {
  const grid = 51, mostBalls = 12, mostSteps = 500, frames = 40;
  const colors = ["#f26209", "#0973aa", "#058f60", "#b4528b", "#c18a00", "#0a90c4"];
  const symbols = ["circle", "square", "triangle-up", "star", "pentagon", "diamond"];

  const element = (name, given = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(given)) key in made ? made[key] = value : made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const printed = value => Number.isFinite(value) ? String(Number(value.toPrecision(5))).replace("-", "−") : String(value);

  // The first settings, or null if the figure has no valid ones.
  function settings(given) {
    const pair = values => Array.isArray(values) && values.length === 2 && values.every(Number.isFinite) ? values : null;
    const [x, y, start] = [pair(given?.x), pair(given?.y), pair(given?.start)];
    if (!x || !y || !start || typeof given.formula !== "string") return null;
    return { formula: given.formula, x, y, balls: [start], rule: String(given.rule), eta: +given.eta || 0.1, mu: +given.mu || 0, steps: +given.steps || 60 };
  }

  // ---- The figure ----

  // Level lines at round heights, as the library chooses them.
  function levels(low, high) {
    const raw = (high - low) / 10;
    if (!(raw > 0)) return { start: low, end: low, size: 1 };
    const power = 10 ** Math.floor(Math.log10(raw));
    const size = power * [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find(step => step * power >= raw * (1 - 1e-9));
    return { start: Math.ceil(low / size) * size, end: Math.floor(high / size) * size, size };
  }

  function contour(model, f, [x0, x1], [y0, y1]) {
    const between = (a, b) => Array.from({ length: grid }, (_, k) => a + (b - a) * k / (grid - 1));
    const [x, y] = [between(x0, x1), between(y0, y1)];
    const z = y.map(b => x.map(a => { const value = f(a, b)[0]; return Number.isFinite(value) ? value : null; }));
    const known = z.flat().filter(value => value !== null);
    if (known.length === 0) throw new HillFormula.FormulaError("f has no value on this map: choose another formula or another map.");
    const least = known.reduce((a, b) => Math.min(a, b)), most = known.reduce((a, b) => Math.max(a, b));
    return { ...model, x, y, z, contours: { ...model.contours, ...levels(least, most) } };
  }

  function trail(path, upto, k) {
    const color = colors[k % colors.length], end = Math.min(upto, path.x.length - 1);
    const upTo = values => values.slice(0, end + 1);
    return [
      {
        type: "scatter", mode: "lines+markers", name: `ball ${k + 1}`, x: upTo(path.x), y: upTo(path.y), text: upTo(path.f).map(printed), showlegend: false,
        line: { dash: "dot", width: 2, color }, marker: { color, size: 8, symbol: symbols[k % symbols.length], opacity: 1, line: { color: "#ffffff", width: 1 } },
        hovertemplate: "step %{pointNumber}<br>x = %{x}, y = %{y}<br>f = %{text}",
      },
      {
        type: "scatter", mode: "markers", x: [path.x[0]], y: [path.y[0]], showlegend: false, hoverinfo: "skip",
        marker: { color: "#ffffff", size: 11, symbol: "circle", opacity: 1, line: { color, width: 2.5 } },
      },
      {
        type: "scatter", mode: "markers", x: [path.x[end]], y: [path.y[end]], showlegend: false, hoverinfo: "skip",
        marker: { color, size: 17, symbol: "circle", opacity: 1, line: { color: "#ffffff", width: 2 } },
      },
    ];
  }

  function layout(model, { x, y }, height) {
    const line = (x0, x1, y0, y1) => ({ type: "line", x0, x1, y0, y1, line: { color: "rgba(40,40,40,0.6)", width: 1 } });
    const shapes = [];
    if (x[0] <= 0 && x[1] >= 0) shapes.push(line(0, 0, y[0], y[1]));
    if (y[0] <= 0 && y[1] >= 0) shapes.push(line(x[0], x[1], 0, 0));
    // Equal scales, unless the map would be too narrow.
    const narrow = (x[1] - x[0]) / (y[1] - y[0]), equal = narrow > 0.2 && narrow < 5;
    const axis = (given, range, other) => ({ ...given, range: [...range], fixedrange: true, constrain: "domain", scaleanchor: equal ? other : undefined });
    return {
      template: model.template, height, dragmode: false, hovermode: "closest", shapes, margin: { l: 64, r: 16, t: 16, b: 56 },
      xaxis: axis(model.xaxis, x), yaxis: axis(model.yaxis, y, "x"),
    };
  }

  // ---- C# ----

  function cell({ formula, x, y, balls, rule, eta, mu, steps }) {
    const starts = balls.map(([a, b]) => `[${a}, ${b}]`);
    const lines = [
      "using System;", "using DescentLab;", "using static DescentLab.Lab;", "using static DescentLab.DualMath;", "",
      ...wrapped(`var hill = Function2D.Auto((x, y) => ${formula});`),
      `var rule = ${HillRules.csharp(rule, eta, mu)};`,
      `var picture = Plot.Contour(hill, (${x[0]}, ${x[1]}), (${y[0]}, ${y[1]}));`,
    ];
    if (starts.length > 0)
      lines.push(
        ...wrapped(`double[][] starts = [${starts.join(", ")}];`), "foreach (var start in starts)",
        `    picture += Plot.Path(Descent.Run(hill, rule, start, ${steps}), $"from ({start[0]}, {start[1]})");`);
    return [...lines, `picture.WithRange((${x[0]}, ${x[1]}), (${y[0]}, ${y[1]}))`].join("\n");
  }

  // Lines of at most about 96 characters, broken at spaces.
  function wrapped(text) {
    const lines = [""];
    for (const word of text.split(" "))
      if (lines.at(-1).length + word.length > 94 && lines.at(-1).trim()) lines.push(`    ${word}`);
      else lines[lines.length - 1] += lines.at(-1).trim() ? ` ${word}` : word;
    return lines;
  }

  // ---- The page ----

  // chart: the figure element; figure: as Plot.Hill made it; show(figure): draws; copyable(source): adds the copy button.
  function mount(chart, figure, show, copyable) {
    const now = settings(figure.layout?.meta?.hill), model = figure.data.find(trace => trace.type === "contour");
    if (!now || !model) return false;
    const place = chart.querySelector(".plot");
    now.rule = HillRules.rules.find(rule => rule.name === now.rule) ?? HillRules.rules[0];
    let f = null, map = null, paths = [], step = null, playing = null;

    const number = (value, label, more = {}) => {
      const input = element("input", { type: "number", value, step: "any", ...more });
      return [element("label", {}, `${label} `, input), input];
    };
    const formula = element("input", { type: "text", value: now.formula, spellcheck: false, autocomplete: "off", autocapitalize: "off", className: "formula", maxLength: 400 });
    const choice = element("select", {}, ...HillRules.rules.map(rule => element("option", { value: rule.name, textContent: rule.name })));
    choice.value = now.rule.name;
    const [etaLabel, eta] = number(now.eta, "η", { min: 0 });
    const [muLabel, mu] = number(now.mu, "μ", { min: 0, max: 0.9999 });
    const [stepsLabel, steps] = number(now.steps, "steps", { min: 1, max: mostSteps, step: 1 });
    const ends = [["x from", now.x, 0], ["to", now.x, 1], ["y from", now.y, 0], ["to", now.y, 1]]
      .map(([label, range, k]) => ({ range, k, made: number(range[k], label) }));
    ends.forEach(({ made: [, input], k }, i) => input.setAttribute("aria-label", `${i < 2 ? "x" : "y"} ${k ? "to" : "from"}`));
    const [atXLabel, atX] = number(now.balls[0][0], "x"), [atYLabel, atY] = number(now.balls[0][1], "y");
    atX.setAttribute("aria-label", "x of the ball");
    atY.setAttribute("aria-label", "y of the ball");
    const button = (text, action) => {
      const made = element("button", { type: "button", textContent: text });
      made.addEventListener("click", action);
      return made;
    };
    const play = button("▶ Roll", () => playing ? stop() : roll());
    const slider = element("input", { type: "range", min: 0, max: now.steps, value: now.steps });
    slider.setAttribute("aria-label", "Step");
    const status = element("p", { className: "status" });
    status.setAttribute("role", "status");
    const code = element("code"), source = element("div", { className: "source" });
    const pre = element("pre", { className: "code", tabIndex: 0 }, code);
    pre.setAttribute("aria-label", "C# code");
    source.append(pre);
    copyable(source);

    const row = (...children) => element("div", { className: "row" }, ...children);
    const panel = element("div", { className: "hill" },
      row(element("label", { className: "wide" }, "f(x, y) = ", formula)),
      row(element("label", {}, "rule ", choice), etaLabel, muLabel, stepsLabel),
      row(element("span", { className: "group" }, ends[0].made[0], ends[1].made[0]), element("span", { className: "group" }, ends[2].made[0], ends[3].made[0])),
      row(element("span", { className: "hint", textContent: "Click on the map to drop a ball, or give its place:" }),
        element("span", { className: "group" }, atXLabel, atYLabel), button("Drop", () => drop(+atX.value, +atY.value)), button("Clear", () => { now.balls = []; change(); })),
      row(play, slider), status);
    panel.setAttribute("role", "group");
    panel.setAttribute("aria-label", "Your hill, your ball");

    // The numbers in the fields; a message names the first invalid one.
    function take() {
      const inside = (input, name, good, rule) => {
        const value = input.value.trim() === "" ? NaN : +input.value;
        if (!Number.isFinite(value) || !good(value)) throw new HillFormula.FormulaError(`${name} must be ${rule}.`);
        return value;
      };
      const next = {
        rule: HillRules.rules.find(rule => rule.name === choice.value),
        eta: inside(eta, "η", value => value > 0, "a number above 0"),
        mu: inside(mu, "μ", value => value >= 0 && value < 1, "from 0 to below 1"),
        steps: inside(steps, "The number of steps", value => Number.isInteger(value) && value >= 1 && value <= mostSteps, `a whole number from 1 to ${mostSteps}`),
      };
      const [x0, x1, y0, y1] = ends.map(({ made: [, input], k }, i) =>
        inside(input, `${i < 2 ? "x" : "y"} ${k ? "to" : "from"}`, value => Math.abs(value) <= 1e6, "a number of at most a million"));
      if (!(x1 - x0 > 1e-9) || !(y1 - y0 > 1e-9)) throw new HillFormula.FormulaError(`On the map ${x1 > x0 ? "y" : "x"} must run from a smaller number to a larger one.`);
      return { ...next, x: [x0, x1], y: [y0, y1] };
    }

    // After any change: updates everything, or shows a message.
    function change(then) {
      stop();
      muLabel.hidden = !HillRules.rules.find(rule => rule.name === choice.value).hasMu;
      try {
        const read = HillFormula.read(formula.value);
        const next = take();
        map = contour(model, read.dual, next.x, next.y);
        Object.assign(now, next, { formula: read.csharp });
        f = read.dual;
      } catch (error) {
        if (!(error instanceof HillFormula.FormulaError)) throw error;
        panel.classList.add("bad");
        status.textContent = error.message;
        return;
      }
      panel.classList.remove("bad");
      paths = now.balls.map(ball => HillRules.run(f, now.rule, now.eta, now.mu, ball, now.steps));
      step = now.steps;
      slider.max = now.steps;
      code.textContent = cell(now);
      status.textContent = words();
      draw();
      then?.();
    }

    function words() {
      if (paths.length === 0) return "No ball yet: click on the map.";
      return paths.map((path, k) => {
        const last = path.x.length - 1, name = paths.length === 1 ? "The ball" : `Ball ${k + 1}`;
        if (path.diverged === 0) return `${name} cannot start at (${printed(path.x[0])}, ${printed(path.y[0])}): f is not a number there.`;
        return `${name}: (${printed(path.x[0])}, ${printed(path.y[0])}) → (${printed(path.x[last])}, ${printed(path.y[last])}), f = ${printed(path.f[last])}`
          + (path.diverged ? `; it diverges at step ${path.diverged}: take a smaller η.` : ".");
      }).join(" ");
    }

    function draw() {
      slider.value = step;
      slider.setAttribute("aria-valuetext", `step ${step} of ${now.steps}`);
      return show({ data: [map, ...paths.flatMap((path, k) => trail(path, step, k))], layout: layout(figure.layout, now, place.clientWidth < 560 ? 400 : 540), config: { ...figure.config, displayModeBar: false } });
    }

    function drop(x, y) {
      if (!Number.isFinite(x) || !Number.isFinite(y)) return;
      // Rounded to a thousandth of the map.
      const round = (value, [from, to]) => { const unit = 10 ** Math.floor(Math.log10((to - from) / 500)); return Number((Math.round(value / unit) * unit).toPrecision(8)); };
      now.balls = [...now.balls.slice(1 - mostBalls), [round(x, now.x), round(y, now.y)]];
      [atX.value, atY.value] = now.balls.at(-1);
      change(() => { if (!matchMedia("(prefers-reduced-motion: reduce)").matches) roll(); });
    }

    function roll() {
      stop();
      const longest = Math.max(1, ...paths.map(path => path.x.length - 1)), stride = Math.max(1, Math.ceil(longest / frames));
      step = 0;
      play.textContent = "❚❚ Pause";
      const frame = async () => {
        await draw();
        if (step >= longest || playing === null) return stop();
        step = Math.min(longest, step + stride);
        playing = setTimeout(frame, 40);
      };
      playing = setTimeout(frame);
    }

    function stop() {
      clearTimeout(playing);
      playing = null;
      play.textContent = "▶ Roll";
    }

    place.before(panel);
    place.after(element("p", { className: "hint", textContent: "The same in C#, for a cell of your own:" }), source);
    chart.querySelector("details.data")?.remove(); // it tabulates the original figure
    for (const input of [formula, choice, eta, mu, steps, ...ends.map(end => end.made[1])]) input.addEventListener("input", () => change());
    slider.addEventListener("input", () => { stop(); step = +slider.value; draw(); });
    for (const input of [atX, atY]) input.addEventListener("keydown", event => { if (event.key === "Enter") drop(+atX.value, +atY.value); });

    // A press and a release in one place; plotly.js consumes the click event.
    let pressed = null;
    place.addEventListener("pointerdown", event => { pressed = [event.clientX, event.clientY]; }, true);
    addEventListener("pointerup", event => {
      const still = pressed && Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) < 6;
      pressed = null;
      const axes = place._fullLayout;
      if (!still || !axes?.xaxis) return;
      const box = place.getBoundingClientRect();
      const [left, top] = [event.clientX - box.left - axes.xaxis._offset, event.clientY - box.top - axes.yaxis._offset];
      if (left < 0 || top < 0 || left > axes.xaxis._length || top > axes.yaxis._length) return;
      drop(axes.xaxis.p2d(left), axes.yaxis.p2d(top));
    });
    addEventListener("pointercancel", () => { pressed = null; });
    change();
    return true;
  }

  return { mount };
})();
