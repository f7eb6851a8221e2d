// One row: what is behind the cut-out, on the stage and in the file. And the photo as it was, while that is held.
import { icon } from "./icons.js";

/** @typedef {import("../words/words.js").Words} Words */

const COLOUR = "#3d7edb";
const KINDS = /** @type {const} */ (["photo", "transparent", "white", "black"]);
/** What a stage is told of kinds that are colours. */
const COLOURS = { white: "#ffffff", black: "#000000" };

/**
 * @param {Words["label"]} label
 * @param {{onBackground: (kind: string) => void, onPicture: (file: File) => void, onPlain: (wanted: boolean) => void}} on
 */
export function createBackgrounds(label, { onBackground, onPicture, onPlain }) {
  const node = document.createElement("div");
  node.className = "backgrounds";
  node.setAttribute("role", "group");
  node.setAttribute("aria-label", label("background"));
  const name = document.createElement("span");
  name.textContent = label("background");
  const chosen = document.createElement("span");
  chosen.className = "chosen";
  chosen.setAttribute("aria-hidden", "true"); // the pressed one says it

  /** @param {typeof KINDS[number] | "blur" | "picture"} kind @param {() => void} onClick */
  function swatch(kind, onClick) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `swatch ${kind}`;
    button.title = label(kind === "photo" ? "background-photo-hint" : `background-${kind}`);
    button.setAttribute("aria-label", label(`background-${kind}`));
    button.dataset.background = kind;
    button.addEventListener("click", onClick);
    return button;
  }

  const [photo, transparent, white, black] = KINDS.map((kind) =>
    swatch(kind, () => onBackground(kind === "white" || kind === "black" ? COLOURS[kind] : kind)),
  );
  const colour = document.createElement("input");
  colour.type = "color";
  colour.value = COLOUR;
  colour.title = label("background-colour");
  colour.setAttribute("aria-label", label("background-colour"));
  for (const type of ["click", "input"]) colour.addEventListener(type, () => onBackground(colour.value));
  const blur = swatch("blur", () => onBackground("blur"));
  const file = document.createElement("input");
  file.type = "file";
  file.accept = "image/*";
  file.hidden = true;
  file.addEventListener("change", () => {
    const [picture] = file.files ?? [];
    if (picture) onPicture(picture);
    file.value = ""; // the same one may be chosen again
  });
  const picture = swatch("picture", () => file.click());
  picture.append(icon("picture"));
  const swatches = [photo, transparent, white, black, blur, picture];
  const rest = document.createElement("span");
  rest.className = "break";
  node.append(name, chosen, before(label, onPlain), rest);
  node.append(photo, transparent, white, black, colour, blur, picture, file);

  return {
    node,
    /** This browser can't blur. */
    withholdBlur() {
      blur.hidden = true;
    },
    /** @param {string} kind  what the stage shows @param {boolean} canBeTransparent */
    update(kind, canBeTransparent) {
      const shown = nameOf(kind);
      for (const each of swatches)
        each.setAttribute("aria-pressed", String(each.dataset.background === shown));
      colour.toggleAttribute("data-chosen", shown === "colour");
      chosen.textContent = label(`background-${shown}`);
      transparent.disabled = !canBeTransparent;
      transparent.title = label(canBeTransparent ? "background-transparent" : "background-opaque");
    },
  };
}

/** @param {string} kind */
function nameOf(kind) {
  if (kind === "checkerboard") return "transparent";
  if (kind === "photo" || kind === "transparent" || kind === "blur" || kind === "picture") return kind;
  if (kind === "white" || kind === COLOURS.white) return "white";
  return kind === "black" || kind === COLOURS.black ? "black" : "colour";
}

/** @param {Words["label"]} label @param {(wanted: boolean) => void} onPlain */
function before(label, onPlain) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "before";
  node.append(label("before"));
  node.title = label("before-hint");
  const show = (/** @type {boolean} */ wanted) => () => {
    node.toggleAttribute("data-held", wanted);
    onPlain(wanted);
  };
  node.addEventListener("pointerdown", show(true));
  for (const type of ["pointerup", "pointerleave", "pointercancel", "blur", "keyup"])
    node.addEventListener(type, show(false));
  node.addEventListener("keydown", ({ key }) => {
    if (key === " " || key === "Enter") show(true)();
  });
  node.addEventListener("contextmenu", (event) => event.preventDefault()); // a finger that is held
  return node;
}
