using System.Text.Json.Nodes;

namespace DescentLab.Notebooks.Tests;

/// <summary>
/// Imitates what VS Code 1.139 does with a notebook, in JavaScript, after its sources (extensions/ipynb and the
/// Jupyter extension 2026.6): the language of the cells, the metadata that it takes from a selected kernel and from one that
/// runs, and the form of the file.
/// </summary>
internal static class VsCode
{
    private const string Script = """
        const languageId = name => ({ 'c#': 'csharp', 'f#': 'fsharp' })[(name ?? '').toLowerCase()] ?? (name ?? 'plaintext').toLowerCase();
        const joined = text => Array.isArray(text) ? text.map((line, i) => i < text.length - 1 && !line.endsWith('\n') ? line + '\n' : line).join('') : String(text);
        const lines = text => text.split('\n').map((line, i, all) => i < all.length - 1 ? line + '\n' : line).filter(line => line.length > 0);
        const sorted = value => Array.isArray(value) ? value.map(sorted)
            : value !== null && typeof value === 'object' ? Object.fromEntries(Object.keys(value).sort().map(key => [key, sorted(value[key])]))
            : value;
        const representation = (mime, value) => {
            if (mime.startsWith('text/') || mime === 'image/svg+xml') return lines(joined(value ?? ''));
            if (mime.startsWith('image/')) return value.replaceAll('\n', '');
            if (!mime.toLowerCase().includes('json')) return joined(value);
            const text = value !== null && typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : joined(value);
            try { return text.length > 0 ? JSON.parse(text) : text; } catch { return ''; }
        };
        const output = shown => {
            switch (shown.output_type) {
                case 'stream': return { output_type: 'stream', name: shown.name, text: lines(joined(shown.text)) };
                case 'error': return { output_type: 'error', ename: shown.ename, evalue: shown.evalue, traceback: shown.traceback };
                case 'display_data':
                case 'execute_result': {
                    const data = Object.fromEntries(Object.entries(shown.data).map(([mime, value]) => [mime, representation(mime, value)]));
                    const result = { output_type: shown.output_type, data, metadata: shown.metadata ?? {} };
                    if (shown.output_type === 'execute_result') result.execution_count = shown.execution_count ?? null;
                    return result;
                }
                default: return shown;
            }
        };
        const open = text => {
            const notebook = JSON.parse(text);
            const preferred = languageId(notebook.metadata.language_info?.name ?? notebook.metadata.kernelspec?.language);
            for (const cell of notebook.cells) cell.languageId = cell.metadata?.vscode?.languageId ?? preferred;
            return notebook;
        };
        const choose = (notebook, name, kernel) => {
            notebook.metadata.language_info = { ...notebook.metadata.language_info, name: kernel.language };
            notebook.metadata.kernelspec = { ...notebook.metadata.kernelspec, name, display_name: kernel.display_name, language: kernel.language };
        };
        const save = notebook => {
            const preferred = notebook.metadata.language_info?.name ?? notebook.cells.find(cell => cell.cell_type === 'code')?.languageId;
            const cells = notebook.cells.map(cell => {
                const written = { cell_type: cell.cell_type, source: lines(joined(cell.source).replaceAll('\r\n', '\n')), metadata: { ...cell.metadata } };
                if (cell.id) written.id = cell.id;
                if (cell.attachments) written.attachments = cell.attachments;
                if (cell.cell_type !== 'code') return written;
                if (cell.languageId === preferred) delete written.metadata.vscode;
                else written.metadata.vscode = { languageId: cell.languageId };
                written.execution_count = cell.execution_count ?? null;
                written.outputs = (cell.outputs ?? []).map(output);
                return written;
            });
            const file = { cells, metadata: notebook.metadata, nbformat: notebook.nbformat, nbformat_minor: notebook.nbformat_minor };
            return JSON.stringify(sorted(file), undefined, ' ') + '\n';
        };
        const opened = {};
        function load(text) { opened.notebook = open(text); }
        function select(name, kernel) { choose(opened.notebook, name, JSON.parse(kernel)); }
        function started(info) { opened.notebook.metadata.language_info = JSON.parse(info); }
        function executed(index, count, outputs) { Object.assign(opened.notebook.cells[index], { execution_count: count, outputs: JSON.parse(outputs) }); }
        function written() { return save(opened.notebook); }
        function serialise(text) {
            const notebook = JSON.parse(text);
            for (const cell of notebook.cells) cell.source = lines(joined(cell.source));
            return JSON.stringify(sorted(notebook), undefined, ' ') + '\n';
        }
        """;

    /// <summary>Formats a notebook's JSON as VS Code does.</summary>
    public static string Serialise(string notebook)
    {
        using var engine = new Jint.Engine(options => options.Json.MaxParseDepth = 2 * NotebookJson.Depth);
        engine.Execute(Script);
        return engine.Invoke("serialise", notebook).ToString();
    }

    /// <summary>Opens a notebook with a kernel, runs it from first cell to last, and saves it.</summary>
    /// <param name="notebook">The file's content.</param>
    /// <param name="kernel">The content of <c>kernel.json</c>.</param>
    /// <param name="info">The kernel's <c>language_info</c>; null when no cell is run.</param>
    /// <param name="run">Runs a cell: returns its execution count, and its outputs as the kernel sends them.</param>
    public static string RunAndSave(string notebook, string kernel, JsonNode? info, Func<string, (int Count, JsonArray Outputs)> run)
    {
        using var engine = new Jint.Engine(options => options.Json.MaxParseDepth = 2 * NotebookJson.Depth);
        engine.Execute(Script);
        engine.Invoke("load", notebook);
        engine.Invoke("select", KernelSpecs.SharedName, kernel);
        if (info is not null)
        {
            engine.Invoke("started", info.ToJsonString());
            foreach (var (cell, i) in NotebookDocument.Parse(notebook).Cells.Select((cell, i) => (cell, i)).Where(place => place.cell.Kind == CellKind.Code))
            {
                var (count, outputs) = run(cell.Source);
                engine.Invoke("executed", i, count, outputs.ToJsonString());
            }
        }

        return engine.Invoke("written").ToString();
    }
}
