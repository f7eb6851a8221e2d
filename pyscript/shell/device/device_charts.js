// Draws the device's charts with BokehJS; both are loaded when they are first wanted, and nothing after that.
import { inRuntime } from "../runtime_base.js";

/** @typedef {Record<string, Record<string, (number | null)[]>>} Columns  by source */

/**
 * @param {Record<string, HTMLElement>} places  where each chart goes
 * @param {HTMLElement} scheme  its colour is white where the page is dark, and its transition tells of a change
 * @param {import("../words/words.js").Words["label"]} label
 */
export function createCharts(places, scheme, label) {
  /** @type {Promise<{Bokeh: any, themes: any}> | null} */
  let loading = null;
  /** @type {any[]} */
  let documents = [];
  let shown = "";
  /** @type {Columns} */
  let newest = {};
  /** @type {Promise<void>} */
  let drawing = Promise.resolve();
  scheme.addEventListener("transitionend", () => {
    if (shown) void draw();
  });

  /** Draw in the page's theme what is not yet drawn in it. Rejects when BokehJS can't be loaded. */
  function draw() {
    drawing = drawing.catch(() => {}).then(redraw);
    return drawing;
  }

  async function redraw() {
    loading ??= load(label);
    loading.catch(() => {
      loading = null; // the next opening tries again
    });
    const { Bokeh, themes } = await loading;
    const theme = getComputedStyle(scheme).color === "rgb(255, 255, 255)" ? "dark" : "light";
    if (theme === shown) return;
    for (const document of documents) {
      document.clear();
      Bokeh.documents.splice(Bokeh.documents.indexOf(document), 1);
    }
    documents = [];
    for (const [name, item] of Object.entries(themes[theme])) {
      places[name].replaceChildren();
      const [view] = await Bokeh.embed.embed_item(item, places[name]);
      documents.push(view.model.document);
    }
    shown = theme;
    feed(newest);
  }

  /** @param {Columns} columns */
  function feed(columns) {
    newest = columns;
    for (const [name, data] of Object.entries(columns)) {
      for (const document of documents) {
        const source = document.get_model_by_name(name);
        if (source) source.data = data;
      }
    }
  }

  return { draw, feed };
}

/** @param {import("../words/words.js").Words["label"]} label */
async function load(label) {
  const folder = inRuntime("device/");
  const [{ default: Bokeh }, text] = await Promise.all([
    import(new URL("bokeh.js", folder).href),
    fetch(new URL("charts.json", folder)).then((response) => response.text()),
  ]);
  Bokeh.set_log_level("error");
  return { Bokeh, themes: JSON.parse(text.replace(/"@([\w-]+)"/g, (_, key) => JSON.stringify(label(key)))) };
}
