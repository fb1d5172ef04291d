using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Tags;
using Microsoft.CodeAnalysis.Text;

namespace DescentLab.Notebooks;

/// <summary>The completions at a position: each match can replace the text from <paramref name="Start"/> to <paramref name="End"/>.</summary>
internal sealed record Completions(int Start, int End, IReadOnlyList<CompletionMatch> Matches)
{
    public static Completions None(int position) => new(position, position, []);
}

/// <summary>One completion.</summary>
/// <param name="Text">The text to insert.</param>
/// <param name="Kind">Its kind, by the names for which VS Code's Jupyter extension and JupyterLab have icons.</param>
/// <param name="Signature">The parameters of a method, in parentheses; null when it is not a method.</param>
internal sealed record CompletionMatch(string Text, string Kind, string? Signature = null);

/// <summary>Gets completions from Roslyn's completion service.</summary>
internal static class CodeCompletion
{
    private static readonly ImmutableDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        [WellKnownTags.Method] = "function",
        [WellKnownTags.ExtensionMethod] = "function",
        [WellKnownTags.Property] = "property",
        [WellKnownTags.Field] = "field",
        [WellKnownTags.Constant] = "constant",
        [WellKnownTags.EnumMember] = "enumMember",
        [WellKnownTags.Event] = "event",
        [WellKnownTags.Local] = "variable",
        [WellKnownTags.Parameter] = "variable",
        [WellKnownTags.RangeVariable] = "variable",
        [WellKnownTags.Class] = "class",
        [WellKnownTags.Delegate] = "class",
        [WellKnownTags.Structure] = "struct",
        [WellKnownTags.Interface] = "interface",
        [WellKnownTags.Enum] = "enum",
        [WellKnownTags.TypeParameter] = "typeParameter",
        [WellKnownTags.Namespace] = "module",
        [WellKnownTags.Keyword] = "keyword",
        [WellKnownTags.File] = "file",
        [WellKnownTags.Folder] = "folder",
        [WellKnownTags.Assembly] = "reference",
    }.ToImmutableDictionary();

    /// <summary>Gets the completions at a position, best first.</summary>
    public static async Task<Completions> CompleteAsync(Document document, int position, CancellationToken cancellation = default)
    {
        var service = CompletionService.GetService(document)!;
        var list = await service.GetCompletionsAsync(document, position, cancellationToken: cancellation);
        if (list.ItemsList is [])
        {
            return Completions.None(position);
        }

        var text = await document.GetTextAsync(cancellation);
        var typed = text.ToString(TextSpan.FromBounds(list.Span.Start, Math.Max(position, list.Span.Start)));
        if (typed.Length == 0 && await IsInANumberAsync(document, position, cancellation))
        {
            return Completions.None(position);
        }

        var symbols = await VisibleSymbols.AtAsync(document, list.Span.Start, cancellation);
        var onlyTypes = await IsBeforeATypeAsync(document, list.Span.Start, cancellation);
        var items = list.ItemsList
            .Where(item => IsText(item) && !symbols.IsOfTheEngine(item.DisplayText) && !(onlyTypes && KindOf(item) is "function" or "property" or "field"))
            .ToList();
        var fitting = items.Where(item => item.FilterText.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).ToList();
        if (fitting is [])
        {
            fitting = [.. items.Where(item => item.FilterText.Contains(typed, StringComparison.OrdinalIgnoreCase))];
        }

        var matches =
            from item in fitting
            let kind = KindOf(item)
            orderby
                item.Rules.MatchPriority > MatchPriority.Default descending,
                item.FilterText.StartsWith(typed, StringComparison.Ordinal) descending,
                // The reader's own names come before thousands of types.
                kind is "variable" or "field" or "property" or "function" descending,
                item.SortText.ToUpperInvariant()
            select new CompletionMatch(TextOf(item), kind, kind == "function" ? symbols.SignatureOf(item.DisplayText) : null);
        return new Completions(list.Span.Start, Math.Max(list.Span.End, position), [.. matches.DistinctBy(match => match.Text)]);
    }

    // "0." begins the number 0.03, not a member access.
    private static async Task<bool> IsInANumberAsync(Document document, int position, CancellationToken cancellation)
    {
        var dot = (await document.GetSyntaxRootAsync(cancellation))!.FindToken(Math.Max(position - 1, 0));
        return dot.IsKind(SyntaxKind.DotToken) && dot.GetPreviousToken() is var before && before.IsKind(SyntaxKind.NumericLiteralToken)
            && before.Text.All(char.IsAsciiDigit);
    }

    // After "new" and in "typeof(" Roslyn offers the methods of "using static" too, and they would come first.
    private static async Task<bool> IsBeforeATypeAsync(Document document, int start, CancellationToken cancellation)
    {
        var before = (await document.GetSyntaxRootAsync(cancellation))!.FindToken(start).GetPreviousToken();
        return before.IsKind(SyntaxKind.NewKeyword) || (before.IsKind(SyntaxKind.OpenParenToken) && before.Parent is TypeOfExpressionSyntax);
    }

    // Operators, conversions and overrides rewrite the surrounding text: no Jupyter client can do that.
    private static bool IsText(CompletionItem item) => !item.IsComplexTextEdit && item.DisplayTextPrefix.Length == 0;

    private static string TextOf(CompletionItem item) =>
        item.Properties.TryGetValue("InsertionText", out var inserted) ? inserted
        // A named argument.
        : item.DisplayTextSuffix == ":" ? $"{item.DisplayText}:"
        : item.DisplayText;

    private static string KindOf(CompletionItem item) =>
        item.Tags.Select(tag => Kinds.GetValueOrDefault(tag)).FirstOrDefault(kind => kind is not null) ?? "text";
}
