// The panel's section about what is taken away: how it looks before, as which file, onto the clipboard.
import generated from "#generated";
import { adoptStyle } from "./adopt_style.js";
import { createBackgrounds } from "./backgrounds.js";
import { icon } from "./icons.js";
import css from "./output.css";

/** @typedef {import("../words/words.js").Words} Words */
/** @typedef {import("../worker/exporting.js").Options} Options */
/**
 * @typedef {{
 *   onBackground: (kind: string) => void,
 *   onPicture: (file: File) => void,
 *   onPlain: (wanted: boolean) => void,
 *   onMargin: (margin: number | null) => void,
 *   onDownload: () => void,
 *   onCopy: () => void,
 *   onDownloadAll: () => void,
 * }} Handlers
 */

const WHITE = "#ffffff"; // what a format without transparency has, as in Python

/** @param {HTMLElement} section @param {Words} words @param {Handlers} on */
export function createOutput(section, { label, format: nameOf }, on) {
  adoptStyle(section, css);

  const heading = document.createElement("h2");
  heading.textContent = label("output");
  const backgrounds = createBackgrounds(label, on);

  const format = select(generated.formats.map(({ type }) => [type, nameOf(type)]));
  const crop = input("checkbox");
  const margin = input("number", "20");
  margin.min = "0";
  margin.setAttribute("aria-label", label("margin"));

  const around = document.createElement("div");
  around.className = "crop";
  const unit = document.createElement("span");
  unit.textContent = label("pixels");
  around.append(row(label("crop"), crop), margin, unit);

  const download = button("save", "download", label("download"), on.onDownload);
  const copy = button("copy", "copy", label("copy"), on.onCopy);
  const all = button("save-all", "download", label("download-all"), on.onDownloadAll);
  const ways = document.createElement("div");
  ways.className = "ways";
  ways.append(download, copy, all);
  section.append(heading, backgrounds.node, row(label("format"), format), around, ways);

  const chosen = () => generated.formats.find(({ type }) => type === format.value) ?? generated.formats[0];

  /** What the stage has behind the object, and what the format alone took the place of. */
  let backdrop = "photo";
  let isForced = false;
  /** @type {string | Blob | undefined} */
  let behind;

  function arrange() {
    const { transparent, crop: canCrop } = chosen();
    around.hidden = !canCrop;
    margin.hidden = unit.hidden = !crop.checked;
    on.onMargin(canCrop && crop.checked ? marginOf() : null);
    const isClear = backdrop === "transparent" || backdrop === "checkerboard";
    if (!transparent && isClear) on.onBackground(WHITE);
    else if (transparent && isForced && backdrop === WHITE) on.onBackground("transparent");
    isForced = !transparent && (isForced || isClear);
  }
  section.addEventListener("change", arrange);
  margin.addEventListener("input", arrange);
  section.addEventListener("keydown", (event) => event.stopPropagation()); // letters are no tools here

  const marginOf = () => Math.max(0, Math.round(margin.valueAsNumber || 0));

  /** @returns {Partial<Options>} */
  function choices() {
    const { background: hasBackground, crop: canCrop } = chosen();
    const crops = canCrop && crop.checked;
    return {
      background: hasBackground ? behind : undefined,
      crop: crops,
      margin: crops ? marginOf() : 0,
    };
  }

  arrange();

  return {
    /** What may be offered. */
    formats: generated.formats.map(({ type }) => type),
    /** Offer no more what this browser can't make. @param {readonly string[]} names  of `formats`, or `blur` */
    withhold(names) {
      for (const option of [...format.options]) if (names.includes(option.value)) option.remove();
      if (names.includes("blur")) backgrounds.withholdBlur();
    },
    /** What was chosen for one file. @returns {Options} */
    get options() {
      return { format: format.value, ...choices() };
    },
    /** The same for pictures, whatever the format. @param {string} type @returns {Options} */
    optionsFor(type) {
      return chosen().background ? { ...choices(), format: type } : { format: type };
    },
    /**
     * @param {{backdrop: string, behind: string | Blob | undefined, canSave: boolean, canSaveAll: boolean}} state
     *   what the stage has behind the object, and what a file has
     */
    update({ canSave, canSaveAll, ...now }) {
      ({ backdrop, behind } = now);
      isForced &&= backdrop === WHITE;
      backgrounds.update(backdrop, chosen().transparent);
      download.disabled = copy.disabled = !canSave;
      all.disabled = !canSaveAll;
    },
  };
}

/** @param {string} kind @param {"download" | "copy" | null} picture @param {string} text @param {() => void} onClick */
function button(kind, picture, text, onClick) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = kind;
  if (picture) node.append(icon(picture));
  node.append(text);
  node.addEventListener("click", onClick);
  return node;
}

/** @param {string} type @param {string} [value] */
function input(type, value) {
  const node = document.createElement("input");
  node.type = type;
  if (value !== undefined) node.value = value;
  return node;
}

/** @param {[string, string][]} choices  values and their names */
function select(choices) {
  const node = document.createElement("select");
  node.append(...choices.map(([value, name]) => new Option(name, value)));
  return node;
}

/** @param {string} text @param {...HTMLElement} controls  the first is what the text names */
function row(text, ...controls) {
  const node = document.createElement("div");
  node.className = "row";
  const name = document.createElement("label");
  const words = document.createElement("span");
  words.textContent = text;
  name.append(words, controls[0]);
  node.append(name, ...controls.slice(1));
  return node;
}
