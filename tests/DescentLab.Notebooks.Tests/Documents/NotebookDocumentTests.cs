using System.Text;
using CsCheck;

namespace DescentLab.Notebooks.Tests;

public class NotebookDocumentTests
{
    // As Python's nbformat 5 writes it: emoji, no-break space and escape codes included.
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
            "b": 1,
            "a": [
             1e-05,
             2.50,
             null,
             true
            ]
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

    private static readonly Gen<string> Text = Gen.String[Gen.OneOf(
        Gen.Char[' ', '~'], Gen.Char['\0', '\x1f'], Gen.Const('\n'), Gen.Char['\x7f', '\u2fff'], Gen.Char['\ue000', '\uffff']), 0, 40];

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
    public void Cells_OfADocument_TellTheirParts()
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

        Assert.Equal("""{"data": [1]}""", MimeBundle.FromJson(data)["application/vnd.plotly.v1+json"]);
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
    [InlineData("""{"nbformat": 4, "nbformat": 4}""", "not valid JSON")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [7]}""", "cell 1: a cell is a JSON object, but this is 7")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "coda", "source": ""}]}""", "\"cell_type\" is \"coda\"")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"source": ""}]}""", "\"cell_type\" is missing")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code"}]}""", "\"source\" is missing")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": [1]}]}""", "\"source\" is an array")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "", "outputs": {}}]}""", "\"outputs\" must be")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "", "outputs": [{}]}]}""", "\"outputs\" must be")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "", "execution_count": "x"}]}""", "wrong type")]
    [InlineData("""{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "", "id": 7}]}""", "wrong type")]
    public void Parse_OfWhatIsNoNotebook_NamesTheFileAndTheFault(string json, string fault)
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
    public void Save_WhereItCannot_LeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();
        var occupied = Directory.CreateDirectory(folder.File("a.ipynb")).FullName;

        Assert.ThrowsAny<Exception>(() => NotebookDocument.Parse(Normal).Save(occupied));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
