using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace DescentLab.Notebooks;

/// <summary>
/// Inserts a <see cref="Checkpoint"/> at the start of every method and before every backward jump: all code that runs for long
/// passes one. Calls that do not suit a notebook are replaced by those of <see cref="Detours"/>. It works on compiled code, in which loops, goto, lambdas, iterators and queries are all the same; the source
/// and its diagnostics are unchanged.
/// </summary>
internal static class Checkpoints
{
    private static readonly Dictionary<string, MethodInfo> Instead = (
        from detour in typeof(Detours).GetMethods(BindingFlags.Static | BindingFlags.Public)
        from original in detour.GetCustomAttributes<InsteadOfAttribute>()
        select KeyValuePair.Create(Signature(original.Type.FullName!, original.Method, detour.GetParameters().Select(parameter => parameter.ParameterType.Name)), detour))
        .ToDictionary();

    /// <summary>Rewrites an assembly and its portable symbols.</summary>
    public static (MemoryStream Code, MemoryStream Symbols) Insert(MemoryStream code, MemoryStream symbols)
    {
        var reading = new ReaderParameters { SymbolReaderProvider = new PortablePdbReaderProvider(), SymbolStream = symbols };
        using var module = ModuleDefinition.ReadModule(code, reading);
        var checkpoint = Engine(module, typeof(Checkpoint));
        var detours = Engine(module, typeof(Detours));
        var isWatched = new FieldReference(nameof(Checkpoint.IsWatched), module.TypeSystem.Boolean, checkpoint);
        var pass = new MethodReference(nameof(Checkpoint.Pass), module.TypeSystem.Void, checkpoint);
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            Insert(method, isWatched, pass);
            Divert(method, detours);
        }

        var (rewritten, rewrittenSymbols) = (new MemoryStream(), new MemoryStream());
        module.Write(rewritten, new WriterParameters { SymbolWriterProvider = new PortablePdbWriterProvider(), SymbolStream = rewrittenSymbols });
        rewritten.Position = rewrittenSymbols.Position = 0;
        return (rewritten, rewrittenSymbols);
    }

    private static TypeReference Engine(ModuleDefinition module, Type type)
    {
        var name = type.Assembly.GetName();
        var engine = module.AssemblyReferences.FirstOrDefault(reference => reference.Name == name.Name);
        if (engine is null)
        {
            engine = new AssemblyNameReference(name.Name, name.Version);
            module.AssemblyReferences.Add(engine);
        }

        return new TypeReference(type.Namespace, type.Name, module, engine);
    }

    private static void Insert(MethodDefinition method, FieldReference isWatched, MethodReference pass)
    {
        var body = method.Body;
        var places = body.Instructions.Where(JumpsBackwards).ToHashSet();
        if (MayThrowAtOnce(method))
        {
            places.Add(body.Instructions[0]);
        }

        if (places.Count == 0)
        {
            return;
        }

        body.SimplifyMacros();
        var il = body.GetILProcessor();
        foreach (var place in places)
        {
            // if (Checkpoint.IsWatched) Checkpoint.Pass(); and then a copy of the instruction: it becomes the first of these
            // itself, so that every jump here passes the checkpoint.
            var copy = il.Create(OpCodes.Nop);
            (copy.OpCode, copy.Operand) = (place.OpCode, place.Operand);
            (place.OpCode, place.Operand) = (OpCodes.Volatile, null);
            il.InsertAfter(place, copy);
            il.InsertBefore(copy, il.Create(OpCodes.Ldsfld, isWatched));
            il.InsertBefore(copy, il.Create(OpCodes.Brfalse, copy));
            il.InsertBefore(copy, il.Create(OpCodes.Call, pass));
        }

        body.OptimizeMacros();
    }

    private static void Divert(MethodDefinition method, TypeReference detours)
    {
        foreach (var instruction in method.Body.Instructions)
        {
            if (instruction.Operand is not MethodReference { HasGenericParameters: false } called
                || (instruction.OpCode != OpCodes.Call && instruction.OpCode != OpCodes.Callvirt && instruction.OpCode != OpCodes.Ldftn))
            {
                continue;
            }

            var takes = called.Parameters.Select(parameter => parameter.ParameterType);
            takes = called.HasThis ? takes.Prepend(called.DeclaringType) : takes;
            if (!Instead.TryGetValue(Signature(called.DeclaringType.FullName, called.Name, takes.Select(type => type.Name)), out var detour)
                || (called.HasThis && instruction.OpCode == OpCodes.Ldftn))
            {
                continue;
            }

            var instead = new MethodReference(detour.Name, called.ReturnType, detours);
            foreach (var type in takes)
            {
                instead.Parameters.Add(new ParameterDefinition(type));
            }

            instruction.Operand = instead;
            instruction.OpCode = instruction.OpCode == OpCodes.Ldftn ? OpCodes.Ldftn : OpCodes.Call;
        }
    }

    private static string Signature(string type, string method, IEnumerable<string> parameters) => $"{type}.{method}({string.Join(", ", parameters)})";

    private static bool JumpsBackwards(Instruction instruction) => instruction.Operand switch
    {
        Instruction target => target.Offset <= instruction.Offset,
        Instruction[] targets => targets.Any(target => target.Offset <= instruction.Offset),
        _ => false,
    };

    // An exception that an asynchronous method throws outside its own try block would end the process; one that a static constructor
    // throws would make its type unusable. An automatic property cannot run for long.
    private static bool MayThrowAtOnce(MethodDefinition method) => method.Name switch
    {
        "MoveNext" => !method.DeclaringType.Interfaces.Any(implemented => implemented.InterfaceType.Name == "IAsyncStateMachine"),
        "SetStateMachine" or ".cctor" => false,
        _ => !((method.IsGetter || method.IsSetter) && IsGenerated(method)),
    };

    private static bool IsGenerated(MethodDefinition method) =>
        method.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "CompilerGeneratedAttribute");
}
