// Pyodide alone, as its package ships it.
import { loadPyodide } from "/node_modules/pyodide/pyodide.mjs";

await loadPyodide();
window.readyAfter = performance.now();
