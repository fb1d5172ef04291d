using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace DescentLab.Cli.Tests;

public sealed class CompletionSettingTests
{
    private static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly Gen<string> Gap = OneOf("", " ", "\n    ", "\r\n\t", " // a, comment }\n    ", " /* a, { comment */ ", "/*/, {*/", "\n\n");
    private static readonly Gen<string> Value = OneOf("1", "null", "\"a // no, comment }\"", "[]", "{}", "[ 1, 2 ]", "{ \"b\": [true] }", "\"\\\\\"");
    private static readonly Gen<string> Language = OneOf("[\"#\"]", "[]", "[ \"$\", ]");

    // A user's settings.json; it may contain the setting already, for other languages or for C#.
    private static readonly Gen<string> Settings =
        Gen.Select(Gap, Gap, Gap, Gen.Select(Gap, Value, Gap).Array[0, 4], Gen.Bool, Gen.OneOf(
                Gen.Const(""), Gap.Select(gap => $"{{{gap}}}"), Gap.Select(gap => $$"""{ {{gap}}"rust": ["."]{{gap}} }"""),
                Gen.Select(Gap, Language).Select((gap, language) => $$"""{"csharp": {{gap}}{{language}}, "scala": ["."],{{gap}}}""")))
            .Select((before, inside, after, members, comma, setting) =>
            {
                var all = members.Select((member, i) => $"{member.Item1}\"m{i}\": {member.Item2}{member.Item3}").ToList();
                if (setting.Length > 0)
                {
                    all.Insert(all.Count / 2, $"{inside}\"{CompletionSetting.Name}\": {setting}");
                }

                return $"{before}{{{string.Join(',', all)}{(comma && all.Count > 0 ? "," : "")}{inside}}}{after}";
            });

    [Fact]
    public void Setting_AddedAndRemoved_RestoresEveryByte() => Settings.Sample(
        text =>
        {
            var before = Encoding.UTF8.GetBytes(text);
            var with = CompletionSetting.AddTo(before);

            Assert.True(CompletionSetting.IsIn(with));
            Assert.Equal(with, CompletionSetting.AddTo(with));
            Assert.Equal(text, Encoding.UTF8.GetString(CompletionSetting.RemoveFrom(with)));
        },
        iter: 2000,
        print: text => text);

    [Fact]
    public void Setting_Added_ChangesNoOtherMember() => Settings.Sample(text =>
    {
        var wanted = (JsonObject)JsonNode.Parse(text, documentOptions: Commented)!;
        if (wanted[CompletionSetting.Name] is not JsonObject setting)
        {
            wanted[CompletionSetting.Name] = setting = [];
        }

        if (setting["csharp"] is not JsonArray triggers)
        {
            setting["csharp"] = triggers = [];
        }

        triggers.Add(".");
        var with = JsonNode.Parse(CompletionSetting.AddTo(Encoding.UTF8.GetBytes(text)), documentOptions: Commented);
        return JsonNode.DeepEquals(wanted, with);
    });

    [Theory]
    [InlineData("", "{\n    \"jupyter.completionTriggerCharacters\": { \"csharp\": [\".\"] }\n}\n")]
    [InlineData("{\n}", "{\n    \"jupyter.completionTriggerCharacters\": { \"csharp\": [\".\"] }\n}")]
    [InlineData("\ufeff{\r\n  \"a\": 1 // one\r\n}\r\n", "\ufeff{\r\n  \"a\": 1, // one\r\n  \"jupyter.completionTriggerCharacters\": { \"csharp\": [\".\"] }\r\n}\r\n")]
    [InlineData("{\n\t\"a\": 1,\n\t// the end\n}", "{\n\t\"a\": 1,\n\t// the end\n\t\"jupyter.completionTriggerCharacters\": { \"csharp\": [\".\"] },\n}")]
    [InlineData("{ \"jupyter.completionTriggerCharacters\": 5 }", "{ \"jupyter.completionTriggerCharacters\": { \"csharp\": [\".\"] } }")]
    [InlineData("{ \"jupyter.completionTriggerCharacters\": { \"csharp\": \"x\" } }", "{ \"jupyter.completionTriggerCharacters\": { \"csharp\": [\".\"] } }")]
    [InlineData("{ \"jupyter.completionTriggerCharacters\": { \"csharp\": [\"(\", \".\"] } }", "{ \"jupyter.completionTriggerCharacters\": { \"csharp\": [\"(\", \".\"] } }")]
    public void Setting_Added_IsWhereAUserWouldPutIt(string before, string after) =>
        Assert.Equal(after, Encoding.UTF8.GetString(CompletionSetting.AddTo(Encoding.UTF8.GetBytes(before))));

    [Theory]
    [InlineData("{ half a")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    public void Setting_InAnInvalidFile_IsRefused(string text) =>
        Assert.ThrowsAny<JsonException>(() => CompletionSetting.AddTo(Encoding.UTF8.GetBytes(text)));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
