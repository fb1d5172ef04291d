namespace DescentLab.Cli;

/// <summary>A data set that the notebooks read from a folder <c>data/NAME</c>, and where to download its files.</summary>
/// <param name="Name">The folder's name, and the name on the command line.</param>
/// <param name="Title">Its usual name.</param>
/// <param name="Megabytes">The approximate size of the files.</param>
/// <param name="Files">The files.</param>
/// <param name="Mirrors">Folders on the web that hold them, tried in order.</param>
internal sealed record PublicData(string Name, string Title, int Megabytes, IReadOnlyList<DataFile> Files, IReadOnlyList<Uri> Mirrors)
{
    // Each SHA-256 is of the uncompressed idx file.
    public static PublicData Mnist { get; } = new(
        "mnist",
        "MNIST",
        12,
        Idx(
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")]);

    public static PublicData FashionMnist { get; } = new(
        "fashion-mnist",
        "Fashion-MNIST",
        31,
        Idx(
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        [
            new("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
            new("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
        ]);

    public static IReadOnlyList<PublicData> All { get; } = [FashionMnist, Mnist];

    /// <summary>Gets the files that are missing or damaged in a folder.</summary>
    public IReadOnlyList<DataFile> Missing(string folder) =>
        [.. Files.Where(file => !file.IsIntact(Path.Combine(folder, file.Name)))];

    /// <summary>
    /// Gets the folder in which the library looks first: the folder that DESCENTLAB_DATA names, or else <c>data/</c> of the
    /// repository, or of the current folder outside a repository.
    /// </summary>
    public string Folder(Repository repository) =>
        Path.Combine(Environment.GetEnvironmentVariable("DESCENTLAB_DATA") is { Length: > 0 } chosen ? chosen : repository.DataFolder, Name);

    private static DataFile[] Idx(string trainImages, string trainLabels, string testImages, string testLabels) =>
    [
        new("train-images-idx3-ubyte.gz", trainImages),
        new("train-labels-idx1-ubyte.gz", trainLabels),
        new("t10k-images-idx3-ubyte.gz", testImages),
        new("t10k-labels-idx1-ubyte.gz", testLabels),
    ];
}
