namespace DescentLab;

/// <summary>Royston's approximation of Shapiro and Wilk's test (AS R94).</summary>
internal static class ShapiroWilk
{
    // Polynomials of the paper, from the constant upwards: in 1/√n …
    private static readonly double[] LastWeight = [0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056];
    private static readonly double[] LastButOneWeight = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633];

    // … in n, for 4 to 11 values …
    private static readonly double[] SmallMean = [0.544, -0.39978, 0.025054, -6.714e-4];
    private static readonly double[] SmallLogSigma = [1.3822, -0.77857, 0.062767, -0.0020322];
    private static readonly double[] SmallShift = [-2.273, 0.459];

    // … and in ln n, for 12 and more.
    private static readonly double[] LargeMean = [-1.5861, -0.31082, -0.083751, 0.0038915];
    private static readonly double[] LargeLogSigma = [-0.4803, -0.082676, 0.0030302];

    /// <summary>W and p of a sample of 3 to 5,000 values, which it sorts; NaN if all are equal.</summary>
    public static (double W, double P) Test(double[] x)
    {
        Array.Sort(x);
        if (x[0] == x[^1])
        {
            return (double.NaN, double.NaN);
        }

        var a = Weights(x.Length);

        // Deviations in units of the range: squares can neither overflow nor vanish.
        var deviations = new Moments(x).Deviations(x);
        double range = (deviations[^1] / 2) - (deviations[0] / 2), products = 0, squares = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var deviation = deviations[i] / range;
            products += a[i] * deviation;
            squares += deviation * deviation;
        }

        // 1 − W from the residuals of the regression on a (whose length is 1): W near 1 would lose its digits.
        double residuals = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var residual = (deviations[i] / range) - (products * a[i]);
            residuals += residual * residual;
        }

        var missing = residuals / squares;
        return (1 - missing, Tail(missing, x.Length));
    }

    /// <summary>The weights aᵢ of the sorted values, antisymmetric and of length 1.</summary>
    private static double[] Weights(int n)
    {
        // From the largest value inwards.
        var upper = new double[n / 2];
        if (n == 3)
        {
            upper[0] = Math.Sqrt(0.5);
        }
        else
        {
            for (var i = 0; i < upper.Length; i++)
            {
                upper[i] = -NormalDistribution.Quantile((i + 0.625) / (n + 0.25));
            }

            double squares = 2 * upper.Sum(m => m * m), root = 1 / Math.Sqrt(n);
            var corrected = n > 5 ? 2 : 1;
            double rest = squares, left = 1;
            for (var i = 0; i < corrected; i++)
            {
                rest -= 2 * upper[i] * upper[i];
                upper[i] = (upper[i] / Math.Sqrt(squares)) + Polynomial(i == 0 ? LastWeight : LastButOneWeight, root);
                left -= 2 * upper[i] * upper[i];
            }

            for (var i = corrected; i < upper.Length; i++)
            {
                upper[i] *= Math.Sqrt(left / rest);
            }
        }

        var a = new double[n];
        for (var i = 0; i < upper.Length; i++)
        {
            (a[i], a[n - 1 - i]) = (-upper[i], upper[i]);
        }

        return a;
    }

    private static double Tail(double missing, int n)
    {
        if (n == 3)
        {
            // Exact: p = 6/π (asin √W − asin √¾), W ≥ ¾. The arc from the other side keeps the digits near W = 1.
            return Math.Clamp(1 - (6 / Math.PI * Math.Asin(Math.Sqrt(Math.Min(1, missing)))), 0, 1);
        }

        double y = Math.Log(missing), μ, σ;
        if (n <= 11)
        {
            var γ = Polynomial(SmallShift, n);
            if (y >= γ)
            {
                return 0;
            }

            y = -Math.Log(γ - y);
            μ = Polynomial(SmallMean, n);
            σ = Math.Exp(Polynomial(SmallLogSigma, n));
        }
        else
        {
            μ = Polynomial(LargeMean, Math.Log(n));
            σ = Math.Exp(Polynomial(LargeLogSigma, Math.Log(n)));
        }

        return NormalDistribution.Survival((y - μ) / σ);
    }

    private static double Polynomial(double[] coefficients, double x)
    {
        var value = 0.0;
        for (var i = coefficients.Length - 1; i >= 0; i--)
        {
            value = (value * x) + coefficients[i];
        }

        return value;
    }
}
