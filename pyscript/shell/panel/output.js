// The panel's section about what is taken away: how it looks before, as which file, onto the clipboard.
import generated from "#generated";
import { adoptStyle } from "./adopt_style.js";
import { createBackgrounds } from "./backgrounds.js";
import { icon } from "./icons.js";
import { nameOf } from "./objects.js";
import css from "./output.css";

/** @typedef {import("../words/words.js").Words} Words */
/** @typedef {import("../worker/exporting.js").Options} Options */
/** @typedef {Pick<import("#protocol").NamedObject, "id" | "name" | "active" | "visible">} Saved */
/**
 * @typedef {{
 *   onBackground: (kind: string) => void,
 *   onPicture: (file: File) => void,
 *   onPlain: (wanted: boolean) => void,
 *   onFraming: (crop: import("../stage/under.js").Crop | null, hasShadow: boolean) => void,
 *   onDownload: (options: Options) => void,
 *   onCopy: (options: Options) => void,
 * }} Handlers
 */

const WHITE = "#ffffff"; // what a format without transparency has, as in Python
const [NONE, OBJECT, SQUARE] = ["none", "object", "square"]; // what a file shows of the photo

/**
 * The object that *Download* saves, as Python chooses it: the active one; while that is empty, the topmost visible one.
 * @template {Saved} T @param {readonly T[]} objects  those that have a mask, the topmost last
 */
export function savedOf(objects) {
  return objects.find(({ active }) => active) ?? objects.filter(({ visible }) => visible).at(-1) ?? null;
}

/** @param {HTMLElement} section @param {Words} words @param {Handlers} on */
export function createOutput(section, { label, format: formatName }, on) {
  adoptStyle(section, css);

  const heading = document.createElement("h2");
  heading.textContent = label("output");
  const backgrounds = createBackgrounds(label, on);

  const format = select(generated.formats.map(({ type }) => [type, formatName(type)]));
  format.classList.add("format");
  const crop = select([
    [NONE, label("whole-photo")],
    [OBJECT, label("crop-object")],
    [SQUARE, label("crop-square")],
  ]);
  crop.classList.add("cropping");
  const margin = input("number", "20");
  margin.min = "0";
  margin.setAttribute("aria-label", label("margin"));

  const shadow = input("checkbox");
  shadow.className = "shadow";
  const shading = row(label("shadow"), shadow);
  shading.title = label("shadow-hint");

  const around = document.createElement("div");
  around.className = "crop";
  const unit = document.createElement("span");
  unit.textContent = label("pixels");
  const beside = document.createElement("span");
  beside.append(label("margin-short"));
  around.append(beside, margin, unit);

  const download = button("save", "download", () => on.onDownload(own()));
  const copy = button("copy", "copy", () => on.onCopy({ ...pictureOf("image/png"), object }));
  const together = button("save-together", "download", () => on.onDownload({ ...shared(), together: true }));
  const apart = button("save-apart", "download", () => on.onDownload(pictureOf("application/zip")));
  write(copy, label("copy"));
  write(together, label("together"), label("together-hint"));
  write(apart, label("apart"), label("apart-hint"));
  const ways = document.createElement("div");
  ways.className = "ways";
  ways.append(download, copy, together, apart);
  const cropping = row(label("crop"), crop);
  section.append(heading, backgrounds.node, row(label("format"), format), cropping, around, shading, ways);

  const chosen = () => generated.formats.find(({ type }) => type === format.value) ?? generated.formats[0];

  /** What the stage has behind the object, and what the format alone took the place of. */
  let backdrop = "photo";
  let isForced = false;
  /** @type {string | Blob | undefined} */
  let behind;
  /** Whose file is meant, where there are several. @type {number | undefined} */
  let object;

  function arrange() {
    const { transparent, background: hasBackground, crop: canCrop } = chosen();
    const crops = canCrop && crop.value !== NONE;
    cropping.hidden = !canCrop;
    around.hidden = !crops;
    shading.hidden = !hasBackground;
    const frame = crops ? { margin: marginOf(), isSquare: crop.value === SQUARE } : null;
    on.onFraming(frame, hasBackground && shadow.checked);
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
    const crops = canCrop && crop.value !== NONE;
    return {
      background: hasBackground ? behind : undefined,
      crop: crops,
      margin: crops ? marginOf() : 0,
      square: crops && crop.value === SQUARE,
      shadow: hasBackground && shadow.checked,
    };
  }

  /** What was chosen, whatever object it is for. @returns {Options} */
  const shared = () => ({ format: format.value, ...choices() });
  /** The same for the one object that *Download* names. @returns {Options} */
  const own = () => ({ ...shared(), object });
  /** The same for pictures of another format. @param {string} type @returns {Options} */
  const pictureOf = (type) => (chosen().background ? { ...choices(), format: type } : { format: type });

  arrange();

  return {
    /** What may be offered. */
    formats: generated.formats.map(({ type }) => type),
    /** Offer no more what this browser can't make. @param {readonly string[]} names  of `formats`, or `blur` */
    withhold(names) {
      for (const option of [...format.options]) if (names.includes(option.value)) option.remove();
      if (names.includes("blur")) backgrounds.withholdBlur();
    },
    /** Show the row of backgrounds elsewhere, or here. @param {HTMLElement | null} place */
    placeBackgrounds(place) {
      if (place) place.append(backgrounds.node);
      else heading.after(backgrounds.node);
    },
    /** What *Download* saves. */
    get options() {
      return own();
    },
    /** What is chosen for many photos. */
    get shared() {
      return shared();
    },
    /**
     * @param {{backdrop: string, behind: string | Blob | undefined, canSave: boolean, objects: readonly Saved[]}} state
     *   what the stage has behind the object, and what a file has; those that have a mask
     */
    update({ canSave, objects, ...now }) {
      ({ backdrop, behind } = now);
      const saved = savedOf(objects);
      const isOne = objects.length < 2 || !saved;
      object = isOne ? undefined : saved.id;
      write(download, isOne ? label("download") : label("download-one", { entry: nameOf(saved, label) }));
      isForced &&= backdrop === WHITE;
      backgrounds.update(backdrop, chosen().transparent);
      download.disabled = copy.disabled = !canSave;
      together.hidden = apart.hidden = isOne;
      together.disabled = apart.disabled = !canSave || !objects.some(({ visible }) => visible);
    },
  };
}

/** @param {string} kind @param {"download" | "copy"} picture @param {() => void} onClick */
function button(kind, picture, onClick) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = kind;
  node.append(icon(picture), document.createElement("span"));
  node.addEventListener("click", onClick);
  return node;
}

/** @param {HTMLButtonElement} button @param {string} text @param {string} [hint] */
function write(button, text, hint = text) {
  const [, words] = button.children;
  if (words.textContent !== text) words.textContent = text;
  button.title = hint;
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

/** @param {string} text @param {HTMLElement} control  that it names */
function row(text, control) {
  const node = document.createElement("div");
  node.className = "row";
  const name = document.createElement("label");
  const words = document.createElement("span");
  words.textContent = text;
  name.append(words, control);
  node.append(name);
  return node;
}
