namespace DescentLab;

/// <summary>The chapter's measurements on Fashion-MNIST.</summary>
/// <remarks>
/// Facts from R. T. Kneusel, Math for Deep Learning (No Starch Press, 2021), chapter 11, and from the arrays beside
/// the chapter's scripts. The chapter's second confusion matrix, without momentum, is not complete in print.
/// </remarks>
public static class BookResults
{
    /// <summary>Test MCC of 22 trainings with momentum 0.9 and learning rate 0.2.</summary>
    public static IReadOnlyList<double> WithMomentum { get; } =
    [
        0.8635169, 0.8615741, 0.8666346, 0.8664345, 0.8651939, 0.8682786, 0.8646287, 0.8640069,
        0.8650261, 0.8698848, 0.8558716, 0.8665191, 0.8583826, 0.8632845, 0.8665634, 0.8667752,
        0.8583383, 0.8676473, 0.8651726, 0.8647175, 0.8623572, 0.8600191,
    ];

    /// <summary>Test MCC of 22 trainings without momentum, learning rate 1.0.</summary>
    public static IReadOnlyList<double> WithoutMomentum { get; } =
    [
        0.8551447, 0.8560055, 0.8613283, 0.8618947, 0.8624075, 0.8536597, 0.857295, 0.8616102,
        0.857754, 0.8581042, 0.8600693, 0.8605877, 0.8583322, 0.8592576, 0.8573869, 0.8553119,
        0.8542887, 0.8558845, 0.8540215, 0.8566911, 0.8571572, 0.856916,
    ];

    /// <summary>The confusion matrix of the one training with momentum that the chapter prints: accuracy 0.8773, MCC 0.8638721.</summary>
    /// <remarks>
    /// Cells that cannot be read follow from the 1,000 test images of each class, and the last two of row 7 from the printed MCC.
    /// </remarks>
    public static ConfusionMatrix ConfusionWithMomentum { get; } = new(new[,]
    {
        { 766, 5, 14, 61, 2, 1, 143, 0, 8, 0 },
        { 1, 958, 2, 30, 3, 0, 6, 0, 0, 0 },
        { 12, 0, 794, 16, 98, 0, 80, 0, 0, 0 },
        { 8, 11, 13, 917, 21, 0, 27, 0, 3, 0 },
        { 0, 0, 84, 44, 798, 0, 71, 0, 3, 0 },
        { 0, 0, 0, 1, 0, 938, 0, 31, 1, 29 },
        { 76, 2, 87, 56, 60, 0, 714, 0, 5, 0 },
        { 0, 0, 0, 0, 0, 11, 0, 963, 0, 26 },
        { 1, 1, 6, 8, 5, 1, 10, 4, 964, 0 },
        { 0, 0, 0, 0, 0, 6, 0, 33, 0, 961 },
    });

    /// <summary>The five lines that the chapter prints for the 22 + 22 trainings.</summary>
    /// <remarks>The Mann-Whitney line follows an older convention: see <see cref="MannWhitneyResult.OlderConvention"/>.</remarks>
    public static IReadOnlyList<string> PrintedLines { get; } =
    [
        "no momentum: 0.85778 +/- 0.00056",
        "momentum : 0.86413 +/- 0.00075",
        "t-test momentum vs no (t,p): (6.77398299, 0.00000003)",
        "Mann-Whitney U : (41.00000000, 0.00000126)",
        "Cohen's d : 2.04243",
    ];
}
