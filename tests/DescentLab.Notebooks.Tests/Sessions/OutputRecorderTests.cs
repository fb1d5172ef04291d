namespace DescentLab.Notebooks.Tests;

public class OutputRecorderTests
{
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Outputs_AfterTheEnd_AreKeptOnlyOnRequest(bool keepsLate, int kept)
    {
        var received = new List<CellOutput>();
        var recorder = new OutputRecorder(received.Add, keepsLate: keepsLate);
        recorder.Write(StreamOutput.StandardOutput, "a");
        Assert.Single(recorder.ToList());
        recorder.End();
        recorder.Write(StreamOutput.StandardOutput, "b");

        Assert.Equal(kept, recorder.ToList().Count);
        Assert.Equal(["a", "b"], received.Cast<StreamOutput>().Select(output => output.Text));
    }

    [Fact]
    public void HalfACharacter_WaitsForTheOther_OrForTheEnd()
    {
        var received = new List<CellOutput>();
        var recorder = new OutputRecorder(received.Add);
        foreach (var half in "a😀b")
        {
            recorder.Write(StreamOutput.StandardOutput, half.ToString());
        }

        recorder.Write(StreamOutput.StandardOutput, "\ud83d");
        recorder.Write(StreamOutput.StandardError, "c");

        Assert.Equal(["a", "😀", "b", "\ud83d", "c"], received.Cast<StreamOutput>().Select(output => output.Text));
        Assert.Equal(["a😀b\ud83d", "c"], recorder.ToList().Cast<StreamOutput>().Select(output => output.Text));
    }
}
