namespace DescentLab;

/// <summary>An object that a notebook shows as a fragment of HTML.</summary>
public interface IHtml
{
    /// <summary>The object as a self-contained fragment of HTML, without scripts.</summary>
    /// <returns>The fragment.</returns>
    string ToHtml();

    /// <summary>The object as text, where a notebook shows no HTML.</summary>
    /// <returns>One or more lines; by default those of ToString.</returns>
    string ToText() => ToString() ?? "";
}
