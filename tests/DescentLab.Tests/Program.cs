using System.Globalization;
using Xunit.Runner.InProc.SystemConsole;

// Runs the tests as xUnit's own program does. With --cultures de-DE,tr-TR before its options: once in each of these cultures, in
// one process, because most of the time is the JIT compiler's.
if (args is not ["--cultures", var names, .. var options])
{
    return await ConsoleRunner.Run(args);
}

var failed = 0;
foreach (var culture in names.Split(',').Select(name => new CultureInfo(name)))
{
    if (culture.NumberFormat.NumberDecimalSeparator == ".")
    {
        throw new CultureNotFoundException($"Without ICU, or in {culture}, one half is written 0.5: nothing would be tested.");
    }

    CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = culture;
    Console.WriteLine($"{culture.EnglishName}, where one half is written {0.5}:");
    using var runner = new ConsoleRunner(options);
    failed |= await runner.EntryPoint();
}

return failed;
