using System.Runtime.CompilerServices;

namespace DescentLab;

/// <summary>The charts of the chapter. In a notebook: <c>using static DescentLab.Lab;</c>, then <c>Plot.Curve(f)</c>.</summary>
/// <remarks>
/// Figures overlay with <c>+</c>: <c>Plot.Contour(f) + Plot.Path(path)</c>. Later figures are drawn on top, and their
/// colour is the next of the palette unless one is given (any CSS colour). Axis titles, ranges and logarithmic axes are
/// changed on the figure: <see cref="Figure.WithAxes"/>, <see cref="Figure.WithRange"/>, <see cref="Figure.WithLog"/>.
/// Numbers are rounded for drawing (curves and grids to 4 digits, data to 6), so that a figure is small and the
/// same on every machine. Every figure has a description, see <see cref="Figure.Description"/>.
/// </remarks>
public interface ICharts
{
    /// <summary>The graph of a function of one variable.</summary>
    /// <param name="f">The function.</param>
    /// <param name="domain">The interval to draw; the function's domain by default.</param>
    /// <param name="name">The name in the legend; the function's name by default.</param>
    /// <param name="color">A CSS colour; the next of the palette by default.</param>
    /// <example><code>Plot.Curve(BookFunctions.Parabola) + Plot.Minima(BookFunctions.Parabola)</code></example>
    Figure Curve(Function1D f, Interval? domain = null, string? name = null, string? color = null);

    /// <summary>The graph of a lambda.</summary>
    /// <param name="f">The function. NaN and ∞ leave a gap.</param>
    /// <param name="domain">The interval to draw.</param>
    /// <param name="name">The name in the legend.</param>
    /// <param name="line">The line; by default solid, or another dash for each further curve.</param>
    /// <param name="color">A CSS colour; the next of the palette by default.</param>
    /// <example><code>Plot.Curve(x => x * x, (-2, 2), name: "x²")</code></example>
    Figure Curve(Func<double, double> f, Interval domain, string name = "f(x)", Stroke? line = null, string? color = null);

    /// <summary>The graph of the derivative f′ of a function of one variable.</summary>
    /// <param name="f">The function.</param>
    /// <param name="domain">The interval to draw; the function's domain by default.</param>
    /// <param name="name">The name in the legend; "f′(x)" by default.</param>
    /// <param name="color">A CSS colour; the next of the palette by default.</param>
    /// <example><code>Plot.Curve(BookFunctions.Parabola) + Plot.Derivative(BookFunctions.Parabola)</code></example>
    Figure Derivative(Function1D f, Interval? domain = null, string name = "f′(x)", string? color = null);

    /// <summary>A dotted horizontal line across the chart.</summary>
    /// <param name="y">Its height.</param>
    /// <param name="label">Its label, at the right end.</param>
    Figure HorizontalLine(double y, string label = "");

    /// <summary>A dotted vertical line across the chart.</summary>
    /// <param name="x">Where.</param>
    /// <param name="label">Its label, at the upper end.</param>
    Figure VerticalLine(double x, string label = "");

    /// <summary>
    /// The points of a descent: (x, f(x)) over a <see cref="Curve(Function1D, Interval?, string?, string?)"/>, or (x, y)
    /// over a <see cref="Contour"/>. A ring marks the start, arrowheads show the direction. Hovering shows the step.
    /// </summary>
    /// <param name="path">A descent in one or two dimensions.</param>
    /// <param name="name">The name in the legend.</param>
    /// <param name="symbol">The plot symbol of the points; another one for each path by default.</param>
    /// <param name="line">How the points are joined; by default dotted in two dimensions, not at all in one.</param>
    /// <param name="end">Whether the last point is marked with an X.</param>
    /// <param name="numbered">Whether each point has the number of its step beside it.</param>
    /// <param name="color">A CSS colour; the next of the palette by default.</param>
    /// <exception cref="ArgumentException">The descent has more than two dimensions.</exception>
    /// <example>
    /// <code>
    /// Plot.Curve(BookFunctions.Parabola)
    ///     + Plot.Path(Descent.Run(BookFunctions.Parabola, new GradientDescent&lt;double&gt;(0.03), [-0.9], 15))
    /// </code>
    /// </example>
    Figure Path(
        Trajectory<double> path,
        string name = "path",
        Symbol? symbol = null,
        Stroke? line = null,
        bool end = false,
        bool numbered = false,
        string? color = null);

    /// <summary>Level lines of a function of two variables, over evenly spaced shades; lower is lighter.</summary>
    /// <param name="f">The function.</param>
    /// <param name="x">The interval along x; the function's domain by default.</param>
    /// <param name="y">The interval along y; the function's domain by default.</param>
    /// <param name="levels">About how many level lines, evenly spaced, as in the chapter.</param>
    /// <param name="at">The levels themselves, ascending, if even spacing shows too little (Rosenbrock).</param>
    /// <example><code>Plot.Contour(BookFunctions.TwoWells) + Plot.Minima(BookFunctions.TwoWells)</code></example>
    Figure Contour(Function2D f, Interval? x = null, Interval? y = null, int levels = 10, IReadOnlyList<double>? at = null);

    /// <summary>A function of two variables as a 3D surface that can be rotated.</summary>
    /// <param name="f">The function.</param>
    /// <param name="x">The interval along x; the function's domain by default.</param>
    /// <param name="y">The interval along y; the function's domain by default.</param>
    /// <param name="azimuth">
    /// The direction of the view, in degrees counter-clockwise from the x axis; by default, with <paramref name="elevation"/>, a
    /// view in which nothing hides the known minima.
    /// </param>
    /// <param name="elevation">The height of the eye above the horizon, in degrees.</param>
    /// <example><code>Plot.Surface(BookFunctions.TwoWells)</code></example>
    Figure Surface(Function2D f, Interval? x = null, Interval? y = null, double? azimuth = null, double? elevation = null);

    /// <summary>The points of a descent in two dimensions, lying on a <see cref="Surface"/>.</summary>
    /// <param name="path">The descent.</param>
    /// <param name="name">The name in the legend.</param>
    /// <param name="color">A CSS colour; the next of the palette by default.</param>
    Figure SurfacePath(Trajectory<double> path, string name = "path", string? color = null);

    /// <summary>Single points: minima, starts.</summary>
    /// <param name="points">Where.</param>
    /// <param name="name">The name in the legend.</param>
    /// <param name="symbol">The plot symbol.</param>
    /// <param name="color">A CSS colour; the next of the palette by default.</param>
    Figure Mark(IReadOnlyList<(double X, double Y)> points, string name, Symbol symbol = Symbol.Plus, string? color = null);

    /// <summary>The known minima of a function of one variable.</summary>
    /// <param name="f">The function.</param>
    Figure Minima(Function1D f);

    /// <summary>The known minima of a function of two variables.</summary>
    /// <param name="f">The function.</param>
    Figure Minima(Function2D f);

    /// <summary>An arrow at every point of a descent: the velocity, a moment, or the step that follows.</summary>
    /// <param name="path">A descent in one or two dimensions, run with <c>record: true</c>.</param>
    /// <param name="state">One of <see cref="Trajectory{T}.Recorded"/>: "v" is the velocity; "gradient" draws −∇f, downhill.</param>
    /// <param name="scale">The scale of the arrows: 1 draws the vector itself.</param>
    /// <param name="name">The name in the legend; by default the name of the vector.</param>
    /// <param name="color">A CSS colour; the next of the palette by default.</param>
    /// <exception cref="InvalidOperationException">The descent has not recorded this vector.</exception>
    Figure Arrows(Trajectory<double> path, string state = "v", double scale = 1, string? name = null, string? color = null);

    /// <summary>A map of starts, coloured by the well where each ends.</summary>
    /// <param name="f">The function, with its known minima.</param>
    /// <param name="descend">Runs a descent from the start (x, y).</param>
    /// <param name="x">The starts along x; the function's domain by default.</param>
    /// <param name="y">The starts along y; the function's domain by default.</param>
    /// <param name="grid">The number of starts along each axis.</param>
    /// <remarks>A start whose path ends farther than 5 % of the map's width from every known minimum is "not there yet".</remarks>
    Figure Basins(
        Function2D f, Func<double, double, Trajectory<double>> descend, Interval? x = null, Interval? y = null, int grid = 50);

    /// <summary>A map of kinds: the outcome of each point, one of several. Each axis has its own scale.</summary>
    /// <param name="kind">The outcome at (x, y): an index into <paramref name="names"/>.</param>
    /// <param name="names">The outcomes.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="grid">The number of points along each axis.</param>
    Figure Basins(Func<double, double, int> kind, IReadOnlyList<string> names, Interval x, Interval y, int grid = 50);

    /// <summary>Lines through named numbers.</summary>
    /// <param name="series"><c>[("Adam", values), ("RMSprop", steps, values)]</c>.</param>
    /// <param name="x">The title of the horizontal axis.</param>
    /// <param name="y">The title of the vertical axis.</param>
    /// <param name="line">The line; another dash for each by default; <see cref="Stroke.None"/> draws the points alone.</param>
    /// <param name="points">Whether every point is marked; otherwise several lines have a few symbols each, to tell them apart.</param>
    /// <example><code>Plot.Lines([new("1/k", [1, 0.5, 0.25]), new("constant", [1, 1, 1])], y: "learning rate η")</code></example>
    Figure Lines(IReadOnlyList<Series> series, string x = "step", string y = "", Stroke? line = null, bool points = false);

    /// <summary>The losses of trainings against their minibatches.</summary>
    /// <param name="runs"><c>[("no momentum", losses), ("momentum", losses)]</c>: a loss per minibatch.</param>
    /// <param name="smooth">The number of consecutive losses to average; 1 for none.</param>
    /// <param name="every">The number of minibatches between two losses.</param>
    /// <param name="log">Whether the axis of the loss is logarithmic.</param>
    /// <param name="x">The title of the horizontal axis.</param>
    /// <param name="y">The title of the vertical axis.</param>
    /// <remarks>However long the run, at most about 400 points of each are drawn, evenly spaced.</remarks>
    Figure Losses(
        IReadOnlyList<Series> runs, int smooth = 1, double every = 1, bool log = false, string x = "minibatch", string y = "loss");

    /// <summary>Bars with error bars.</summary>
    /// <param name="estimates"><c>[("Adam", 0.917, 0.002), …]</c>.</param>
    /// <param name="y">The title of the vertical axis.</param>
    /// <param name="x">The title of the horizontal axis.</param>
    Figure Bars(IReadOnlyList<Estimate> estimates, string y, string x = "");

    /// <summary>Points with error bars: where a difference matters and zero does not.</summary>
    /// <param name="estimates"><c>[("Adam", 0.917, 0.002), …]</c>.</param>
    /// <param name="y">The title of the vertical axis.</param>
    /// <param name="x">The title of the horizontal axis.</param>
    Figure Points(IReadOnlyList<Estimate> estimates, string y, string x = "");

    /// <summary>Lying bars, one row for each name: outputs of a network, places in a ranking.</summary>
    /// <param name="estimates"><c>[("Adam", 0.83), …]</c>, from top to bottom. NaN leaves the row empty.</param>
    /// <param name="x">The title of the horizontal axis.</param>
    /// <param name="ranked">Whether the largest comes first, each name in a different colour.</param>
    /// <param name="empty">What an empty row means, such as "not tried"; written above the chart if there is one.</param>
    /// <remarks>As the states of a <see cref="Slider"/>, ranked rows change places.</remarks>
    /// <example>
    /// <code>
    /// Plot.Slider("round", [1, 2, 3], k =>
    ///     Plot.Rows([("Ann", 3 * k), ("Ben", k * k), ("Cleo", 5)], x: "points", ranked: true))
    /// </code>
    /// </example>
    Figure Rows(IReadOnlyList<Estimate> estimates, string x, bool ranked = false, string empty = "no number");

    /// <summary>
    /// The same experiment many times: the first with their intervals and verdicts, and below them the estimates of all as a
    /// histogram, those that found a difference set off.
    /// </summary>
    /// <param name="experiments">A t-test for each experiment.</param>
    /// <param name="truth">The true difference.</param>
    /// <param name="range">The horizontal axis; estimates beyond it count at its ends.</param>
    /// <param name="x">The title of the horizontal axis.</param>
    /// <param name="shown">The number of experiments drawn one by one.</param>
    /// <param name="level">The level of significance: an experiment finds a difference if its p is below.</param>
    /// <example>
    /// <code>
    /// var luck = new RandomSource(1);
    /// double[] Draw(double mean) => [.. Enumerable.Range(0, 5).Select(_ => mean + luck.Normal())];
    /// Plot.Verdicts([.. Enumerable.Range(0, 1000).Select(_ => TTest.Welch(Draw(1), Draw(0)))], truth: 1, range: (-3, 5))
    /// </code>
    /// </example>
    Figure Verdicts(
        IReadOnlyList<TTestResult> experiments,
        double truth,
        Interval range,
        string x = "difference of the means",
        int shown = 25,
        double level = 0.05);

    /// <summary>Histograms of samples, one over the other.</summary>
    /// <param name="samples"><c>[("no momentum", mcc0), ("momentum", mcc1)]</c>.</param>
    /// <param name="x">The measured quantity.</param>
    /// <param name="bins">The number of bins, from the smallest to the largest value.</param>
    /// <param name="edges">The edges of the bins instead, ascending.</param>
    /// <param name="common">Whether the samples share their bins; otherwise each is divided alone, as in Figure 11-8.</param>
    /// <example>
    /// <code>
    /// Plot.Histogram(
    ///     [("no momentum", BookResults.WithoutMomentum), ("momentum", BookResults.WithMomentum)], x: "test MCC")
    /// </code>
    /// </example>
    Figure Histogram(
        IReadOnlyList<Series> samples, string x, int bins = 10, IReadOnlyList<double>? edges = null, bool common = true);

    /// <summary>Every value of some samples, beside the box of their quartiles.</summary>
    /// <param name="samples"><c>[("SGD", accuracies), ("Adam", accuracies)]</c>.</param>
    /// <param name="y">The measured quantity.</param>
    Figure Strip(IReadOnlyList<Series> samples, string y);

    /// <summary>A confusion matrix: true classes down, predicted classes across, counts in the cells.</summary>
    /// <param name="matrix">The counts, with the names of the classes.</param>
    /// <param name="counts">Whether the counts are written in the cells; without them two matrices fit side by side and move.</param>
    /// <remarks>A cell is shaded by its share of the true class.</remarks>
    /// <example><code>Plot.Confusion(new ConfusionMatrix(new[,] { { 48, 2 }, { 7, 43 } }, ["cat", "dog"]))</code></example>
    Figure Confusion(ConfusionMatrix matrix, bool counts = true);

    /// <summary>Numbers on a grid as colours, each written in its tile: results of a search.</summary>
    /// <param name="values">Rows × columns. NaN and ∞ leave the tile empty.</param>
    /// <param name="columns">The label of each column.</param>
    /// <param name="rows">The label of each row, the first at the bottom.</param>
    /// <param name="x">The title of the horizontal axis.</param>
    /// <param name="y">The title of the vertical axis.</param>
    /// <param name="value">The name of the numbers.</param>
    /// <param name="empty">The meaning of an empty tile, such as "diverged"; written above the chart if there is one.</param>
    /// <remarks>The colours are logarithmic if all numbers are above 0 and the largest is at least 100 times the smallest.</remarks>
    Figure Heatmap(
        double[,] values,
        IReadOnlyList<string> columns,
        IReadOnlyList<string> rows,
        string x,
        string y,
        string value = "value",
        string empty = "no number");

    /// <summary>A function of two different quantities as colours, on any grid: a rate over η and μ. Each axis has its own scale.</summary>
    /// <param name="value">The number at (x, y). NaN and ∞ leave a gap.</param>
    /// <param name="x">The places along x, ascending, 2 or more; for a logarithmic axis spaced by equal factors.</param>
    /// <param name="y">The places along y, ascending, 2 or more.</param>
    /// <param name="name">The name of the numbers.</param>
    /// <remarks>The colours are logarithmic if all numbers are above 0 and the largest is at least 100 times the smallest.</remarks>
    /// <exception cref="ArgumentException">The places of an axis are fewer than two, or not ascending; or the value is finite nowhere.</exception>
    /// <example>
    /// <code>
    /// double[] η = [.. Enumerable.Range(0, 40).Select(k => 0.004 * (k + 1))], μ = [.. Enumerable.Range(0, 20).Select(k => k / 20.0)];
    /// Plot.Heatmap((η, μ) => Descent.Run(BookFunctions.Parabola, new Momentum&lt;double>(η, μ), [-0.9], 20).Last.Value + 3, η, μ, "height")
    /// </code>
    /// </example>
    Figure Heatmap(Func<double, double, double> value, IReadOnlyList<double> x, IReadOnlyList<double> y, string name = "value");

    /// <summary>Small grey images side by side.</summary>
    /// <param name="pixels">Images × rows × columns, row-major; 0 is black, 1 is white.</param>
    /// <param name="rows">The height of an image in pixels.</param>
    /// <param name="columns">The width of an image in pixels.</param>
    /// <param name="labels">The label above each image.</param>
    /// <param name="across">The number of images in a row.</param>
    Figure Images(
        IReadOnlyList<float> pixels, int rows, int columns, IReadOnlyList<string>? labels = null, int across = 10);

    /// <summary>Some samples of a data set as small grey images, each under its class's name.</summary>
    /// <param name="data">The data.</param>
    /// <param name="which">The indices of the samples.</param>
    /// <param name="labels">The label above each image, instead of the name of its class.</param>
    /// <param name="across">The number of images in a row.</param>
    Figure Images(LabelledData<float> data, IReadOnlyList<int> which, IReadOnlyList<string>? labels = null, int across = 10)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(which);
        return Images(
            [.. which.SelectMany(index => data[index].ToArray())],
            data.Shape.Height,
            data.Shape.Width,
            labels ?? [.. which.Select(index => data.ClassNames[data.Label(index)])],
            across);
    }

    /// <summary>Joins figures side by side, each with its own axes.</summary>
    /// <param name="figures">From left to right; none with a slider, none in 3D, none of panels.</param>
    /// <exception cref="ArgumentException">There is no figure, or one cannot be a panel.</exception>
    Figure SideBySide(params IReadOnlyList<Figure> figures);

    /// <summary>Stacks figures, each with its own axes.</summary>
    /// <param name="figures">From top to bottom; none with a slider, none in 3D, none of panels.</param>
    /// <exception cref="ArgumentException">There is no figure, or one cannot be a panel.</exception>
    Figure Stack(params IReadOnlyList<Figure> figures);

    /// <summary>Figures in rows and columns, each with its own axes, as one figure.</summary>
    /// <param name="across">The number of figures in a row, 1 or more.</param>
    /// <param name="figures">From left to right, then from top to bottom; none with a slider, none in 3D, none of panels.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is less than one across.</exception>
    /// <exception cref="ArgumentException">There is no figure, or one cannot be a panel.</exception>
    /// <example>
    /// <code>
    /// var f = BookFunctions.TwoWells;
    /// var path = Descent.Run(f, new GradientDescent&lt;double&gt;(0.4), [1.5, 1.5], 9);
    /// Plot.Grid(across: 2, Plot.Contour(f) + Plot.Path(path), Plot.Lines([("f", path.Values)], y: "f"))
    /// </code>
    /// </example>
    Figure Grid(int across, params IReadOnlyList<Figure> figures);

    /// <summary>A figure with a slider: the reader changes a parameter and sees the effect, without a kernel.</summary>
    /// <param name="name">The parameter, such as "η".</param>
    /// <param name="values">Its values, ascending; about 10 to 20.</param>
    /// <param name="figure">The figure for each value; the same kinds of traces for all, only legend entries and texts may differ.</param>
    /// <param name="start">The value to begin with; the first by default.</param>
    /// <param name="play">Whether buttons play all values in turn.</param>
    /// <remarks>
    /// <para>
    /// All figures are drawn in advance; unchanged parts are stored once, and the axes cover all of them. The figure works in
    /// VS Code, JupyterLab, Notebook and reports, by mouse and in reports by keyboard; its saved picture shows four values.
    /// </para>
    /// <para>Panels move together. Here a rate sets a path on the map and its values beside it:</para>
    /// <code>
    /// Plot.Slider("η", [0.05, 0.1, 0.2, 0.4], η =>
    /// {
    ///     var path = Descent.Run(f, new GradientDescent&lt;double>(η), [1.5, 1.5], 30);
    ///     return Plot.SideBySide(Plot.Contour(f) + Plot.Path(path), Plot.Lines([("f", path.Values)], y: "f"));
    /// }, play: true)
    /// </code>
    /// </remarks>
    /// <exception cref="ArgumentException">The figures have different traces, or <paramref name="start"/> is none of the values.</exception>
    /// <example>
    /// <code>
    /// Plot.Slider("η", [0.03, 0.1, 0.15], rate =>
    ///     Plot.Path(Descent.Run(BookFunctions.Parabola, new GradientDescent&lt;double&gt;(rate), [-0.9], 15)))
    /// </code>
    /// </example>
    Figure Slider(string name, IReadOnlyList<double> values, Func<double, Figure> figure, double? start = null, bool play = false);

    /// <summary>A descent that can be played step by step on a figure, with a slider over its steps.</summary>
    /// <param name="background">The figure below, such as a contour.</param>
    /// <param name="path">A descent in one or two dimensions.</param>
    /// <param name="name">The name in the legend.</param>
    /// <example>
    /// <code>
    /// Plot.Play(Plot.Curve(BookFunctions.Parabola),
    ///     Descent.Run(BookFunctions.Parabola, new GradientDescent&lt;double&gt;(0.03), [-0.9], 15))
    /// </code>
    /// </example>
    Figure Play(Figure background, Trajectory<double> path, string name = "path");

    /// <summary>A race: several descents on one contour with their trails, and bars of f above its minimum below, step by step.</summary>
    /// <param name="f">The function.</param>
    /// <param name="runs">The descents with their names, <c>[("Adam", path), …]</c>; about 8 at most.</param>
    /// <param name="x">The interval of the contour along x; the function's domain by default.</param>
    /// <param name="y">The interval of the contour along y; the function's domain by default.</param>
    /// <param name="trail">The number of previous steps that each path shows.</param>
    /// <param name="frames">The maximum number of steps to draw, evenly spaced; 2 to 48.</param>
    /// <remarks>A path that has ended stays at its last point. The bars are logarithmic, from the lowest known minimum.</remarks>
    /// <example>
    /// <code>
    /// var slow = Descent.Run(BookFunctions.Canyon, new GradientDescent&lt;double&gt;(0.02), [-0.5, 2.3], 50);
    /// var fast = Descent.Run(BookFunctions.Canyon, new Momentum&lt;double&gt;(0.02, 0.8), [-0.5, 2.3], 50);
    /// Plot.Race(BookFunctions.Canyon, [("plain", slow), ("momentum", fast)])
    /// </code>
    /// </example>
    Figure Race(
        Function2D f, IReadOnlyList<(string Name, Trajectory<double> Path)> runs, Interval? x = null, Interval? y = null, int trail = 20, int frames = 48);

    /// <summary>Several explorers as one figure, with a menu that chooses which of them is shown.</summary>
    /// <param name="name">The name of the menu's choice, such as "surface".</param>
    /// <param name="choices">The explorers with their names; the first is shown first.</param>
    /// <remarks>
    /// All explorers are stored in the figure: keep each one small. They have the same charts, each with a slider; the parts that are the
    /// same in all of them are stored once.
    /// </remarks>
    /// <exception cref="ArgumentException">There are fewer than two explorers, one has no slider, or their charts differ.</exception>
    /// <example>
    /// <code>
    /// Figure Descents(double μ) => Plot.Slider("η", [0.03, 0.1, 0.15], η =>
    ///     Plot.Path(Descent.Run(BookFunctions.Parabola, new Momentum&lt;double>(η, μ), [-0.9], 15)));
    /// Plot.Choice("momentum", [("none", Descents(0)), ("half", Descents(0.5))])
    /// </code>
    /// </example>
    Figure Choice(string name, IReadOnlyList<(string Name, Figure Explorer)> choices);


    /// <summary>
    /// Your hill, your ball: a contour and the path of a ball by each of the eight rules, one at a time. In a report the reader
    /// types another f, clicks to drop balls, chooses rule, η and μ, and copies the matching C#.
    /// </summary>
    /// <param name="f">The function, as for <see cref="Function2D.Auto"/>; written right here as a lambda.</param>
    /// <param name="start">The start of the ball.</param>
    /// <param name="x">The interval of the contour along x.</param>
    /// <param name="y">The interval of the contour along y.</param>
    /// <param name="eta">The learning rate η of all rules, above 0.</param>
    /// <param name="mu">The momentum μ of the rules that have it, from 0 to below 1.</param>
    /// <param name="steps">The number of steps, 1 or more.</param>
    /// <param name="formula">The text of <paramref name="f"/>; the compiler fills it in.</param>
    /// <remarks>
    /// Outside reports, a slider selects the rule. The report's script computes with the same dual numbers and
    /// the same rules as the library; their other parameters have the defaults.
    /// </remarks>
    /// <example>
    /// <code>
    /// Plot.Hill((x, y) => 0.2 * x * x + 0.3 * y * y + Sin(2 * x) * Cos(2 * y),
    ///     start: (2, 2), x: (-3, 3), y: (-3, 3), eta: 0.05)
    /// </code>
    /// </example>
    Figure Hill(
        Func<Dual, Dual, Dual> f,
        (double X, double Y) start,
        Interval x,
        Interval y,
        double eta = 0.1,
        double mu = 0.9,
        int steps = 60,
        [CallerArgumentExpression(nameof(f))] string formula = "");
}
