namespace DescentLab;

/// <summary>A saved position in a <see cref="RandomSource"/>: its 256 bits.</summary>
/// <param name="S0">The first word.</param>
/// <param name="S1">The second word.</param>
/// <param name="S2">The third word.</param>
/// <param name="S3">The fourth word.</param>
[TypeFormatterSource]
public readonly record struct RandomState(ulong S0, ulong S1, ulong S2, ulong S3);
