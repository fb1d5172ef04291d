// Draws a figure (its JSON) as a still picture on white paper: its size, and its pixels as RGBA, in gzip and base64. A
// figure with a slider becomes four of its states side by side.
async json => {
  const sharpness = 2;
  const { data, layout = {} } = JSON.parse(json);
  const ink = "#33373d";
  const sliders = layout.sliders ?? [];
  // Nobody can move a still picture's controls.
  delete layout.updatemenus;
  delete layout.sliders;
  layout.paper_bgcolor = "#ffffff";
  layout.template = { ...layout.template };
  layout.template.layout = { ...layout.template.layout };
  layout.template.layout.font = { ...layout.template.layout.font, color: ink };

  const width = layout.width ?? 720;
  const height = (layout.height ?? 420) - 100 * sliders.length;

  async function draw(data, layout, width, height, scale) {
    const picture = new Image();
    picture.src = await Plotly.toImage({ data, layout: { ...layout, width, height } }, { format: "png", width, height, scale });
    await picture.decode();
    return picture;
  }

  // The arguments of a step: values of traces, values of the layout, the numbers of the traces.
  function state([restyle = {}, relayout = {}, traces = []], title) {
    const copy = structuredClone({ data, layout });
    const put = (target, path, value) => {
      const names = path.split(".");
      for (const name of names.slice(0, -1)) target = target[name] ??= {};
      target[names.at(-1)] = value;
    };
    for (const [path, values] of Object.entries(restyle))
      traces.forEach((trace, k) => put(copy.data[trace], path, structuredClone(Array.isArray(values) ? values[k % values.length] : values)));
    for (const [path, value] of Object.entries(relayout)) put(copy.layout, path, structuredClone(value));
    copy.layout.title = { ...copy.layout.title, text: title, x: 0, xref: "paper", font: { size: 19, color: ink } };
    copy.layout.showlegend = false;
    copy.layout.margin = { ...copy.layout.margin, t: 44, b: 56 };
    return copy;
  }

  const slider = sliders[0];
  const steps = slider?.steps?.filter(step => step.method === "update") ?? [];
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const paint = (width, height) => {
    Object.assign(canvas, { width, height });
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, width, height);
  };
  if (steps.length < 2) {
    const picture = await draw(data, layout, width, height, sharpness);
    paint(picture.naturalWidth, picture.naturalHeight);
    pen.drawImage(picture, 0, 0);
  } else {
    // First, last, and two in between; of a single path at play the start alone would show nothing.
    const last = steps.length - 1;
    const first = slider.currentvalue?.prefix === "step " && last > 3 ? 1 : 0;
    const chosen = [...new Set([0, 1, 2, 3].map(k => Math.round(first + (k * (last - first)) / 3)))];
    const row = layout.meta?.panels === "row"; // as wide as it is, so one below the other
    const across = row ? 1 : 2, tall = row ? Math.min(height, 330) : layout.yaxis2 ? Math.min(height, 640) : layout.yaxis?.scaleanchor ? Math.min(height, 460) : Math.min(height, 340);
    const legend = layout.title?.text ? 34 : 0;
    const [w, h] = [row ? 840 : 480, tall];
    const scale = (sharpness * width) / (across * w);
    paint(sharpness * width, Math.round(scale * (legend + h * Math.ceil(chosen.length / across))));
    if (legend) {
      pen.fillStyle = ink;
      pen.font = `${Math.round(21 * scale)}px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif`;
      pen.fillText(layout.title.text.replace(/<[^>]*>/g, " "), Math.round(16 * scale), Math.round(25 * scale), sharpness * width - 32);
    }
    for (const [k, index] of chosen.entries()) {
      const { data, layout } = state(steps[index].args, `${slider.currentvalue?.prefix ?? ""}${steps[index].label ?? ""}`);
      const picture = await draw(data, layout, w, h, scale);
      pen.drawImage(picture, Math.round((k % across) * w * scale), Math.round((legend + Math.floor(k / across) * h) * scale));
    }
  }

  // Compressed: the megabytes of a chart's pixels would take longer on their way than its drawing.
  const pixels = new Blob([pen.getImageData(0, 0, canvas.width, canvas.height).data]);
  const packed = await new Response(pixels.stream().pipeThrough(new CompressionStream("gzip"))).blob();
  const address = await new Promise(resolve => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(packed);
  });
  return { width: canvas.width, height: canvas.height, pixels: address.slice(address.indexOf(",") + 1) };
}
