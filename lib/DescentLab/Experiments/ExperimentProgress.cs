namespace DescentLab;

/// <summary>The progress of an experiment.</summary>
/// <param name="Done">How many trainings are done, earlier ones included.</param>
/// <param name="Trainings">How many there will be.</param>
/// <param name="Left">About how long the rest will take.</param>
[TypeFormatterSource]
public sealed record ExperimentProgress(int Done, int Trainings, TimeSpan Left)
{
    /// <summary>"22 of 44 trainings, about 0:41 left".</summary>
    public override string ToString() => Done == Trainings
        ? $"{Done} of {Trainings} trainings"
        : $"{Done} of {Trainings} trainings, about {(int)Left.TotalMinutes}:{Left.Seconds:00} left";
}
