// The line under the photo, and what is spoken besides: live regions, so each text is set once and says little.
import { nameOf } from "./objects.js";

/** What an edit is called once it is done, where the new result alone would not tell. */
const DONE = /** @type {const} */ ({
  undo: "undone",
  redo: "redone",
  clear: "cleared",
  delete_point: "point-deleted",
  delete_box: "box-deleted",
  delete_object: "object-deleted",
  add_object: "object-added",
  refine: "refined",
  invert: "inverted",
  fill_holes: "holes-filled",
  keep_largest: "largest-kept",
  import_mask: "mask-imported",
});

/** @param {HTMLElement} line @param {HTMLElement} spoken  seen by nobody @param {import("./words.js").Words} words */
export function createStatus(line, spoken, { label }) {
  const [text, time] = /** @type {HTMLElement[]} */ ([...line.children]);

  /** @param {string} words */
  function say(words) {
    // The same words again are news only where the text differs.
    spoken.textContent = spoken.textContent === words ? `${words}\u00a0` : words;
  }

  return {
    say,
    /** @param {string} edit  a method of the Python session */
    sayDone(edit) {
      if (!Object.hasOwn(DONE, edit)) return;
      const done = DONE[/** @type {keyof typeof DONE} */ (edit)];
      say(label(done));
    },
    /** @param {string} words @param {number | null} [milliseconds]  to be seen, not to be spoken */
    show(words, milliseconds = null) {
      if (text.textContent !== words) text.textContent = words;
      time.textContent = milliseconds === null ? "" : label("milliseconds", { milliseconds });
    },
  };
}

/**
 * What was found; by hand alone, nothing was guessed.
 * @param {{id: number, name: string, area: number, score: number}} object
 * @param {{width: number, height: number}} photo @param {boolean} isGuessed
 * @param {import("./words.js").Words} words
 */
export function resultOf(object, { width, height }, isGuessed, { label, number, twoDigits }) {
  if (object.area === 0) return label("empty-result");
  const [name, percent] = [nameOf(object, label), twoDigits((100 * object.area) / (width * height))];
  if (!isGuessed) return label("result-by-hand", { name, percent });
  return label("result", { name, percent, score: number(object.score, 2) });
}
