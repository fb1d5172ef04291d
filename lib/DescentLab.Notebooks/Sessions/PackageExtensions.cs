using System.Reflection;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using InteractiveKernel = Microsoft.DotNet.Interactive.Kernel;

namespace DescentLab.Notebooks;

/// <summary>Runs a package's extension for .NET Interactive: the assemblies and the script in its interactive-extensions/dotnet.</summary>
internal static class PackageExtensions
{
    public static async Task LoadAsync(
        IEnumerable<ResolvedPackageReference> packages, Func<string, Assembly> load, InteractiveKernel kernels)
    {
        var folders = packages.Where(package => package.PackageRoot is not null)
            .Select(package => new DirectoryInfo(Path.Combine(package.PackageRoot, "interactive-extensions", "dotnet")))
            .Where(folder => folder.Exists);
        foreach (var folder in folders)
        {
            foreach (var type in folder.GetFiles("*.dll").SelectMany(file => load(file.FullName).ExportedTypes).Where(IsExtension))
            {
                var extension = (IKernelExtension)Activator.CreateInstance(type)!;
                await extension.OnLoadAsync(kernels);
                KernelInvocationContext.Current?.Publish(new KernelExtensionLoaded(extension, KernelInvocationContext.Current.Command));
            }

            var script = new FileInfo(Path.Combine(folder.FullName, "extension.dib"));
            if (script.Exists)
            {
                await kernels.LoadAndRunInteractiveDocument(script, KernelInvocationContext.Current?.Command);
            }
        }
    }

    private static bool IsExtension(Type type) =>
        type is { IsAbstract: false, IsGenericTypeDefinition: false } && typeof(IKernelExtension).IsAssignableFrom(type);
}
