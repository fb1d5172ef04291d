using System.Globalization;
using System.Text;

namespace System.Runtime.CompilerServices;

/// <summary>
/// The interpolated string handler of every <c>$"…"</c> in this assembly: 0.5 is printed as 0.5 under every
/// culture. (The compiler prefers a type of this name in the assembly to the one of .NET, which uses the current culture.)
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct DefaultInterpolatedStringHandler
{
    private readonly StringBuilder text;
    private readonly StringBuilder.AppendInterpolatedStringHandler parts;

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        text = new StringBuilder(literalLength + (16 * formattedCount));
        parts = new(literalLength, formattedCount, text, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string value) => parts.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => parts.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => parts.AppendFormatted(value, format);

    public void AppendFormatted<T>(T value, int alignment) => parts.AppendFormatted(value, alignment);

    public void AppendFormatted<T>(T value, int alignment, string? format) => parts.AppendFormatted(value, alignment, format);

    public void AppendFormatted(ReadOnlySpan<char> value) => parts.AppendFormatted(value);

    public void AppendFormatted(string? value) => parts.AppendFormatted(value);

    public void AppendFormatted(object? value, int alignment = 0, string? format = null) => parts.AppendFormatted(value, alignment, format);

    public string ToStringAndClear() => text.ToString();
}
