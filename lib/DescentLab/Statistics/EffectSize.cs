namespace DescentLab;

/// <summary>How large a difference is, in a unit that does not depend on the number of samples.</summary>
/// <param name="Name">The name of the effect size, such as "Cohen's d".</param>
/// <param name="Value">Its value; NaN where it is 0/0.</param>
[TypeFormatterSource]
public readonly record struct EffectSize(string Name, double Value)
{
    /// <summary>"Cohen's d = 2.042".</summary>
    /// <returns>Name and value.</returns>
    public override string ToString() => $"{Name} = {Text.Number(Value)}";
}
