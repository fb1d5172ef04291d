namespace DescentLab.Notebooks.Tests;

public sealed class InstalledBrowserTests
{
    [Theory]
    [InlineData(PlatformID.Win32NT, @"C:\Program Files\Google\Chrome\Application\chrome.exe")]
    [InlineData(PlatformID.Win32NT, @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe")]
    [InlineData(PlatformID.Win32NT, @"C:\Users\me\AppData\Local\Chromium\Application\chrome.exe")]
    [InlineData(PlatformID.MacOSX, "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")]
    [InlineData(PlatformID.MacOSX, "/Users/me/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge")]
    [InlineData(PlatformID.Unix, "/usr/bin/chromium")]
    [InlineData(PlatformID.Unix, "/usr/bin/chromium-headless-shell")]
    [InlineData(PlatformID.Unix, "/usr/local/bin/google-chrome-stable")]
    [InlineData(PlatformID.Unix, "/snap/bin/chromium")]
    public void Places_OfEachSystem_HoldItsUsualOnes(PlatformID system, string expected) =>
        Assert.Contains(expected, InstalledBrowser.Places(system, name => name switch
        {
            "PATH" => system == PlatformID.Unix ? $"/usr/local/bin{Path.PathSeparator}/usr/bin" : null,
            "ProgramFiles" => @"C:\Program Files",
            "ProgramFiles(x86)" => @"C:\Program Files (x86)",
            "LocalAppData" => @"C:\Users\me\AppData\Local",
            "HOME" => "/Users/me",
            _ => null,
        }));
}
