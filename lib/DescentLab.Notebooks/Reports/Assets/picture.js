// Draws a figure (its JSON) as a still picture on white paper: its size, and its pixels as RGBA in base64.
async json => {
  const { data, layout = {} } = JSON.parse(json);
  const width = layout.width ?? 720;
  let height = layout.height ?? 420;

  // Nobody can move a still picture's controls: what a slider is set to stays, the rest goes.
  delete layout.updatemenus;
  const nothing = "rgba(0,0,0,0)";
  for (const slider of layout.sliders ?? []) {
    const { currentvalue = {}, pad = {} } = slider;
    Object.assign(slider, {
      bgcolor: nothing, activebgcolor: nothing, bordercolor: nothing, tickcolor: nothing, font: { color: nothing },
      currentvalue: { ...currentvalue, font: { color: "#33373d", ...currentvalue.font } },
      pad: { ...pad, b: 0 },
      steps: Array(2).fill(slider.steps?.[slider.active ?? 0]), // one step alone would not be shown
      active: 0,
    });
    height -= 40;
  }

  layout.paper_bgcolor = "#ffffff";
  layout.template = { ...layout.template };
  layout.template.layout = { ...layout.template.layout };
  layout.template.layout.font = { ...layout.template.layout.font, color: "#33373d" };
  const picture = new Image();
  picture.src = await Plotly.toImage({ data, layout }, { format: "png", width, height, scale: 1 });
  await picture.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: picture.naturalWidth, height: picture.naturalHeight });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0);
  const pixels = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  const address = await new Promise(resolve => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(new Blob([pixels]));
  });
  return { width: canvas.width, height: canvas.height, pixels: address.slice(address.indexOf(",") + 1) };
}
