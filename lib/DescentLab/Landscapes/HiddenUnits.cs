using System.Numerics;

namespace DescentLab;

/// <summary>The hidden units of a network can change places: another θ, the same function.</summary>
/// <remarks>
/// A fully connected layer with n outputs, followed by another, can list its outputs in n! orders. So two trainings may have
/// found the same minimum and yet be far apart in θ. Matching reorders the units of one training so that they look most like
/// those of another.
/// Source: Ainsworth, Hayase, Srinivasa, Git Re-Basin: merging models modulo permutation symmetries (2023), weight matching.
/// </remarks>
public static class HiddenUnits
{
    private const int MostRounds = 100;

    /// <summary>Reorders the hidden units of θ so that it lies as close to <paramref name="reference"/> as can be found.</summary>
    /// <remarks>
    /// <code>
    /// minimise |θ′ − reference|² over the orders of each hidden layer
    /// </code>
    /// One layer is matched at a time, exactly, with the others held fixed; rounds are repeated until nothing changes. That is a
    /// local optimum: matching all layers at once is NP-hard.
    /// </remarks>
    /// <typeparam name="T">The number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="network">Fully connected layers with activations between them.</param>
    /// <param name="θ">The parameters to reorder.</param>
    /// <param name="reference">The parameters to resemble.</param>
    /// <returns>θ′: the same function as θ, no farther from the reference than θ.</returns>
    /// <exception cref="ArgumentException">θ or the reference do not fit the network, or it has other layers with parameters.</exception>
    public static T[] Match<T>(Network<T> network, ReadOnlySpan<T> θ, ReadOnlySpan<T> reference)
        where T : struct, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        network.Check(θ);
        network.Check(reference);
        var layers = new List<(int Start, int Inputs, int Outputs)>();
        for (var k = 0; k < network.Layers.Count; k++)
        {
            var layer = network.Layers[k];
            if (layer is FullyConnected<T>)
            {
                layers.Add((network.ParametersOf(k).Start, layer.Input.Size, layer.Output.Size));
            }
            else if (layer.Parameters > 0 || layer.Input.Size != layer.Output.Size)
            {
                throw new ArgumentException($"The layer {layer.Name} is not one whose units can be reordered. Match networks of fully connected layers.", nameof(network));
            }
        }

        var matched = θ.ToArray();
        for (var (round, changed) = (0, true); changed && round < MostRounds; round++)
        {
            changed = false;
            for (var k = 0; k + 1 < layers.Count; k++)
            {
                changed |= MatchLayer(layers[k], layers[k + 1], matched, reference);
            }
        }

        return matched;
    }

    private static bool MatchLayer<T>(
        (int Start, int Inputs, int Outputs) into, (int Start, int Inputs, int Outputs) outOf, T[] θ, ReadOnlySpan<T> reference)
        where T : struct, IFloatingPointIeee754<T>
    {
        var units = into.Outputs;
        var gain = new double[units, units];

        // The weights into a unit, its bias last, are column `unit` of (inputs + 1) × units.
        for (var i = 0; i <= into.Inputs; i++)
        {
            var row = into.Start + (i * units);
            for (var ours = 0; ours < units; ours++)
            {
                var mine = double.CreateTruncating(reference[row + ours]);
                for (var theirs = 0; theirs < units; theirs++)
                {
                    gain[ours, theirs] += mine * double.CreateTruncating(θ[row + theirs]);
                }
            }
        }

        // The weights out of it are row `unit` of units × outputs.
        for (var ours = 0; ours < units; ours++)
        {
            for (var theirs = 0; theirs < units; theirs++)
            {
                gain[ours, theirs] += Spaces.Dot(Row(reference, outOf, ours), Row<T>(θ, outOf, theirs));
            }
        }

        var order = Assignment.Largest(gain);
        double before = 0, after = 0;
        for (var unit = 0; unit < units; unit++)
        {
            (before, after) = (before + gain[unit, unit], after + gain[unit, order[unit]]);
        }

        // Rounding must not cause two equally good orders to alternate for ever.
        if (after <= before + (1e-12 * Math.Abs(before)))
        {
            return false;
        }

        var old = θ.AsSpan().ToArray();
        for (var unit = 0; unit < units; unit++)
        {
            for (var i = 0; i <= into.Inputs; i++)
            {
                θ[into.Start + (i * units) + unit] = old[into.Start + (i * units) + order[unit]];
            }

            Row<T>(old, outOf, order[unit]).CopyTo(θ.AsSpan(outOf.Start + (unit * outOf.Outputs)));
        }

        return true;
    }

    private static ReadOnlySpan<T> Row<T>(ReadOnlySpan<T> θ, (int Start, int Inputs, int Outputs) layer, int row) =>
        θ.Slice(layer.Start + (row * layer.Outputs), layer.Outputs);
}
