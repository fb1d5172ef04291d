namespace DescentLab;

/// <summary><c>Math.Sin(x)</c> and its like for <see cref="Dual"/> numbers (C# 14): the same as <see cref="DualMath"/>.</summary>
public static class MathOfDual
{
    extension(Math)
    {
        /// <inheritdoc cref="DualMath.Exp(Dual)"/>
        public static Dual Exp(Dual x) => DualMath.Exp(x);

        /// <inheritdoc cref="DualMath.Log(Dual)"/>
        public static Dual Log(Dual x) => DualMath.Log(x);

        /// <inheritdoc cref="DualMath.Sqrt(Dual)"/>
        public static Dual Sqrt(Dual x) => DualMath.Sqrt(x);

        /// <inheritdoc cref="DualMath.Sin(Dual)"/>
        public static Dual Sin(Dual x) => DualMath.Sin(x);

        /// <inheritdoc cref="DualMath.Cos(Dual)"/>
        public static Dual Cos(Dual x) => DualMath.Cos(x);

        /// <inheritdoc cref="DualMath.Tan(Dual)"/>
        public static Dual Tan(Dual x) => DualMath.Tan(x);

        /// <inheritdoc cref="DualMath.Tanh(Dual)"/>
        public static Dual Tanh(Dual x) => DualMath.Tanh(x);

        /// <inheritdoc cref="DualMath.Abs(Dual)"/>
        public static Dual Abs(Dual x) => DualMath.Abs(x);

        /// <inheritdoc cref="DualMath.Max(Dual, Dual)"/>
        public static Dual Max(Dual x, Dual y) => DualMath.Max(x, y);

        /// <inheritdoc cref="DualMath.Min(Dual, Dual)"/>
        public static Dual Min(Dual x, Dual y) => DualMath.Min(x, y);

        /// <inheritdoc cref="DualMath.Pow(Dual, Dual)"/>
        public static Dual Pow(Dual x, Dual power) => DualMath.Pow(x, power);
    }
}
