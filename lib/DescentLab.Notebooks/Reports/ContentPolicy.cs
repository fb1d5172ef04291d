using System.Security.Cryptography;
using System.Text;

namespace DescentLab.Notebooks;

/// <summary>
/// The page's content security policy: the browser runs only the report's own scripts, identified by their hashes,
/// and loads nothing. It is a second line of defence behind <see cref="HtmlCleaner"/>.
/// </summary>
internal static class ContentPolicy
{
    /// <summary>Gets the policy as a <c>meta</c> element for the head.</summary>
    /// <param name="scripts">The text of every script of the page.</param>
    public static string Element(IEnumerable<string> scripts)
    {
        var hashes = string.Join(' ', scripts.Select(script =>
            $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'"));

        // plotly.js compiles its WebGL traces with the Function constructor; no text of a notebook reaches it.
        var content = $"default-src 'none'; script-src 'unsafe-eval' {hashes}; style-src 'unsafe-inline'; "
            + "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'";
        return $"<meta http-equiv=\"Content-Security-Policy\" content=\"{content}\">";
    }
}
