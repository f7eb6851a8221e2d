// Makes the browser's Python archive in Pyodide itself, whose bytecode no other Python can write.
// node compile_in_pyodide.mjs PYODIDE CORE.zip OUT.zip
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [folder, core, out] = process.argv.slice(2);
const script = new URL("compile_in_pyodide.py", import.meta.url);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const pyodide = await loadPyodide({ indexURL: folder });
pyodide.FS.writeFile("/core.zip", await readFile(core));
pyodide.FS.writeFile("/python_stdlib.zip", await readFile(`${folder}/python_stdlib.zip`));
pyodide.runPython(await readFile(script, "utf8"));
await writeFile(out, pyodide.FS.readFile("/python.zip"));
