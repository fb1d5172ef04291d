using Microsoft.AspNetCore.Html;

namespace DescentLab.Notebooks;

/// <summary>What every cell can call without a <c>using</c>. The names are .NET Interactive's and IPython's.</summary>
#pragma warning disable CA1708 // display(x) and x.Display(): .NET Interactive has both.
public static class CellFunctions
{
    /// <summary>Shows a value now, before the cell has ended.</summary>
    /// <param name="value">Anything.</param>
    /// <param name="mimeTypes">The MIME types to show it as; those that its type prefers when left out.</param>
    /// <returns>The shown value, which can be changed where it stands.</returns>
    public static DisplayedValue display(object? value, params string[] mimeTypes)
    {
        ArgumentNullException.ThrowIfNull(mimeTypes);
        var recorder = ConsoleRouter.Recorder
            ?? throw new InvalidOperationException("display() works in a cell, and here no cell runs.");
        var id = Guid.NewGuid().ToString("N");
        recorder.Add(new DataOutput(ValueFormatter.Format(value, mimeTypes)) { DisplayId = id });
        return new DisplayedValue(recorder, id, mimeTypes);
    }

    /// <summary>Shows a value now; reads well at the end of a chain.</summary>
    /// <param name="value">Anything.</param>
    /// <param name="mimeTypes">The MIME types to show it as; those that its type prefers when left out.</param>
    /// <returns>The shown value, which can be changed where it stands.</returns>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => display(value, mimeTypes);

    /// <summary>Text that is shown as HTML, not as itself.</summary>
    /// <param name="content">The HTML.</param>
    /// <returns>What to end the cell with, or to hand to <see cref="display"/>.</returns>
    public static IHtmlContent HTML(string content) => new HtmlString(content);

    /// <summary>Takes away what the cell has shown so far.</summary>
    /// <param name="wait">Whether it goes only when the next output comes, so that nothing flickers.</param>
    public static void clear_output(bool wait = false) => ConsoleRouter.Recorder?.Clear(wait);
}
#pragma warning restore CA1708

/// <summary>A value that a cell has shown with <see cref="CellFunctions.display"/>.</summary>
public sealed class DisplayedValue
{
    private readonly OutputRecorder recorder;
    private readonly string id;
    private readonly string[] mimeTypes;

    internal DisplayedValue(OutputRecorder recorder, string id, string[] mimeTypes) =>
        (this.recorder, this.id, this.mimeTypes) = (recorder, id, mimeTypes);

    /// <summary>Shows another value in its place.</summary>
    /// <param name="value">Anything.</param>
    public void Update(object? value) => recorder.Update(id, ValueFormatter.Format(value, mimeTypes));
}
