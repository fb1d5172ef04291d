using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace DescentLab.Notebooks;

/// <summary>
/// Implements the part of Jupyter's debugger protocol that shows variables, which JupyterLab's list of variables uses, whether
/// a debugger runs or not. Breakpoints are not supported.
/// </summary>
/// <param name="variables">The session's variables.</param>
internal sealed class VariableInspector(Func<IEnumerable<Variable>> variables)
{
    private const int MostChildren = 100;

    private readonly Lock gate = new();
    // The values of the last list that can be expanded. The reference is the index, from 1.
    private readonly List<object> opened = [];
    private bool isStarted;
    private TimeLimit limit = new();

    /// <summary>Replies to a <c>debug_request</c>.</summary>
    public JsonObject Reply(JsonObject request)
    {
        lock (gate)
        {
            limit = new TimeLimit();
            var command = (string?)request["command"] ?? "";
            var arguments = request["arguments"] as JsonObject ?? [];
            JsonNode? body = command switch
            {
                "debugInfo" => Information(),
                "initialize" => new JsonObject(),
                "attach" or "configurationDone" => Started(true),
                "disconnect" => Started(false),
                "inspectVariables" => Variables(),
                "variables" => Children(Integer(arguments["variablesReference"])),
                "richInspectVariables" => Rich((string?)arguments["variableName"] ?? ""),
                "setBreakpoints" or "setExceptionBreakpoints" => new JsonObject { ["breakpoints"] = new JsonArray() },
                _ => null,
            };
            var reply = new JsonObject
            {
                ["type"] = "response",
                ["seq"] = Integer(request["seq"]),
                ["request_seq"] = Integer(request["seq"]),
                ["command"] = command,
                ["success"] = body is not null,
                ["body"] = body ?? new JsonObject(),
            };
            if (body is null)
            {
                reply["message"] = $"This kernel shows variables only; it does not support '{command}'.";
            }

            return reply;
        }
    }

    private JsonObject Information() => new()
    {
        ["isStarted"] = isStarted,
        ["hashMethod"] = "Murmur2",
        ["hashSeed"] = 0,
        ["tmpFilePrefix"] = "",
        ["tmpFileSuffix"] = "",
        ["breakpoints"] = new JsonArray(),
        ["stoppedThreads"] = new JsonArray(),
        ["richRendering"] = true,
        ["exceptionPaths"] = new JsonArray(),
        ["copyToGlobals"] = false,
    };

    private JsonObject Started(bool started)
    {
        isStarted = started;
        return [];
    }

    private JsonObject Variables()
    {
        opened.Clear();
        return ListOf(variables());
    }

    private JsonObject? Children(int reference) =>
        reference < 1 || reference > opened.Count ? null : ListOf(ChildrenOf(opened[reference - 1]));

    private JsonObject? Rich(string name)
    {
        if (variables().FirstOrDefault(variable => variable.Name == name) is not { } variable)
        {
            return null;
        }

        var data = limit.Run(
            () =>
            {
                var shown = new JsonObject(Representations.Of(variable.Value).Select(shown => KeyValuePair.Create(shown.MimeType, (JsonNode?)shown.Value)));
                shown.TryAdd("text/plain", Representations.Text(variable.Value));
                return shown;
            },
            new JsonObject { ["text/plain"] = TimeLimit.TooLong },
            thrown => new JsonObject { ["text/plain"] = thrown.Message });
        return new JsonObject { ["data"] = data, ["metadata"] = new JsonObject() };
    }

    private JsonObject ListOf(IEnumerable<Variable> variables) => new()
    {
        ["variables"] = new JsonArray([
            .. variables.Select(variable => new JsonObject
            {
                ["name"] = variable.Name,
                ["evaluateName"] = variable.Name,
                ["type"] = VariableText.Of(variable.Type),
                ["value"] = VariableText.Of(variable.Value, limit),
                ["variablesReference"] = HasChildren(variable.Value) ? Open(variable.Value!) : 0,
            })]),
    };

    private int Open(object value)
    {
        opened.Add(value);
        return opened.Count;
    }

    private static bool HasChildren(object? value) =>
        value is not (null or string or Enum or IFormattable or Type or Delegate or Late) && !value.GetType().IsPrimitive;

    private IEnumerable<Variable> ChildrenOf(object parent) => parent switch
    {
        IDictionary pairs => Items(Entries(pairs))
            .Select(pair => Child($"[{VariableText.Of(pair.Key, limit)}]", pair.Value)),
        // A lazy sequence may be infinite, or have side effects.
        ICollection items => Items(items.Cast<object?>()).Select((item, i) => Child(string.Create(CultureInfo.InvariantCulture, $"[{i}]"), item)),
        _ => parent.GetType().GetMembers(BindingFlags.Public | BindingFlags.Instance).Select(member => ValueOf(member, parent)).OfType<Variable>().Take(MostChildren),
    };

    // As a plain sequence, a dictionary's items have another type.
    private static IEnumerable<DictionaryEntry> Entries(IDictionary pairs)
    {
        foreach (DictionaryEntry pair in pairs)
        {
            yield return pair;
        }
    }

    private static Variable Child(string name, object? value) => new(name, value?.GetType() ?? typeof(object), value);

    private List<T> Items<T>(IEnumerable<T> items) => limit.Run(() => items.Take(MostChildren).ToList(), [], _ => []);

    private Variable? ValueOf(MemberInfo member, object parent) => member switch
    {
        FieldInfo field => new Variable(member.Name, field.FieldType, field.GetValue(parent)),
        // Spans and other ref structs cannot be boxed.
        PropertyInfo { CanRead: true } property when property.GetIndexParameters() is [] && !property.PropertyType.IsByRefLike && !property.PropertyType.IsByRef =>
            limit.Run(
                () => new Variable(member.Name, property.PropertyType, property.GetValue(parent)),
                new Variable(member.Name, property.PropertyType, new Late()),
                thrown => new Variable(member.Name, typeof(Exception), thrown.InnerException ?? thrown)),
        _ => null,
    };

    private static int Integer(JsonNode? node) => node is JsonValue value && value.TryGetValue(out int number) ? number : 0;

    // The value of a property that takes too long to get.
    private sealed class Late
    {
        public override string ToString() => TimeLimit.TooLong;
    }
}
