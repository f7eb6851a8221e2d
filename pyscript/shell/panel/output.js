// The panel's section about what is taken away: how it looks before, as which file, onto the clipboard.
import generated from "#generated";
import { icon } from "./icons.js";
import css from "./output.css";

/** @typedef {import("../words/words.js").Words} Words */
/** @typedef {import("../worker/exporting.js").Options} Options */
/**
 * @typedef {{
 *   onBackdrop: (kind: string) => void,
 *   onPlain: (wanted: boolean) => void,
 *   onDownload: () => void,
 *   onCopy: () => void,
 *   onDownloadAll: () => void,
 * }} Handlers
 */

const COLOUR = "#3d7edb";

/** @param {HTMLElement} section @param {Words} words @param {Handlers} on */
export function createOutput(section, { label, format: nameOf }, on) {
  const root = /** @type {ShadowRoot} */ (section.getRootNode());
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];

  const heading = document.createElement("h2");
  heading.textContent = label("output");
  const backdrops = createBackdrops(label, on);

  const format = select(generated.formats.map(({ type }) => [type, nameOf(type)]));
  const background = select([
    ["transparent", label("background-transparent")],
    ["colour", label("background-colour")],
    ["blur", label("background-blur")],
    ["picture", label("background-picture")],
  ]);
  const colour = input("color", "#ffffff");
  colour.setAttribute("aria-label", label("background-colour"));
  const picture = input("file");
  picture.accept = "image/*";
  picture.setAttribute("aria-label", label("background-picture"));
  const crop = input("checkbox");
  const margin = input("number", "20");
  margin.min = "0";
  margin.setAttribute("aria-label", label("margin"));

  const behind = row(label("background"), background, colour, picture);
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
  section.append(heading, backdrops.node, row(label("format"), format), behind, around, ways);

  const chosen = () => generated.formats.find(({ type }) => type === format.value) ?? generated.formats[0];

  /** Whether the format alone, which has no transparency, is why there is a background. */
  let isForced = false;

  function arrange() {
    const { background: hasBackground, transparent, crop: canCrop } = chosen();
    const [none] = background.options;
    none.disabled = none.hidden = !transparent;
    if (transparent && isForced) background.value = none.value;
    isForced = !transparent && (isForced || background.value === none.value);
    if (background.value === none.value && isForced) background.value = "colour";
    behind.hidden = !hasBackground;
    colour.hidden = background.value !== "colour";
    picture.hidden = background.value !== "picture";
    around.hidden = !canCrop;
    margin.hidden = unit.hidden = !crop.checked;
  }
  background.addEventListener("change", () => {
    isForced = false; // heard before the section hears it
    showColour();
  });
  colour.addEventListener("input", showColour);
  section.addEventListener("change", () => {
    arrange();
    allow();
  });
  section.addEventListener("keydown", (event) => event.stopPropagation()); // letters are no tools here
  arrange();

  /** Show the photo on the colour, too. */
  function showColour() {
    if (background.value === "colour") on.onBackdrop(colour.value);
  }

  /** @type {{canSave: boolean, canSaveAll: boolean}} */
  let allowed = { canSave: false, canSaveAll: false };

  /** A picture that has not been chosen can't be put behind anything. */
  function allow() {
    const isMissing = chosen().background && background.value === "picture" && !picture.files?.length;
    for (const each of [download, copy, all]) each.title = isMissing ? label("background-missing") : "";
    download.disabled = copy.disabled = !allowed.canSave || isMissing;
    all.disabled = !allowed.canSaveAll || isMissing;
  }

  function behindIt() {
    if (background.value === "colour") return colour.value;
    if (background.value === "picture") return picture.files?.[0];
    return background.value;
  }

  /** @returns {Partial<Options>} */
  function choices() {
    const { background: hasBackground, crop: canCrop } = chosen();
    const crops = canCrop && crop.checked;
    return {
      background: hasBackground ? behindIt() : undefined,
      crop: crops,
      margin: crops ? Math.max(0, Math.round(margin.valueAsNumber || 0)) : 0,
    };
  }

  return {
    /** What was chosen for one file. @returns {Options} */
    get options() {
      return { format: format.value, ...choices() };
    },
    /** The same for pictures, whatever the format. @param {string} type @returns {Options} */
    optionsFor(type) {
      return chosen().background ? { ...choices(), format: type } : { format: type };
    },
    /** @param {{backdrop: string, canSave: boolean, canSaveAll: boolean}} state */
    update({ backdrop, ...may }) {
      backdrops.update(backdrop);
      allowed = may;
      allow();
    },
  };
}

/** What the preview is on, and the photo as it was. @param {Words["label"]} label @param {Handlers} on */
function createBackdrops(label, on) {
  const node = document.createElement("div");
  node.className = "backdrops";
  node.setAttribute("role", "group");
  node.setAttribute("aria-label", label("backdrop"));
  /** @type {[string, string][]} */
  const kinds = [
    ["photo", label("backdrop-photo")],
    ["checkerboard", label("backdrop-checkerboard")],
    ["white", label("backdrop-white")],
    ["black", label("backdrop-black")],
  ];
  const swatches = kinds.map(([kind, name]) => {
    const swatch = button(`swatch ${kind}`, null, "", () => on.onBackdrop(kind));
    swatch.title = name;
    swatch.setAttribute("aria-label", name);
    swatch.dataset.backdrop = kind;
    return swatch;
  });
  const colour = input("color", COLOUR);
  colour.title = label("backdrop-colour");
  colour.setAttribute("aria-label", label("backdrop-colour"));
  for (const type of ["click", "input"]) colour.addEventListener(type, () => on.onBackdrop(colour.value));
  const before = button("before", null, label("before"), () => {});
  before.title = label("before-hint");
  const show = (/** @type {boolean} */ wanted) => () => {
    before.toggleAttribute("data-held", wanted);
    on.onPlain(wanted);
  };
  before.addEventListener("pointerdown", show(true));
  for (const type of ["pointerup", "pointerleave", "pointercancel", "blur", "keyup"])
    before.addEventListener(type, show(false));
  before.addEventListener("keydown", ({ key }) => {
    if (key === " " || key === "Enter") show(true)();
  });
  before.addEventListener("contextmenu", (event) => event.preventDefault()); // a finger that is held
  node.append(...swatches, colour, before);
  return {
    node,
    /** @param {string} backdrop */
    update(backdrop) {
      for (const each of swatches)
        each.setAttribute("aria-pressed", String(each.dataset.backdrop === backdrop));
      colour.toggleAttribute("data-chosen", backdrop === colour.value);
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
