namespace DescentLab;

/// <summary>The hyperparameters that a search may try for one side of a comparison.</summary>
/// <param name="Name">The name in charts and rows: "momentum". Candidates are "momentum 01", "momentum 02", ….</param>
/// <param name="Draws">Candidate after candidate, as many as the first rung takes; their names do not matter.</param>
[TypeFormatterSource]
public sealed record SearchSpace(string Name, Func<RandomSource, IEnumerable<TrainingArm>> Draws)
{
    /// <summary>An unlimited sequence of random candidates.</summary>
    /// <param name="name">The name in charts and rows.</param>
    /// <param name="draw">Draws one.</param>
    public static SearchSpace Random(string name, Func<RandomSource, TrainingArm> draw) => new(name, random => Endless(random, draw));

    /// <summary>The candidates of a list.</summary>
    /// <param name="name">The name in charts and rows.</param>
    /// <param name="candidates">The candidates.</param>
    public static SearchSpace Grid(string name, IEnumerable<TrainingArm> candidates) => new(name, _ => candidates);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static IEnumerable<TrainingArm> Endless(RandomSource random, Func<RandomSource, TrainingArm> draw)
    {
        while (true)
        {
            yield return draw(random);
        }
    }
}

/// <summary>A round of a search: the best so far, trained longer than in the round before.</summary>
/// <param name="Candidates">The number of candidates of each space, 1 or more.</param>
/// <param name="Samples">The number of samples of each training, 1 or more, so that small minibatches get more steps.</param>
/// <param name="Repeats">The number of trainings of each candidate, 1 to 1,000; they are scored by their mean MCC.</param>
[TypeFormatterSource]
public sealed record Rung(int Candidates, int Samples, int Repeats = 1)
{
    /// <summary>The number of candidates of each space.</summary>
    public int Candidates { get; init => field = Require.AtLeast(1, value, nameof(Candidates)); } = Require.AtLeast(1, Candidates, nameof(Candidates));

    /// <summary>The number of samples of each training.</summary>
    public int Samples { get; init => field = Require.AtLeast(1, value, nameof(Samples)); } = Require.AtLeast(1, Samples, nameof(Samples));

    /// <summary>The number of trainings of each candidate.</summary>
    public int Repeats { get; init => field = Require.AtLeast(1, value, nameof(Repeats)); } = Require.AtLeast(1, Repeats, nameof(Repeats));
}
