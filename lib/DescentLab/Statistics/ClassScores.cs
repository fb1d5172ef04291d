namespace DescentLab;

/// <summary>The scores of one class, or of the average class.</summary>
/// <param name="Precision">TP/(TP + FP): the share of the predictions of the class that are right; 0/0 is 0.</param>
/// <param name="Recall">TP/(TP + FN): the share of the class that is found; 0/0 is 0.</param>
/// <param name="F1">2 TP/(2 TP + FP + FN): their harmonic mean; 0/0 is 0.</param>
/// <param name="Support">The number of samples of the class.</param>
[TypeFormatterSource]
public readonly record struct ClassScores(double Precision, double Recall, double F1, long Support)
{
    /// <summary>"precision 0.91, recall 0.87, F1 0.89, support 1000".</summary>
    public override string ToString() => $"precision {Text.Number(Precision)}, recall {Text.Number(Recall)}, F1 {Text.Number(F1)}, support {Support}";
}
