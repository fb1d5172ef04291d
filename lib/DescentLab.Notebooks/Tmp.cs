namespace DescentLab;

/// <summary>Placeholder of the empty house.</summary>
internal static class PDescentLabNotebooks;
