// The panel's section about a whole mask: what can be done to it at once, and going on from another one.
import { icon } from "./icons.js";
import css from "./refine.css";
import { label } from "./texts.js";

/** @typedef {"invert" | "fill_holes" | "keep_largest"} Edit  a method of the Python session */
/** @typedef {{onEdit: (edit: Edit) => void, onImport: (mask: File) => void}} Handlers */

/** @param {HTMLElement} section @param {Handlers} on */
export function createRefine(section, on) {
  const root = /** @type {ShadowRoot} */ (section.getRootNode());
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];

  const fold = document.createElement("details");
  const heading = document.createElement("summary");
  const title = document.createElement("h2");
  title.textContent = label("refine");
  heading.append(title);
  const edits = [
    button("invert", () => on.onEdit("invert")),
    button("fill-holes", () => on.onEdit("fill_holes")),
    button("keep-largest", () => on.onEdit("keep_largest")),
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
  const bring = button("import-mask", () => file.click());
  const ways = document.createElement("div");
  ways.className = "ways";
  ways.append(...edits, bring, file);
  fold.append(heading, ways);
  section.append(fold);
  section.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") event.stopPropagation(); // letters are no tools here
  });

  return {
    /** @param {{hasPhoto: boolean, hasMask: boolean}} state */
    update({ hasPhoto, hasMask }) {
      for (const each of edits) each.disabled = !hasMask;
      bring.disabled = !hasPhoto;
    },
  };
}

/** @param {"invert" | "fill-holes" | "keep-largest" | "import-mask"} kind @param {() => void} onClick */
function button(kind, onClick) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = kind;
  node.title = label(`${kind}-hint`);
  node.append(icon(kind), label(kind));
  node.addEventListener("click", onClick);
  return node;
}
