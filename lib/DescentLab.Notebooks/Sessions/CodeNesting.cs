namespace DescentLab.Notebooks;

/// <summary>
/// Whether code nests no deeper than people write. The compiler's parser is recursive, in places without a guard: sixteen
/// thousand opening brackets overflow its stack, which ends the process, and as many question marks take minutes.
/// </summary>
internal static class CodeNesting
{
    private const int Deepest = 200;

    /// <summary>Looks at brackets alone, those in texts and comments too.</summary>
    public static bool IsSane(string code)
    {
        var (brackets, others) = (0, 0);
        foreach (var c in code)
        {
            switch (c)
            {
                case '(' or '[' or '{':
                    brackets++;
                    break;
                case ')' or ']' or '}':
                    brackets = Math.Max(0, brackets - 1);
                    break;
                case '<' or '?':
                    others++;
                    break;
                case '>' or ':':
                    others = Math.Max(0, others - 1);
                    break;
                case ';':
                    others = 0; // comparisons and nullable types, mostly
                    break;
            }

            if (brackets > Deepest || others > Deepest)
            {
                return false;
            }
        }

        return true;
    }
}
