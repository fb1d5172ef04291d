using Markdig.Extensions.Mathematics;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace DescentLab.Notebooks;

/// <summary>
/// Parses displayed formulas as notebooks write them: a line that begins with <c>$$</c>, <c>\[</c> or
/// <c>\begin{align}</c> (equation, gather, …), up to a line that ends with the counterpart. Markdig's own parser requires the
/// dollar signs on separate lines, and would parse a second line that begins with a plus sign as a list.
/// </summary>
internal sealed class DisplayMath : BlockParser
{
    private static readonly string[] Environments = ["align", "alignat", "equation", "gather", "multline"];

    /// <summary>Creates the parser.</summary>
    public DisplayMath() => OpeningCharacters = ['$', '\\'];

    /// <inheritdoc/>
    public override BlockState TryOpen(BlockProcessor processor)
    {
        var line = processor.Line;
        if (processor.IsCodeIndent || Fence(line) is not var (open, close))
        {
            return BlockState.None;
        }

        var from = line.Start + open.Length;
        var end = ClosingMarks.Find(processor.Document, close, line.Text, from, line.Text.Length - 1);
        if (end < 0 || (end <= line.End && !IsEmptyAfter(line, end + close.Length)))
        {
            return BlockState.None; // never closed, or a formula inside a sentence
        }

        var block = new Display(this, close)
        {
            Column = processor.Column,
            Span = new SourceSpan(processor.Start, line.End),
            Line = processor.LineIndex,
        };
        processor.NewBlocks.Push(block);
        if (open[0] == '\\' && open[1] == 'b')
        {
            from = line.Start; // an environment is part of the formula
        }

        line.Start = from;
        return Add(processor, block, line) ? BlockState.BreakDiscard : BlockState.ContinueDiscard;
    }

    /// <inheritdoc/>
    public override BlockState TryContinue(BlockProcessor processor, Block block) =>
        Add(processor, (Display)block, processor.Line) ? BlockState.BreakDiscard : BlockState.ContinueDiscard;

    private static bool Add(BlockProcessor processor, Display block, StringSlice line)
    {
        var end = line.IndexOf(block.Close);
        var closes = end >= 0 && IsEmptyAfter(line, end + block.Close.Length);
        if (closes)
        {
            line.End = block.Close[1] == 'e' ? end + block.Close.Length - 1 : end - 1;
        }

        if (!line.IsEmpty)
        {
            block.AppendLine(ref line, processor.Column, processor.LineIndex, processor.Line.Start, processor.TrackTrivia);
        }

        return closes;
    }

    private static (string Open, string Close)? Fence(StringSlice line)
    {
        if (line.Match("$$"))
        {
            return ("$$", "$$");
        }

        if (line.Match(@"\["))
        {
            return (@"\[", @"\]");
        }

        foreach (var name in line.Match(@"\begin{") ? Environments : [])
        {
            foreach (var star in (string[])["", "*"])
            {
                if (line.Match($@"\begin{{{name}{star}}}"))
                {
                    return ($@"\begin{{{name}{star}}}", $@"\end{{{name}{star}}}");
                }
            }
        }

        return null;
    }

    private static bool IsEmptyAfter(StringSlice line, int start) =>
        start > line.End || string.IsNullOrWhiteSpace(line.Text[start..(line.End + 1)]);

    /// <summary>A displayed formula with its closing mark.</summary>
    private sealed class Display(BlockParser parser, string close) : MathBlock(parser)
    {
        public string Close { get; } = close;
    }
}
