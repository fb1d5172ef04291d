using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.PackageManagement;

namespace DescentLab.Notebooks;

/// <summary>Creates the kernels of one notebook: C#, the markup languages of the packages, and kernels that refuse other languages.</summary>
#pragma warning disable CA2000 // The root owns and disposes its kernels.
internal static class Kernels
{
    public const string CSharp = "csharp";

    /// <summary>Creates the kernels under one root, with the magic commands.</summary>
    public static CompositeKernel Create(string folder, CSharpEngine engine)
    {
        var kernels = new CompositeKernel();
        kernels.Add(engine == CSharpEngine.Own ? OwnCSharp(folder) : StockCSharp(), ["c#", "C#"]);
        kernels.Add(new HtmlKernel());
        kernels.Add(new JavaScriptKernel(), ["js"]);
        kernels.Add(new KeyValueStoreKernel().UseWho());
        kernels.Add(new MarkupKernel("markdown", "Markdown", "text/markdown"), ["md"]);
        kernels.Add(new MarkupKernel("mermaid", "Mermaid", "text/vnd.mermaid"));
        foreach (var kernel in UnsupportedKernel.All())
        {
            kernels.Add(kernel, kernel.Aliases);
        }

        kernels.DefaultKernelName = CSharp;
        Magics.AddTo(kernels, folder);
        kernels.AddMiddleware((command, context, next) => IsDirective(command) ? InFolderAsync(() => next(command, context), folder) : next(command, context));
        return kernels;
    }

    private static bool IsDirective(KernelCommand command) => command.GetType().Name == "DirectiveCommand";

    // The package restores in its own folder. MSBuild reads these variables: the folder of NuGet's
    // settings, and that a dead source does not prevent the others from giving a package.
    private static async Task InFolderAsync(Func<Task> restore, string folder)
    {
        const string Place = "RestoreRootConfigDirectory", Sources = "RestoreIgnoreFailedSources";
        Environment.SetEnvironmentVariable(Place, folder);
        Environment.SetEnvironmentVariable(Sources, "true");
        try
        {
            await restore();
        }
        finally
        {
            Environment.SetEnvironmentVariable(Place, null);
            Environment.SetEnvironmentVariable(Sources, null);
        }
    }

    private static CellKernel OwnCSharp(string folder)
    {
        var kernel = new CellKernel(folder);
        return kernel
            .UseNugetDirective(async (_, packages) =>
            {
                kernel.AddPackages(packages);
                await PackageExtensions.LoadAsync(packages, kernel.LoadFrom, kernel.RootKernel);
            })
            .UseWho()
            .UseValueSharing();
    }

    // In a separate method, so that its assembly is loaded only on request.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CSharpKernel StockCSharp()
    {
        var kernel = new CSharpKernel()
            .UseNugetDirective(async (kernel, packages) =>
            {
                kernel.AddAssemblyReferences(packages.SelectMany(package => package.AssemblyPaths));
                await PackageExtensions.LoadAsync(packages, AssemblyLoadContext.Default.LoadFromAssemblyPath, kernel.RootKernel);
            })
            .UseKernelHelpers()
            .UseWho()
            .UseValueSharing();
        kernel.AddMiddleware((command, context, next) =>
        {
            if (command is SubmitCode submission)
            {
                CellSource.Restore(submission);
            }

            return next(command, context);
        });
        return kernel;
    }
}
