// The drawer "This device": facts, charts and a report, made when it is first opened and fed while it is open.
import css from "./device.css";
import { createCharts } from "./device_charts.js";
import { columns, partsOf, quantiles } from "./device_data.js";
import { copy, facts, report } from "./device_report.js";
import { picking } from "./picking.js";

const MOST = 200; // samples of the memory
const ERRORS = 20;
const ROWS = 20; // of the table
const MEGABYTE = 1e6;

const HTML = `
<header><h2></h2><button type="button" class="copy"></button>
  <button type="button" class="close"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6 6 18"/></svg></button></header>
<p class="said" role="status"></p>
<textarea class="report" readonly rows="9" hidden></textarea>
<h3></h3><p class="summary"></p><div class="chart" data-chart="latency" role="img"></div>
<h3></h3><p class="summary"></p><div class="chart" data-chart="parts" role="img"></div>
<h3></h3><p class="summary"></p><div class="chart" data-chart="memory" role="img"></div>
<details><summary></summary><table><thead><tr></tr></thead><tbody></tbody></table></details>
<dl></dl>
<label class="picks"><input type="checkbox" /><span></span></label>
<h3></h3><p class="kept"></p><button type="button" class="forget"></button>
<div class="scheme"></div>`;

/** @typedef {import("../words/words.js").Words} Words */

/** @param {HTMLElement} drawer @param {Words} words @param {import("../client.js").Client} client */
export function createDevice(drawer, words, client) {
  const { label } = words;
  /** @type {ReturnType<typeof build> | null} */
  let parts = null;
  /** @type {import("./device_data.js").Memory[]} */
  let memory = [];
  /** @type {string[]} */
  let errors = [];
  /** What had the focus, in the element or else on the page. @type {HTMLElement | null} */
  let before = null;
  drawer.setAttribute("aria-label", label("device"));
  drawer.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  client.timings.onAdd = () => void measure();

  const known = () => facts(client.state, memory.at(-1), words);

  async function measure() {
    if (drawer.hidden) return;
    update();
    const step = client.timings.latest.at(-1)?.step ?? 0;
    const bytes = await client.runner.memory();
    if (!bytes) return;
    const sample = { step, python: bytes.pythonBytes / MEGABYTE, onnx: bytes.onnxBytes / MEGABYTE };
    memory = [...memory.filter((other) => other.step !== step), sample].slice(-MOST);
    update();
  }

  function update() {
    if (drawer.hidden || !parts) return;
    const { latest } = client.timings;
    const list = known();
    parts.show(list, latest, list.find(([term]) => term === label("device-memory"))?.[1] ?? "");
    parts.charts.feed(columns(latest, memory));
  }

  async function copyReport() {
    if (!parts) return;
    const text = report(client.state, known(), client.timings.latest, errors, words);
    const copied = await copy(text);
    parts.said.textContent = label(copied ? "report-copied" : "report-by-hand");
    parts.report.hidden = copied;
    if (copied) return;
    parts.report.value = text;
    parts.report.select();
  }

  async function forget() {
    await client.forget();
    if (parts) parts.said.textContent = label("forgotten");
  }

  function open() {
    const { activeElement } = /** @type {ShadowRoot} */ (drawer.getRootNode());
    before = /** @type {HTMLElement | null} */ (activeElement ?? document.activeElement);
    parts ??= build(drawer, words, {
      onCopy: () => void copyReport(),
      onForget: () => void forget(),
      onClose: close,
    });
    drawer.hidden = false;
    drawer.focus();
    const { charts, said } = parts;
    charts.draw().catch(() => {
      said.textContent = label("device-charts-failed");
    });
    void measure();
  }

  function close() {
    drawer.hidden = true;
    if (parts) {
      parts.said.textContent = "";
      parts.report.hidden = true;
    }
    before?.focus();
  }

  return {
    update,
    open,
    toggle: () => (drawer.hidden ? open() : close()),
    /** @param {string} code */
    noteError(code) {
      errors = [...errors, code].slice(-ERRORS);
    },
  };
}

/** @param {HTMLElement} drawer @param {Words} words @param {Record<"onCopy" | "onForget" | "onClose", () => void>} on */
function build(drawer, words, { onCopy, onForget, onClose }) {
  const { label, number } = words;
  const root = /** @type {ShadowRoot} */ (drawer.getRootNode());
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  drawer.innerHTML = HTML;
  const all = (/** @type {string} */ selector) =>
    /** @type {HTMLElement[]} */ ([...drawer.querySelectorAll(selector)]);
  const find = (/** @type {string} */ selector) => all(selector)[0];
  const report = /** @type {HTMLTextAreaElement} */ (find("textarea"));
  const titles = [
    label("device-latency"),
    label("device-parts"),
    label("device-memory"),
    label("device-kept"),
  ];
  const places = Object.fromEntries(all("[data-chart]").map((place) => [place.dataset.chart, place]));
  const summaries = all(".summary");
  all("h3").forEach((heading, index) => {
    heading.textContent = titles[index];
  });
  find("h2").textContent = label("device");
  find("summary").textContent = label("device-table");
  find(".copy").textContent = label("copy-report");
  find(".copy").addEventListener("click", onCopy);
  find(".kept").textContent = label("device-kept-value");
  const picks = /** @type {HTMLInputElement} */ (find(".picks input"));
  find(".picks").hidden = /** @type {HTMLElement} */ (root.host).getAttribute("subject") !== "auto";
  find(".picks span").textContent = label("picks-subject");
  picks.checked = picking.isOn;
  picks.addEventListener("change", () => {
    picking.isOn = picks.checked;
    picks.checked = picking.isOn;
  });
  find(".forget").textContent = label("forget");
  find(".forget").addEventListener("click", onForget);
  find(".close").title = label("dismiss");
  find(".close").setAttribute("aria-label", label("dismiss"));
  find(".close").addEventListener("click", onClose);
  report.setAttribute("aria-label", label("copy-report"));
  const names = [
    label("device-step"),
    label("device-decode"),
    label("device-roundtrip"),
    label("device-total"),
  ];
  find("thead > tr").append(...names.map((name) => cell("th", name)));

  return {
    charts: createCharts(/** @type {Record<string, HTMLElement>} */ (places), find(".scheme"), label),
    said: find(".said"),
    report,
    /** @param {[string, string][]} known @param {import("../worker/timings.js").Timing[]} timings @param {string} held */
    show(known, timings, held) {
      find("dl").replaceChildren(...known.flatMap(([term, value]) => [cell("dt", term), cell("dd", value)]));
      const texts = [latencyText(timings, words), partsText(timings, words), held];
      Object.values(places).forEach((place, index) => {
        summaries[index].textContent = texts[index];
        place.setAttribute("aria-label", `${titles[index]}. ${texts[index]}`);
      });
      const rows = timings.slice(-ROWS).map(({ step, decode, roundtrip, total }) => {
        const row = document.createElement("tr");
        const times = [decode, roundtrip, total].map((time) => number(time, 1));
        row.append(cell("th", String(step)), ...times.map((time) => cell("td", time)));
        return row;
      });
      find("tbody").replaceChildren(...rows);
    },
  };
}

/** @param {import("../worker/timings.js").Timing[]} timings @param {Words} words */
function latencyText(timings, { label, number }) {
  const { count, p50, p95 } = quantiles(timings);
  if (p50 === null) return label("device-empty");
  if (count === 1) return label("device-latency-one", { time: number(p50, 0) });
  return label("device-latency-value", { count, p50: number(p50, 0), p95: number(p95, 0) });
}

/** @param {import("../worker/timings.js").Timing[]} timings @param {Words} words */
function partsText(timings, { label, number }) {
  const parts = partsOf(timings.at(-1));
  if (!parts) return label("device-empty");
  const rounded = Object.entries(parts).map(([name, time]) => [name, number(time, 0)]);
  return label("device-parts-value", Object.fromEntries(rounded));
}

/** @param {string} tag @param {string} text */
function cell(tag, text) {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
}
