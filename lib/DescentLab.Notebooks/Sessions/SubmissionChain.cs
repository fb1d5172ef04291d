using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DescentLab.Notebooks;

/// <summary>
/// The cells that declare something, oldest first. A cell of which later cells have redeclared every name, so that no code
/// can use it any more, loses its values at once and its place later: running the same cells
/// again and again needs no more memory than running them once.
/// </summary>
/// <param name="root">The compilation that every cell inherits; it is never emitted.</param>
internal sealed class SubmissionChain(CSharpCompilation root)
{
    // A cell that moves up is bound again, which takes a few milliseconds, so many are removed at a time.
    private const int WorthClosing = 32;

    private const BindingFlags Everything = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly List<Submission> links = [];
    private ImmutableHashSet<MetadataReference> inherited = [];

    /// <summary>The compilation that the next cell continues.</summary>
    public CSharpCompilation Last => links is [.., var last] ? last.Compilation : root;

    /// <summary>The references from <c>#r</c> and packages.</summary>
    public IReadOnlySet<MetadataReference> Inherited => inherited;

    /// <summary>The compiled cells that the next cell can call.</summary>
    public IEnumerable<Assembly> Assemblies => links.Select(link => link.Assembly).OfType<Assembly>();

    /// <summary>The variables that cells have declared and later cells can use, newest first.</summary>
    public IEnumerable<Variable> Variables =>
        from link in Enumerable.Reverse(links)
        let instance = link.Instance
        where instance is not null
        from declaration in Enumerable.Reverse(link.Names.Declarations)
        let place = instance.GetType().GetField(declaration.Name, Everything)
        where place is not null
        select new Variable(declaration.Name, place.FieldType, place.GetValue(place.IsStatic ? null : instance));

    private IEnumerable<Declaration> Declared => links.SelectMany(link => link.Names.Declarations);

    /// <summary>Gets the names in the next cell's code of methods that have overloads, in it or in earlier cells.</summary>
    public HashSet<string> Overloaded(CellNames next) =>
    [
        .. Declared.Union(next.Declarations)
            .Where(declaration => declaration.Signature.Length > 0 && next.Mentions.Contains(declaration.Name))
            .GroupBy(declaration => declaration.Name).Where(overloads => overloads.Count() > 1).Select(overloads => overloads.Key),
    ];

    /// <summary>Adds a cell that runs, or has run, at the end.</summary>
    public void Add(Submission submission)
    {
        // A cell that has run others (Kernel.Root.SendAsync) comes after them.
        if (submission.Compilation.ScriptCompilationInfo!.PreviousScriptCompilation != Last)
        {
            submission.Continue(Last);
        }

        var isAnew = Declared.Intersect(submission.Names.Declarations).Any();
        links.Add(submission);
        inherited = inherited.Union(References.Of(submission.Compilation));
        if (isAnew)
        {
            var hidden = Hidden();
            foreach (var link in hidden)
            {
                link.Forget();
            }

            Close(hidden);
        }
    }

    /// <summary>Sets a variable of a cell.</summary>
    public static void Set(Submission submission, string variable, object? value) =>
        submission.Instance!.GetType().GetField(variable, Everything)!.SetValue(submission.Instance, value);

    /// <summary>Starts a cell on the values of the cells before it; its own are available at once.</summary>
    public Task<object?> Start(Submission submission)
    {
        // As in Roslyn: the first slot is for a host object, and a cell without code has none.
        object?[] instances = [null, .. links.Where(link => link.Assembly is not null).Select(link => link.Instance), null];
        return submission.Start(instances);
    }

    // From the last to the first: the names that are declared after a cell, before their next use.
    private HashSet<Submission> Hidden()
    {
        var hidden = new HashSet<Submission>();
        var taken = new Dictionary<string, HashSet<Declaration>>();
        foreach (var (link, names) in links.Select(link => (link, link.Names)).Reverse())
        {
            if (names.OnlyByName && names.Declarations.All(declaration => taken.TryGetValue(declaration.Name, out var anew) && anew.Contains(declaration)))
            {
                hidden.Add(link);
                continue;
            }

            foreach (var mention in names.Mentions)
            {
                taken.Remove(mention);
            }

            foreach (var declaration in names.Declarations)
            {
                taken.TryAdd(declaration.Name, []);
                taken[declaration.Name].Add(declaration);
            }
        }

        return hidden;
    }

    private void Close(HashSet<Submission> hidden)
    {
        // An anonymous type is identified by the place in the chain at which it was compiled.
        var first = 1 + links.FindLastIndex(link => link.Names.HaveAnonymousTypes && !hidden.Contains(link));
        var going = links.Skip(first).Where(hidden.Contains).ToHashSet();
        if (going.Count < WorthClosing || 4 * going.Count < links.Count)
        {
            return;
        }

        first = links.FindIndex(going.Contains);
        links.RemoveAll(going.Contains);
        var previous = first == 0 ? root : links[first - 1].Compilation;
        foreach (var link in links.Skip(first))
        {
            previous = link.Continue(previous);
        }
    }
}
