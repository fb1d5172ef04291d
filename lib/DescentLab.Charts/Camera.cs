namespace DescentLab.Charts;

/// <summary>Chooses a view of a surface in which no part hides its minima.</summary>
internal static class Camera
{
    private const double Distance = 2.5; // nearer, the tick labels of the front axes are cut off

    private static readonly double[] Azimuths = [-55, -40, -70, -25, -85, -10, -100, -115, -130, -145, -160, 5, 20, 35, 50, 65];
    private static readonly double[] Elevations = [36, 44, 52];

    /// <summary>Gets the first of the standard views in which all known minima are visible, or else the one that hides least.</summary>
    public static (double X, double Y, double Z) Eye(double[] x, double[] y, double[][] z, IEnumerable<(double X, double Y, double Z)> minima)
    {
        var finite = z.SelectMany(row => row).Where(double.IsFinite).ToArray();
        var (low, high) = (finite.Min(), finite.Max());
        var height = high > low ? high - low : 1;
        // plotly.js scales the surface to a cube from −½ to ½.
        double AcrossX(double at) => ((at - x[0]) / (x[^1] - x[0])) - 0.5;
        double AcrossY(double at) => ((at - y[0]) / (y[^1] - y[0])) - 0.5;
        double Up(double at) => ((at - low) / height) - 0.5;
        var points = minima.Select(point => (X: AcrossX(point.X), Y: AcrossY(point.Y), Z: Up(point.Z)))
            .Where(point => Math.Abs(point.X) <= 0.5 && Math.Abs(point.Y) <= 0.5).ToArray();
        var views = Elevations.SelectMany(elevation => Azimuths.Select(azimuth => At(azimuth, elevation)));
        return views.MaxBy(eye => points.Length == 0 ? 0 : Math.Min(0, points.Min(point => Clearance(point, eye))));

        // The distance of the line of sight above the surface, except near the minimum; negative when the surface hides it.
        double Clearance((double X, double Y, double Z) point, (double X, double Y, double Z) eye)
        {
            var least = double.PositiveInfinity;
            for (var t = 0.04; t <= 0.6; t += 0.01)
            {
                var (a, b, c) = (point.X + (t * (eye.X - point.X)), point.Y + (t * (eye.Y - point.Y)), point.Z + (t * (eye.Z - point.Z)));
                if (Math.Abs(a) > 0.5 || Math.Abs(b) > 0.5)
                {
                    break;
                }

                var surface = Up(z[(int)Math.Round((b + 0.5) * (y.Length - 1))][(int)Math.Round((a + 0.5) * (x.Length - 1))]);
                least = double.IsFinite(surface) ? Math.Min(least, c - surface) : least;
            }

            return least;
        }
    }

    /// <summary>Gets the eye position for an azimuth and an elevation in degrees.</summary>
    public static (double X, double Y, double Z) At(double azimuth, double elevation)
    {
        var (a, e) = (azimuth * Math.PI / 180, elevation * Math.PI / 180);
        return (Distance * Math.Cos(e) * Math.Cos(a), Distance * Math.Cos(e) * Math.Sin(a), Distance * Math.Sin(e));
    }
}
