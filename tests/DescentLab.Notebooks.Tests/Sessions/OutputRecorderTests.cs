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
}
