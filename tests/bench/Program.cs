using BenchmarkDotNet.Running;
using DescentLab.Bench;

switch (args)
{
    case ["summary", .. var rest]:
        Summary.Run(rest is [var file] ? file : "artifacts/bench/summary.json");
        break;
    case ["child"]:
        Summary.RunChild();
        break;
    default:
        BenchmarkSwitcher.FromTypes([typeof(Kernels)]).Run(args);
        break;
}

return 0;
