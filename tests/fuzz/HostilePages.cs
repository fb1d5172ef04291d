namespace DescentLab.Fuzz;
internal static class HostilePages { public static Task<int> RunAsync() => Task.FromResult(0); }
