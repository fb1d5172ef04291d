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

    /// <summary>Replies to a <c>debug_request</c>.</summary>
    public JsonObject Reply(JsonObject request)
    {
        lock (gate)
        {
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
        return ListOf(variables().Select(variable => Describe(variable.Name, variable.Type, variable.Value)));
    }

    private JsonObject? Children(int reference) =>
        reference < 1 || reference > opened.Count ? null : ListOf(ChildrenOf(opened[reference - 1]).Take(MostChildren));

    private JsonObject? Rich(string name)
    {
        if (variables().FirstOrDefault(variable => variable.Name == name) is not { } variable)
        {
            return null;
        }

        var data = new JsonObject(Representations.Of(variable.Value).Select(shown => KeyValuePair.Create(shown.MimeType, (JsonNode?)shown.Value)));
        data.TryAdd("text/plain", Representations.Text(variable.Value));
        return new JsonObject { ["data"] = data, ["metadata"] = new JsonObject() };
    }

    private static JsonObject ListOf(IEnumerable<JsonObject> variables) => new() { ["variables"] = new JsonArray([.. variables]) };

    private JsonObject Describe(string name, Type type, object? value) => new()
    {
        ["name"] = name,
        ["evaluateName"] = name,
        ["type"] = VariableText.Of(type),
        ["value"] = VariableText.Of(value),
        ["variablesReference"] = HasChildren(value) ? Open(value!) : 0,
    };

    private int Open(object value)
    {
        opened.Add(value);
        return opened.Count;
    }

    private static bool HasChildren(object? value) =>
        value is not (null or string or Enum or IFormattable or Type or Delegate) && !value.GetType().IsPrimitive;

    private IEnumerable<JsonObject> ChildrenOf(object parent)
    {
        switch (parent)
        {
            case IDictionary pairs:
                foreach (DictionaryEntry pair in pairs)
                {
                    yield return Describe($"[{VariableText.Of(pair.Key)}]", pair.Value?.GetType() ?? typeof(object), pair.Value);
                }

                break;
            // A lazy sequence may be infinite, or have side effects.
            case ICollection items:
                var i = 0;
                foreach (var item in items)
                {
                    yield return Describe(string.Create(CultureInfo.InvariantCulture, $"[{i++}]"), item?.GetType() ?? typeof(object), item);
                }

                break;
            default:
                foreach (var member in parent.GetType().GetMembers(BindingFlags.Public | BindingFlags.Instance))
                {
                    if (ValueOf(member, parent) is { } value)
                    {
                        yield return Describe(member.Name, value.Type, value.Value);
                    }
                }

                break;
        }
    }

    private static (Type Type, object? Value)? ValueOf(MemberInfo member, object parent)
    {
        try
        {
            return member switch
            {
                FieldInfo field => (field.FieldType, field.GetValue(parent)),
                // Spans and other ref structs cannot be boxed.
                PropertyInfo { CanRead: true } property when property.GetIndexParameters() is [] && !property.PropertyType.IsByRefLike && !property.PropertyType.IsByRef =>
                    (property.PropertyType, property.GetValue(parent)),
                _ => null,
            };
        }
        catch (Exception e) when (e is TargetInvocationException or NotSupportedException)
        {
            return (typeof(Exception), e.InnerException ?? e);
        }
    }

    private static int Integer(JsonNode? node) => node is JsonValue value && value.TryGetValue(out int number) ? number : 0;
}
