using System.Text.Json.Nodes;

namespace DescentLab.Notebooks.Tests;

public sealed class TypedArraysTests
{
    [Theory]
    [InlineData("i1", "Af9/", "[1,-1,127]")]
    [InlineData("u1", "Af9/", "[1,255,127]")]
    [InlineData("i2", "AQD//w==", "[1,-1]")]
    [InlineData("f4", "AAAAPwAAwH8=", "[0.5,null]")]
    [InlineData("f8", "mpmZmZmZuT8=", "[0.1]")]
    public void Unpacked_OfATypedArray_IsItsNumbers(string type, string data, string expected) =>
        Assert.Equal(
            $$"""{"data":[{"x":{{expected}}}]}""",
            TypedArrays.Unpacked(JsonNode.Parse($$"""{"data":[{"x":{"dtype":"{{type}}","bdata":"{{data}}"} }]}"""))!.ToJsonString());

    [Fact]
    public void Unpacked_OfAGrid_HasItsRows() =>
        Assert.Equal("[[1,2,3],[4,5,6]]", TypedArrays.Unpacked(JsonNode.Parse("""{"dtype":"i1","bdata":"AQIDBAUG","shape":"2, 3"}"""))!.ToJsonString());

    [Theory]
    [InlineData("""{"dtype":"f4"}""")]
    [InlineData("""{"dtype":"f4","bdata":"no base64!"}""")]
    [InlineData("""{"dtype":"c16","bdata":"AAAA"}""")]
    public void Unpacked_OfAnythingElse_IsUnchanged(string json) =>
        Assert.Equal(json, TypedArrays.Unpacked(JsonNode.Parse(json))!.ToJsonString());
}
