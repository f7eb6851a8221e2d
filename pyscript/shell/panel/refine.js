// The panel's section about a whole mask: its edge's look, what can be done to it at once, going on from another one.
import { adoptStyle } from "./adopt_style.js";
import { icon } from "./icons.js";
import css from "./refine.css";

/** @typedef {import("../words/words.js").Words} Words */
/** @typedef {"invert" | "fill_holes" | "keep_largest" | "look_at_whole"} Edit  a method of the Python session */
/** @typedef {import("#protocol").Look} Look */
/**
 * @typedef {{
 *   onEdit: (edit: Edit) => void, onLook: (look: Look) => void, onImport: (mask: File) => void,
 *   onCloser: () => void,
 * }} Handlers
 */

/** @param {HTMLElement} section @param {Words} words @param {Handlers} on */
export function createRefine(section, words, on) {
  const { label } = words;
  const root = adoptStyle(section, css);

  const fold = document.createElement("details");
  const heading = document.createElement("summary");
  const title = document.createElement("h2");
  title.textContent = label("refine");
  heading.append(title);
  const edits = [
    button(words, "invert", () => on.onEdit("invert")),
    button(words, "fill-holes", () => on.onEdit("fill_holes")),
    button(words, "keep-largest", () => on.onEdit("keep_largest")),
  ];
  const file = document.createElement("input");
  file.type = "file";
  file.accept = "image/*";
  file.hidden = true;
  file.addEventListener("change", () => {
    const [mask] = file.files ?? [];
    if (mask) on.onImport(mask);
    file.value = ""; // the same file again is a choice, too
  });
  const bring = button(words, "import-mask", () => file.click());
  const ways = document.createElement("div");
  ways.className = "ways";
  ways.append(...edits, bring, file);
  const look = createLook(words, on.onLook);
  fold.append(heading, look.node, ways);
  const closer = button(words, "look-closer", on.onCloser);
  const whole = button(words, "whole-photo", () => on.onEdit("look_at_whole"));
  const views = document.createElement("div");
  views.className = "ways";
  views.append(closer, whole);
  section.append(views, fold);
  section.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") event.stopPropagation(); // letters are no tools here
  });

  return {
    /**
     * @param {{
     *   hasPhoto: boolean, hasMask: boolean, look: Look, most: number, canLookCloser: boolean, isLookedCloser: boolean,
     * }} state
     */
    update({ hasPhoto, hasMask, look: shown, most, canLookCloser, isLookedCloser }) {
      const held = root.activeElement;
      closer.hidden = !canLookCloser;
      whole.hidden = !isLookedCloser;
      if (held === closer && isLookedCloser) whole.focus();
      if (held === whole && canLookCloser) closer.focus();
      look.update(shown, most, hasMask);
      for (const each of edits) each.disabled = !hasMask;
      bring.disabled = !hasPhoto;
    },
  };
}

/** Three sliders; a change is told once it is done, not at each place on its way. @param {Words} words @param {(look: Look) => void} onLook */
function createLook(words, onLook) {
  const node = document.createElement("div");
  node.className = "look";
  const sliders = /** @type {const} */ (["grow", "feather", "smooth"]).map((name) => slider(words, name));
  let shown = "";
  let isHeld = false; // a key, which may repeat

  const values = () => {
    const [grow, feather, smooth] = sliders.map(({ input }) => input.valueAsNumber);
    return { grow, feather, smooth };
  };
  function tell() {
    const look = values();
    if (isHeld || JSON.stringify(look) === shown) return;
    shown = JSON.stringify(look);
    onLook(look);
  }
  node.addEventListener("input", () => {
    for (const each of sliders) each.write();
  });
  node.addEventListener("change", tell);
  node.addEventListener("keydown", () => {
    isHeld = true;
  });
  for (const type of ["keyup", "focusout"])
    node.addEventListener(type, () => {
      isHeld = false;
      tell();
    });
  node.append(...sliders.map(({ label: row }) => row));
  return {
    node,
    /** @param {Look} look @param {number} most @param {boolean} isOn */
    update(look, most, isOn) {
      const now = JSON.stringify({ grow: look.grow, feather: look.feather, smooth: look.smooth });
      for (const { input, write, name } of sliders) {
        input.disabled = !isOn;
        input.max = String(most);
        input.min = name === "grow" ? String(-most) : "0";
        if (now !== shown) input.value = String(look[name]);
        write();
      }
      shown = now;
    },
  };
}

/** @param {Words} words @param {keyof Look} name */
function slider({ label }, name) {
  const input = document.createElement("input");
  input.type = "range";
  input.className = name;
  input.value = "0";
  const number = document.createElement("output");
  const title = document.createElement("span");
  title.textContent = label(name);
  const row = document.createElement("label");
  row.title = label(`${name}-hint`);
  row.append(title, number, input);
  const write = () => {
    number.textContent = `${input.value} ${label("pixels")}`;
  };
  return { name, input, label: row, write };
}

/**
 * @param {Words} words
 * @param {"invert" | "fill-holes" | "keep-largest" | "import-mask" | "look-closer" | "whole-photo"} kind
 * @param {() => void} onClick
 */
function button({ label }, kind, onClick) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = kind;
  node.title = label(`${kind}-hint`);
  node.append(icon(kind), label(kind));
  node.addEventListener("click", onClick);
  return node;
}
