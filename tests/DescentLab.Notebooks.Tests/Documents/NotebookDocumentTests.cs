using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace DescentLab.Notebooks.Tests;

public class NotebookDocumentTests
{
    // As VS Code writes it: emoji, no-break space and escape codes included.
    private const string Normal = """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "title",
           "metadata": {},
           "source": [
            "# η → 0\n",
            "\n",
            "no-break [ ], 😀, ﬁ é, \"quoted\" \\ slash /"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 1,
           "from_the_future": {
            "10": 12345678901234567890,
            "a": [
             0.00001,
             2.5,
             null,
             true
            ],
            "b": 1
           },
           "id": "x",
           "metadata": {
            "tags": [
             "parameters",
             "other"
            ]
           },
           "outputs": [
            {
             "name": "stdout",
             "output_type": "stream",
             "text": [
              "a\n",
              "b"
             ]
            },
            {
             "data": {
              "application/vnd.plotly.v1+json": {
               "data": []
              },
              "image/png": "iVBORw0KGgo=",
              "text/plain": [
               "a figure"
              ]
             },
             "execution_count": 1,
             "metadata": {},
             "output_type": "execute_result"
            },
            {
             "ename": "InvalidOperationException",
             "evalue": "no",
             "output_type": "error",
             "traceback": [
              "\u001b[31mno\u001b[0m"
             ]
            },
            {
             "output_type": "hologram",
             "rays": 3
            }
           ],
           "source": [
            "var η = 0.1;"
           ]
          },
          {
           "cell_type": "raw",
           "id": "r",
           "metadata": {},
           "source": []
          }
         ],
         "metadata": {
          "custom": {}
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    private static readonly Gen<JsonNode?> Scalars = Gen.OneOf<JsonNode?>(
        Gen.Const((JsonNode?)null), Gen.Bool.Select(value => (JsonNode?)value), Gen.Double.Where(double.IsFinite).Select(value => (JsonNode?)value),
        Gen.Int.Select(value => (JsonNode?)value), Gen.String[Gen.Char[' ', '\u2fff'], 0, 5].Select(value => (JsonNode?)value));

    private static readonly Gen<string> Text = Gen.String[Gen.OneOf(
        Gen.Char[' ', '~'], Gen.Char['\0', '\x1f'], Gen.Const('\n'), Gen.Char['\x7f', '\u2fff'], Gen.Char['\ue000', '\uffff']), 0, 40];

    // Notebooks of any JSON, in any order and spelling.
    private static readonly Gen<string> Names = Gen.OneOf(Gen.String[Gen.Char['a', 'e'], 1, 3], Gen.Int[0, 12].Select(n => $"{n}"), Gen.String[Gen.Char['!', 'ф'], 1, 2]);

    private static readonly Gen<JsonNode?> Values = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3 ? Scalars! : Gen.OneOf(
        Scalars!,
        inner.Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
        Gen.Select(Names, inner).Array[0, 4].Select(members => (JsonNode?)new JsonObject(
            members.DistinctBy(member => member.Item1).Select(member => KeyValuePair.Create(member.Item1, member.Item2?.DeepClone()))))));

    private static readonly Gen<string> Notebooks = Gen.Select(Values, Values, Text, Gen.Bool).Select((a, b, text, asString) => new JsonObject
    {
        ["nbformat_minor"] = 5,
        ["nbformat"] = 4,
        ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["language"] = "csharp" }, ["z"] = a?.DeepClone() },
        ["cells"] = new JsonArray(
            new JsonObject { ["source"] = asString ? text : MultilineText.ToLines(text), ["metadata"] = new JsonObject { ["x"] = b?.DeepClone() }, ["cell_type"] = "markdown", ["id"] = "m" },
            new JsonObject
            {
                ["source"] = MultilineText.ToLines(text),
                ["outputs"] = new JsonArray(
                    new JsonObject { ["text"] = MultilineText.ToLines(text), ["output_type"] = "stream", ["name"] = "stdout" },
                    new JsonObject { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = new JsonObject { ["text/plain"] = MultilineText.ToLines(text), ["application/json"] = new JsonObject { ["q"] = a?.DeepClone() } } }),
                ["cell_type"] = "code",
                ["metadata"] = new JsonObject(),
                ["id"] = "c",
                ["execution_count"] = 7,
            }),
    }.ToJsonString());

    [Fact]
    public void Document_InNormalForm_IsWrittenByteForByte() =>
        Assert.Equal(Normal, NotebookDocument.Parse(Normal).ToJson());

    [Fact]
    public void Document_AfterClone_WritesTheSameAndIsIndependent()
    {
        var document = NotebookDocument.Parse(Normal);
        var copy = document.Clone();
        copy.Cells[0].Source = "changed";

        Assert.Equal(Normal, document.ToJson());
        Assert.Contains("changed", copy.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_OfADocument_ExposeTheirParts()
    {
        var document = NotebookDocument.Parse(Normal, "folder/01-parabola.ipynb");
        var code = document.Cells[1];

        Assert.Equal("01-parabola", document.Name);
        Assert.Equal(new Version(4, 5), document.FormatVersion);
        Assert.Equal([CellKind.Markdown, CellKind.Code, CellKind.Raw], document.Cells.Select(cell => cell.Kind));
        Assert.Equal("x", code.Id);
        Assert.Equal("var η = 0.1;", code.Source);
        Assert.Equal(["parameters", "other"], code.Tags);
        Assert.Equal(1, code.ExecutionCount);
        Assert.Null(document.Cells[0].ExecutionCount);
        Assert.Equal("", document.Cells[2].Source);
        Assert.Collection(
            code.Outputs,
            output => Assert.Equal(new StreamOutput("stdout", "a\nb"), output),
            output =>
            {
                var data = Assert.IsType<DataOutput>(output);
                Assert.True(data.IsResult);
                Assert.Equal("""{"data":[]}""", data.Data["application/vnd.plotly.v1+json"]);
                Assert.Equal("iVBORw0KGgo=", data.Data["image/png"]);
            },
            output => Assert.Equal(["\u001b[31mno\u001b[0m"], Assert.IsType<ErrorOutput>(output).Traceback),
            output => Assert.IsType<UnknownOutput>(output));
    }

    [Fact]
    public void Outputs_ReadAndSetAgain_AreStoredTheSame()
    {
        var document = NotebookDocument.Parse(Normal);
        var code = document.Cells[1];
        code.Outputs = code.Outputs;

        Assert.Equal(Normal, document.ToJson());
    }

    [Fact]
    public void Source_SetToAnyText_ReadsBackAndSurvivesTheFile() => Text.Sample(text =>
    {
        var document = NotebookDocument.Parse(Normal);
        document.Cells[0].Source = text;
        document.Cells[1].Outputs = [new StreamOutput("stderr", text), new DataOutput(MimeBundle.Empty.With("text/html", text))];
        var json = document.ToJson();
        var again = NotebookDocument.Parse(json);

        Assert.Equal(text, again.Cells[0].Source);
        Assert.Equal(new StreamOutput("stderr", text), again.Cells[1].Outputs[0]);
        Assert.Equal(text, Assert.IsType<DataOutput>(again.Cells[1].Outputs[1]).Data["text/html"]);
        Assert.Equal(json, again.ToJson());
    });

    [Fact]
    public void MimeBundle_JsonKeptAsAString_IsReadAsJson()
    {
        var data = new System.Text.Json.Nodes.JsonObject { ["application/vnd.plotly.v1+json"] = """{"data": [1]}""" };

        Assert.Equal("""{"data": [1]}""", MimeBundle.FromJson(JsonSerializer.SerializeToElement(data))["application/vnd.plotly.v1+json"]);
    }

    [Fact]
    public void MimeBundle_WithTheSameRepresentations_IsEqualInAnyOrder()
    {
        var one = MimeBundle.Empty.With("text/plain", "1").With("text/html", "<b>");
        var other = MimeBundle.Empty.With("text/html", "<b>").With("text/plain", "1");

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, other.Without("text/html"));
    }

    [Theory]
    [InlineData("", "not valid JSON at line 1")]
    [InlineData("{\n \"cells\": [\n}", "not valid JSON at line 3")]
    [InlineData("[]", "a notebook is a JSON object, but this is an array")]
    [InlineData("{}", "\"nbformat\" is missing")]
    [InlineData("""{"nbformat": "4"}""", "\"nbformat\" is missing")]
    [InlineData("""{"nbformat": 3, "worksheets": []}""", "nbformat 3 is not supported")]
    [InlineData("""{"nbformat": 4, "metadata": {}}""", "\"cells\" is missing")]
    [InlineData("""{"nbformat": 4, "cells": []}""", "\"metadata\" is missing")]
    [InlineData("""{"nbformat": 4, "nbformat": 4}""", "not valid JSON: Duplicate property 'nbformat'")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "", "outputs": [{"output_type": "stream", "a": 1, "a": 2}]}]}""", "cell 1: an output is not valid JSON: Duplicate property 'a'")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "", "metadata": [1]}]}""", "\"metadata\" is an array; it must be an object")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [7]}""", "cell 1: a cell is a JSON object, but this is 7")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "coda", "source": ""}]}""", "\"cell_type\" is \"coda\"")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"source": ""}]}""", "\"cell_type\" is missing")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code"}]}""", "\"source\" is missing")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": [1]}]}""", "\"source\" is an array")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "", "outputs": {}}]}""", "\"outputs\" is an object; it must be an array")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "", "outputs": [{}]}]}""", "\"outputs\" must be")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "", "execution_count": "x"}]}""", "wrong type")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "", "id": 7}]}""", "wrong type")]
    public void Parse_OfAnInvalidNotebook_NamesTheFileAndTheError(string json, string fault)
    {
        var error = Assert.Throws<NotebookFormatException>(() => NotebookDocument.Parse(json, "bad.ipynb"));

        Assert.StartsWith("bad.ipynb: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AfterSave_GivesTheSameDocumentAndLeavesNothingElse()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.ipynb");
        File.WriteAllText(path, "old");
        NotebookDocument.Parse(Normal).Save(path);

        Assert.Equal(Normal, File.ReadAllText(path, Encoding.UTF8));
        Assert.Equal(Normal, NotebookDocument.Load(path).ToJson());
        Assert.Equal(path, NotebookDocument.Load(path).Path);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Document_InAnotherForm_IsWrittenAsVsCodeWritesIt() => Notebooks.Sample(
        notebook =>
        {
            var ours = NotebookDocument.Parse(notebook).ToJson();

            Assert.Equal(VsCode.Serialise(notebook), ours);
            Assert.Equal(ours, NotebookDocument.Parse(ours).ToJson());
        },
        iter: 200);

    [Theory]
    [InlineData("-0", "0")]
    [InlineData("1E-05", "0.00001")]
    [InlineData("1e-7", "1e-7")]
    [InlineData("123456789012345680000.0", "123456789012345680000")]
    [InlineData("1e21", "1e+21")]
    [InlineData("-1.50", "-1.5")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1e999", "1e999")]
    [InlineData("9007199254740993", "9007199254740993")]
    public void Number_InANotebook_IsFormattedAsInJavaScript(string json, string spelt) => Assert.Equal(spelt, JavaScriptNumber.Format(json));

    [Fact]
    public void Number_OfAnySize_IsFormattedAsInJavaScript()
    {
        using var engine = new Jint.Engine();
        Gen.OneOf(Gen.Double, Gen.Double[-1e-5, 1e-5], Gen.Double[1e15, 1e25], Gen.Int.Select(n => (double)n)).Where(double.IsFinite).Sample(
            value => Assert.Equal(engine.Invoke("String", value).ToString(), JavaScriptNumber.Format(value)), iter: 2000, threads: 1);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x7b, 0x00 }, "this is UTF-16")]
    [InlineData(new byte[] { (byte)'{', (byte)'\n', (byte)'"', 0xe9, (byte)'"' }, "not UTF-8 at line 2 (byte 4 of the file)")]
    public void Load_OfAnotherEncoding_RefusesIt(byte[] file, string fault)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.ipynb");
        File.WriteAllBytes(path, file);

        Assert.Contains(fault, Assert.Throws<NotebookFormatException>(() => NotebookDocument.Load(path)).Message, StringComparison.Ordinal);
        Assert.Equal(file, File.ReadAllBytes(path));
    }

    [Fact]
    public void Load_WithAByteOrderMark_ReadsIt()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.ipynb");
        File.WriteAllText(path, Normal, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Equal(Normal, NotebookDocument.Load(path).ToJson());
    }

    [Theory]
    [InlineData("\"source\": \"a \\ud83d b\"")]
    [InlineData("\"source\": [\"\\\\\\ude00\"]")]
    [InlineData("\"source\": \"\", \"outputs\": [{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": \"\\udBff\\u0041\"}]")]
    [InlineData("\"source\": \"\", \"k\\ud800\": 1")]
    public void Document_WithHalfACharacter_IsReadButNotSaved(string members)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.ipynb");
        File.WriteAllText(path, $$"""{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", {{members}} }]}""");
        var document = NotebookDocument.Load(path);

        Assert.Contains("\ufffd", document.ToJson(), StringComparison.Ordinal);
        Assert.Contains("half of a surrogate pair", Assert.Throws<NotebookFormatException>(() => document.Save(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Document_WithEscapedPairs_KeepsThem() =>
        Assert.Equal("a 😀 \\ud83d", NotebookDocument.Parse("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "raw", "source": "a \ud83d\uDE00 \\ud83d"}]}""").Cells[0].Source);

    [Theory]
    [InlineData("\"nbformat_minor\": \"5\"", 0)]
    [InlineData("\"nbformat_minor\": -1", 0)]
    [InlineData("\"nbformat_minor\": 5.5", 0)]
    [InlineData("\"nbformat_minor\": null", 0)]
    [InlineData("\"nbformat_minor\": 3", 3)]
    public void Document_WithAnOddMinorVersion_IsRead(string member, int minor) =>
        Assert.Equal(new Version(4, minor), NotebookDocument.Parse($$"""{"nbformat": 4, {{member}}, "metadata": {}, "cells": []}""").FormatVersion);

    [Fact]
    public void Document_NestedDeeply_IsReadAndWritten()
    {
        var deep = $"{new string('[', 300)}{new string(']', 300)}";
        var json = $$"""
            {"nbformat": 4, "metadata": {"a": {{deep}} }, "cells": [{"cell_type": "code", "source": "", "outputs":
             [{"output_type": "display_data", "metadata": {}, "data": {"application/json": {{deep}} } }]}]}
            """;
        var document = NotebookDocument.Parse(json);
        document.Cells[0].Outputs = document.Clone().Cells[0].Outputs;

        Assert.Equal(VsCode.Serialise(json), document.ToJson());
        var deeper = json.Replace(deep, $"{new string('[', 501)}{new string(']', 501)}", StringComparison.Ordinal);
        Assert.Contains("depth", Assert.Throws<NotebookFormatException>(() => NotebookDocument.Parse(deeper)).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void MimeBundle_OfAJsonString_KeepsIt()
    {
        var data = new System.Text.Json.Nodes.JsonObject { ["application/json"] = "5", ["application/x+json"] = "{no object", ["application/geo+json"] = """{"a":1}""" };

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"application/geo+json":{"a":1},"application/json":"5","application/x+json":"{no object"}"""), new DataOutput(MimeBundle.FromJson(JsonSerializer.SerializeToElement(data))).ToJson()["data"]));
    }

    [Fact]
    public void Output_OfInvalidJson_IsKeptAsText()
    {
        var document = NotebookDocument.Parse(Normal);
        document.Cells[1].Outputs = [new DataOutput(MimeBundle.Empty.With("application/json", "{half"))];

        Assert.Contains("\"application/json\": \"{half\"", document.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Save_OverAConcurrentChange_KeepsTheChange()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.ipynb");
        File.WriteAllText(path, Normal);
        var document = NotebookDocument.Load(path).Clone();
        File.AppendAllText(path, "\n");

        Assert.Contains("changed by another program", Assert.Throws<NotebookChangedException>(() => document.Save(path)).Message, StringComparison.Ordinal);
        Assert.Equal(Normal + "\n", File.ReadAllText(path));
        document.Save(folder.File("b.ipynb"));
        File.WriteAllText(path, Normal);
        document.Save(path);
        document.Cells[0].Source = "again";
        document.Save(path);
    }

    [Fact]
    public void Save_WhileAnEditorSavesTheFile_KeepsTheEditorsText()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.ipynb");
        File.WriteAllText(path, Normal);
        var document = NotebookDocument.Load(path);
        document.Metadata["edit"] = JsonValue.Create(new Editor(() => File.WriteAllText(path, "edited")));

        Assert.Throws<NotebookChangedException>(() => document.Save(path));
        Assert.Equal("edited", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    // The longest that file systems allow: 255 bytes.
    [Fact]
    public void Save_UnderALongName_Succeeds()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])[new('x', 249), new('勾', 83)])
        {
            NotebookDocument.Parse(Normal).Save(folder.File(name + ".ipynb"));
        }

        Assert.Equal(2, Directory.GetFiles(folder.Path, "*.ipynb").Length);
    }

    [Fact]
    public void Save_OfALinkedFile_KeepsLinkAndMode()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes, and links are a privilege.");
            return;
        }

        using var folder = new TemporaryFolder();
        var (path, link) = (folder.File("a.ipynb"), folder.File("link.ipynb"));
        File.WriteAllText(path, Normal);
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(path, Mode);
        File.CreateSymbolicLink(link, "a.ipynb");
        var document = NotebookDocument.Load(link);
        document.Cells[0].Source = "changed";
        document.Save(link);

        Assert.Equal("a.ipynb", File.ResolveLinkTarget(link, returnFinalTarget: false)?.Name);
        Assert.Contains("changed", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(Mode, File.GetUnixFileMode(path));
        Assert.Equal([path, link], Directory.GetFiles(folder.Path).Order());
    }

    [Fact]
    public void Save_OfAReadOnlyFile_DoesNotChangeIt()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.ipynb");
        File.WriteAllText(path, Normal + " ");
        File.SetAttributes(path, FileAttributes.ReadOnly);

        Assert.Contains("is read-only", Assert.Throws<UnauthorizedAccessException>(() => NotebookDocument.Load(path).Save(path)).Message, StringComparison.Ordinal);
        Assert.Equal(Normal + " ", File.ReadAllText(path));
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [Fact]
    public async Task Save_OfAnotherUsersFile_KeepsItsOwner()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root may give a file away.");
        using var folder = new TemporaryFolder();
        var path = folder.File("a.ipynb");
        await File.WriteAllTextAsync(path, Normal);
        await ChildProcess.RunAsync(new("chown", ["1234:4321", path]));
        NotebookDocument.Load(path).Save(path);

        Assert.Equal("1234:4321\n", (await ChildProcess.RunAsync(new("stat", ["-c", "%u:%g", path]))).Output);
    }

    [Fact]
    public void Save_IntoAFolderThatDoesNotExist_NamesIt()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<DirectoryNotFoundException>(() => NotebookBuilder.Notebook("1").Save(Path.Combine(folder.Path, "none", "a.ipynb")));

        Assert.Equal($"The folder {Path.Combine(folder.Path, "none")} does not exist: create it first, or choose another.", error.Message);
    }

    [Fact]
    public void Save_ThatFails_LeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        var occupied = Directory.CreateDirectory(folder.File("a.ipynb")).FullName;

        Assert.ThrowsAny<Exception>(() => NotebookDocument.Parse(Normal).Save(occupied));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    /// <summary>A value that edits a file when it is written.</summary>
    private sealed class Editor(Action edit)
    {
        public int Edit
        {
            get
            {
                edit();
                return 0;
            }
        }
    }
}
