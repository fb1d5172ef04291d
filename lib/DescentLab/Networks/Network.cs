using System.Globalization;
using System.Numerics;
using System.Text;

namespace DescentLab;

/// <summary>
/// A network: layers in sequence, and the loss it is trained with. It owns no weights: all its parameters are one
/// flat vector θ, so that its loss is a function of θ and every optimizer can descend on it.
/// </summary>
/// <remarks>
/// <code>
/// var network = new Network&lt;float&gt;(14 * 14)
///     .FullyConnected(100).Sigmoid()
///     .FullyConnected(50).Sigmoid()
///     .FullyConnected(10).Sigmoid();
/// </code>
/// A network is immutable: each method returns a longer one. So any number of trainings can share it.
/// θ holds the parameters of the layers in order; each layer says how its own are laid out.
/// </remarks>
/// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
[TypeFormatterSource]
public sealed partial class Network<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private const int EvaluationBatch = 250;

    private readonly int[] starts;

    /// <summary>Creates a network without layers.</summary>
    /// <param name="inputs">The number of values in a sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">The inputs are below 1.</exception>
    public Network(int inputs)
        : this(Shape.Vector(inputs))
    {
    }

    /// <summary>Creates a network without layers.</summary>
    /// <param name="input">The shape of a sample: <c>new Shape(28, 28, 1)</c> for a grey image.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shape is empty.</exception>
    public Network(Shape input)
        : this(input.Checked(nameof(input)), [], new SquaredError<T>())
    {
    }

    private Network(Shape input, IReadOnlyList<ILayer<T>> layers, Loss<T> loss)
    {
        Input = input;
        Layers = layers;
        Loss = loss;
        starts = new int[layers.Count + 1];
        for (var k = 0; k < layers.Count; k++)
        {
            starts[k + 1] = Require.FitsTheta((long)starts[k] + layers[k].Parameters, "The network", "layer");
        }
    }

    /// <summary>The layers, in order.</summary>
    public IReadOnlyList<ILayer<T>> Layers { get; }

    /// <summary>The loss: <see cref="SquaredError{T}"/>, unless the network ends in <see cref="Softmax"/>.</summary>
    public Loss<T> Loss { get; }

    /// <summary>The shape of a sample.</summary>
    public Shape Input { get; }

    /// <summary>The shape of the outputs.</summary>
    public Shape Output => Layers.Count == 0 ? Input : Layers[^1].Output;

    /// <summary>The number of parameters in θ.</summary>
    public int Parameters => starts[^1];

    /// <summary>Gets the position of a layer's parameters in θ.</summary>
    /// <param name="layer">The number of the layer, from 0.</param>
    public (int Start, int Length) ParametersOf(int layer) =>
        (starts[Require.Index(layer, Layers.Count, "index of a layer")], starts[layer + 1] - starts[layer]);

    /// <summary>Returns the network with one more layer.</summary>
    /// <param name="layer">A layer whose input has the shape of this network's output.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="InvalidOperationException">The network already ended in <see cref="Softmax"/>.</exception>
    public Network<T> Add(ILayer<T> layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (Loss is SoftmaxCrossEntropy<T>)
        {
            throw new InvalidOperationException("Softmax ends a network: add the other layers before it.");
        }

        return layer.Input == Output
            ? new(Input, [.. Layers, layer], Loss)
            : throw new ArgumentException($"The layer {layer.Name} takes {layer.Input}, the network gives {Output}. Create the layer for that shape.", nameof(layer));
    }

    /// <summary>Adds a <see cref="FullyConnected{T}"/> layer.</summary>
    /// <param name="outputs">The number of outputs, at least 1.</param>
    /// <param name="initialiser">The initialiser of its parameters; <see cref="Initialiser.Book"/>, U(−0.5, 0.5), by default.</param>
    public Network<T> FullyConnected(int outputs, Initialiser? initialiser = null) => Add(new FullyConnected<T>(Output, outputs, initialiser));

    /// <summary>Adds σ(x) = 1 / (1 + e⁻ˣ) on every number.</summary>
    public Network<T> Sigmoid() => Add(Activation.Sigmoid<T>(Output));

    /// <summary>Adds tanh x on every number.</summary>
    public Network<T> Tanh() => Add(Activation.Tanh<T>(Output));

    /// <summary>Adds max(0, x) on every number; its derivative at 0 is 0.</summary>
    public Network<T> ReLU() => Add(Activation.ReLU<T>(Output));

    /// <summary>Adds a <see cref="Conv2D{T}"/> layer: valid, stride 1.</summary>
    /// <param name="filters">The number of output channels, at least 1.</param>
    /// <param name="kernel">The side of the kernel; 3 by default.</param>
    /// <param name="initialiser">The initialiser of its parameters; <see cref="Initialiser.Glorot"/> by default.</param>
    public Network<T> Conv2D(int filters, int kernel = 3, Initialiser? initialiser = null) => Add(new Conv2D<T>(Output, filters, kernel, initialiser));

    /// <summary>Adds a <see cref="MaxPool2D{T}"/> layer.</summary>
    /// <param name="side">The side of the squares; 2 by default.</param>
    public Network<T> MaxPool2D(int side = 2) => Add(new MaxPool2D<T>(Output, side));

    /// <summary>Adds a <see cref="Flatten{T}"/> layer.</summary>
    public Network<T> Flatten() => Add(new Flatten<T>(Output));

    /// <summary>Adds a <see cref="Dropout{T}"/> layer.</summary>
    /// <param name="rate">The probability to drop a number, in [0, 1); 0.5 by default.</param>
    public Network<T> Dropout(double rate = 0.5) => Add(new Dropout<T>(Output, rate));

    /// <summary>Ends the network: its outputs are logits, trained with <see cref="SoftmaxCrossEntropy{T}"/>.</summary>
    public Network<T> Softmax() => new(Input, Layers, new SoftmaxCrossEntropy<T>());

    /// <summary>
    /// An optimizer for each layer that has parameters, like the chapter's separate momentum for every layer:
    /// <c>network.PerLayer(new Momentum&lt;float&gt;(0.2f, 0.9f), new Momentum&lt;float&gt;(0.2f, 0.8f), new Momentum&lt;float&gt;(0.2f, 0.7f))</c>.
    /// </summary>
    /// <param name="optimizers">One for each layer that has parameters, in order.</param>
    /// <exception cref="ArgumentException">Their number is not that of the layers that have parameters.</exception>
    public PerRange<T> PerLayer(params ReadOnlySpan<IOptimizer<T>> optimizers)
    {
        var lengths = Layers.Select(layer => layer.Parameters).Where(length => length > 0).ToArray();
        if (lengths.Length != optimizers.Length)
        {
            throw new ArgumentException($"The network has {lengths.Length} layers with parameters, {optimizers.Length} optimizers were given. Give one for each.", nameof(optimizers));
        }

        var parts = new (int Length, IOptimizer<T> Optimizer)[lengths.Length];
        for (var k = 0; k < parts.Length; k++)
        {
            parts[k] = (lengths[k], optimizers[k]);
        }

        return new(parts);
    }

    /// <summary>Creates a new θ with the layers' initialisers.</summary>
    /// <param name="seed">Decides the random numbers.</param>
    public T[] Initialise(long seed) => Initialise(new RandomSource(seed));

    /// <summary>The network's raw outputs (with <see cref="Softmax"/>: the logits).</summary>
    /// <param name="θ">The parameters.</param>
    /// <param name="inputs">Samples × Input.Size numbers, row-major.</param>
    /// <returns>Samples × Output.Size numbers, row-major.</returns>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public T[] Outputs(ReadOnlySpan<T> θ, ReadOnlySpan<T> inputs)
    {
        Check(θ);
        if (inputs.Length % Input.Size != 0)
        {
            throw new ArgumentException($"The network takes samples of {Input.Size} numbers; {inputs.Length} numbers are not whole samples.", nameof(inputs));
        }

        var samples = inputs.Length / Input.Size;
        var outputs = new T[Require.FitsArray((long)samples * Output.Size, $"The outputs of {samples} samples", nameof(inputs))];
        if (Layers.Count == 0)
        {
            inputs.CopyTo(outputs);
            return outputs;
        }

        var activations = new Activations<T>(this, Math.Clamp(samples, 1, EvaluationBatch), backward: false);
        for (var from = 0; from < samples; from += EvaluationBatch)
        {
            var batch = Math.Min(EvaluationBatch, samples - from);
            activations.Forward(θ, inputs.Slice(from * Input.Size, batch * Input.Size), batch, null).CopyTo(outputs.AsSpan(from * Output.Size));
        }

        return outputs;
    }

    /// <summary>The class of each sample: the largest output, the first of them on a tie.</summary>
    /// <param name="θ">The parameters.</param>
    /// <param name="inputs">Samples × Input.Size numbers, row-major.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public int[] Classify(ReadOnlySpan<T> θ, ReadOnlySpan<T> inputs)
    {
        var outputs = Outputs(θ, inputs);
        var classes = new int[outputs.Length / Output.Size];
        for (var n = 0; n < classes.Length; n++)
        {
            var row = outputs.AsSpan(n * Output.Size, Output.Size);
            var best = 0;
            for (var k = 1; k < row.Length; k++)
            {
                if (row[k] > row[best])
                {
                    best = k;
                }
            }

            classes[n] = best;
        }

        return classes;
    }

    /// <summary>Classifies data and counts the results in a confusion matrix.</summary>
    /// <param name="θ">The parameters.</param>
    /// <param name="data">Samples of the network's input size and as many classes as it has outputs.</param>
    /// <exception cref="ArgumentException">The data or θ do not fit the network.</exception>
    public ConfusionMatrix Evaluate(ReadOnlySpan<T> θ, LabelledData<T> data)
    {
        CheckFits(data);
        return new(data.Labels, Classify(θ, data.Inputs), data.Classes, data.ClassNames);
    }

    /// <summary>The layers as a table: layer, output shape, parameters.</summary>
    public override string ToString()
    {
        (string Layer, string Shape, int Parameters)[] rows = [.. Rows()];
        var first = Math.Max(5, rows.Max(row => row.Layer.Length));
        var second = Math.Max(12, rows.Max(row => row.Shape.Length));
        var text = new StringBuilder($"{"layer".PadRight(first)}  {"output shape".PadRight(second)}  parameters\n");
        foreach (var (layer, shape, parameters) in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{layer.PadRight(first)}  {shape.PadRight(second)}  {parameters,10}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{"in all".PadRight(first)}  {"".PadRight(second)}  {Parameters,10}").ToString();
    }

    internal T[] Initialise(RandomSource random)
    {
        var θ = new T[Parameters];
        for (var k = 0; k < Layers.Count; k++)
        {
            var (start, length) = ParametersOf(k);
            Layers[k].Initialise(θ.AsSpan(start, length), random);
        }

        return θ;
    }

    internal void CheckFits(LabelledData<T> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Shape.Size != Input.Size || data.Classes != Output.Size)
        {
            throw new ArgumentException(
                $"The network takes {Input} and has {Output} outputs, the data has samples of {data.Shape} in {data.Classes} classes. Make the network for the data.",
                nameof(data));
        }
    }

    internal void Check(ReadOnlySpan<T> θ)
    {
        if (θ.Length != Parameters)
        {
            throw new ArgumentException($"θ has {θ.Length} numbers, the network needs {Parameters}. Start from network.Initialise(seed).", nameof(θ));
        }
    }
}
