using System.Collections.Concurrent;
using System.Net;
using Jint;
using Jint.Constraints;
using Jint.Runtime;

namespace DescentLab.Notebooks;

/// <summary>A formula as HTML: MathML, or its source when it has an error.</summary>
/// <param name="Html">The markup.</param>
/// <param name="Error">The error in the formula, or null.</param>
internal sealed record Formula(string Html, string? Error);

/// <summary>
/// Converts TeX to MathML, which every current browser draws without a script, with Temml, which runs while the report is
/// written.
/// </summary>
internal static class TexTypesetter
{
    // Typesetting is recursive; the limit stops a malicious formula long before this stack overflows.
    private const int StackSize = 16 << 20;
    private const int DeepestRecursion = 400;

    // Macros that expand to macros grow exponentially. Of Temml's own, the longest takes 860 statements for each of its letters.
    private const int LeastStatements = 50_000;
    private const int StatementsPerLetter = 2_000;

    private static readonly Lock Gate = new();
    private static readonly ConcurrentDictionary<(string Tex, bool Display), Formula> Cache = new();
    private static readonly Lazy<Engine> Temml = new(Start);

    /// <summary>Typesets one formula.</summary>
    /// <param name="tex">The formula, without its dollar signs.</param>
    /// <param name="display">Whether it is on a separate line.</param>
    public static Formula Typeset(string tex, bool display) =>
        Cache.GetOrAdd((tex, display), static key => OnDeepStack(() => Render(key.Tex, key.Display)));

    private static Formula Render(string tex, bool display)
    {
        lock (Gate)
        {
            try
            {
                var limit = Temml.Value.Constraints.Find<MaxStatementsConstraint>()!;
                limit.MaxStatements = (int)Math.Min(LeastStatements + ((long)StatementsPerLetter * tex.Length), int.MaxValue - 1);
                return new(Temml.Value.Invoke("typeset", tex, display).AsString(), null);
            }
            catch (JavaScriptException e)
            {
                return Failed(tex, display, e.Message.Split('\n')[0].TrimEnd(':', ' '));
            }
            catch (RecursionDepthOverflowException)
            {
                return Failed(tex, display, "it is nested too deeply");
            }
            catch (StatementsCountOverflowException)
            {
                return Failed(tex, display, "its macros expand to too much");
            }
        }
    }

    private static Formula Failed(string tex, bool display, string reason)
    {
        var fence = display ? "$$" : "$";
        return new($"<code class=\"tex\">{WebUtility.HtmlEncode(fence + tex + fence)}</code>", reason);
    }

    private static T OnDeepStack<T>(Func<T> work)
    {
        T result = default!;
        var thread = new Thread(() => result = work(), StackSize) { IsBackground = true };
        thread.Start();
        thread.Join();
        return result;
    }

    private static Engine Start()
    {
        var engine = new Engine(options => options.LimitRecursion(DeepestRecursion).MaxStatements(LeastStatements));
        engine.Execute(ReportAssets.Text("vendor.temml.min.js"));
        engine.Execute(
            "function typeset(tex, display) { return temml.renderToString(tex, { displayMode: display, throwOnError: true }); }");
        return engine;
    }
}
