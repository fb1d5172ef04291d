using System.ComponentModel;
using PuppeteerSharp;

namespace DescentLab.Notebooks;

/// <summary>Starts the installed browser without a window and with its own profile.</summary>
internal static class HeadlessBrowser
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Starts the browser. The caller disposes it, which ends its processes.</summary>
    /// <param name="offline">Whether all network addresses are blocked.</param>
    /// <exception cref="BrowserException">No browser is installed, or it does not start; the message says what to do.</exception>
    public static async Task<IBrowser> StartAsync(bool offline)
    {
        var program = InstalledBrowser.Require();
        List<string> arguments =
        [
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
            "--font-render-hinting=none", // the same letter spacing on screen, in pictures and on paper
            "--enable-unsafe-swiftshader", // surfaces are WebGL, and a server has no graphics card
        ];
        if (offline)
        {
            arguments.Add("--host-resolver-rules=\"MAP * ~NOTFOUND\"");
        }

        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
        {
            // As root, usually in a container, Chromium refuses to start with its sandbox.
            arguments.Add("--no-sandbox");
        }

        var profile = BrowserProfile.Create();
        try
        {
            // Over a pipe, which closes with this process: a browser whose program is killed ends too. Not on Windows.
            // A program that is no browser closes or ignores the pipe, and PuppeteerSharp would wait for its first answer for ever.
            var browser = await Puppeteer.LaunchAsync(
                new LaunchOptions { ExecutablePath = program, Args = [.. arguments], UserDataDir = profile.Folder, Pipe = !OperatingSystem.IsWindows() })
                .WaitAsync(StartTimeout);
            browser.Closed += (_, _) => profile.Dispose();
            return browser;
        }
        catch (Exception e) when (e is PuppeteerException or ProcessException or Win32Exception or TimeoutException)
        {
            profile.Dispose();
            throw new BrowserException(
                $"{program} does not start as a headless browser: {e.Message.Split('\n')[0].Trim()} "
                + $"Set {InstalledBrowser.Variable} to the program of another Chromium, Chrome or Edge.",
                e);
        }
    }
}
