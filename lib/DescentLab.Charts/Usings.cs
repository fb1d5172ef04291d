// DescentLab.Shape is the shape of a layer's input; this one is drawn.
global using PlotlyShape = Plotly.NET.LayoutObjects.Shape;
