namespace DescentLab;

/// <summary>The progress of an experiment.</summary>
/// <param name="Done">The number of finished trainings, including earlier ones.</param>
/// <param name="Trainings">The total number.</param>
/// <param name="Left">The estimated remaining time.</param>
[TypeFormatterSource]
public sealed record ExperimentProgress(int Done, int Trainings, TimeSpan Left)
{
    /// <summary>"22 of 44 trainings, about 0:41 left".</summary>
    public override string ToString() => Done == Trainings
        ? $"{Done} of {Trainings} trainings"
        : $"{Done} of {Trainings} trainings, about {(int)Left.TotalMinutes}:{Left.Seconds:00} left";
}
