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
  look_closer: "looked-closer",
  look_at_whole: "looked-at-whole",
  import_mask: "mask-imported",
  take_proposal: "subject-picked",
  take_proposals: "taken",
});

/** What to do next with a selection, by tool. */
const NEXT = /** @type {const} */ ({
  include: "selected",
  box: "selected",
  exclude: "selected-removing",
});

const PATIENCE = 400; // ms; what takes longer is said to be under way

/** @typedef {import("./controls.js").Mode} Mode */

/**
 * @param {HTMLElement} line  what is heard, and what is seen instead where that is something else
 * @param {HTMLElement} spoken  seen by nobody @param {import("../words/words.js").Words} words
 */
export function createStatus(line, spoken, { label }) {
  const [told, seen] = /** @type {HTMLElement[]} */ ([...line.children]);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let slow;
  let isLate = false;

  /** @param {string} words */
  function say(words) {
    // The same words again are news only where the text differs.
    spoken.textContent = spoken.textContent === words ? `${words}\u00a0` : words;
  }

  /** @param {string} words @param {string} [heard]  instead of them */
  function show(words, heard) {
    const text = heard ?? words;
    if (told.textContent !== text) told.textContent = text;
    told.className = heard === undefined ? "" : "unseen";
    seen.textContent = heard === undefined ? "" : words;
  }

  function sayLate() {
    isLate = true;
    show(label("finding"));
  }

  return {
    say,
    show,
    /** @param {string} edit  a method of the Python session */
    sayDone(edit) {
      if (!Object.hasOwn(DONE, edit)) return;
      const done = DONE[/** @type {keyof typeof DONE} */ (edit)];
      say(label(done));
    },
    /**
     * @param {boolean} isAsked  whether something is being found: said instead, where it takes long
     * @param {string} words @param {string} [heard]
     */
    update(isAsked, words, heard) {
      if (isAsked) slow ??= setTimeout(sayLate, PATIENCE);
      else {
        clearTimeout(slow);
        slow = undefined;
        isLate = false;
      }
      if (!isLate) show(words, heard);
    },
  };
}

/**
 * What the line says; of a result, also what is heard instead: its figures help who doesn't see it.
 * @param {import("../clickcut.d.ts").State} state
 * @param {Pick<import("../client.js").Client, "isLoading" | "picture" | "notes" | "hasContinued">} client
 * @param {Mode} mode @param {import("../words/words.js").Words} words
 * @returns {[words: string, heard?: string]}
 */
export function statusOf(state, client, mode, words) {
  const { label, note, twoDigits } = words;
  const { photo, objects } = state;
  if (client.isLoading || !photo) return [client.picture.points.length ? label("queued") : ""];
  const shown = objects.find((each) => each.active);
  if (!shown) return [[label("ready"), ...client.notes.map(note)].join(" · ")];
  if (client.hasContinued) return [[label("continued"), ...client.notes.map(note)].join(" · ")];
  if (shown.area === 0) return [label("empty-result")];
  const percent = twoDigits((100 * shown.area) / (photo.width * photo.height));
  return [nextOf(mode, label), label("result", { name: nameOf(shown, label), percent })];
}

/** @param {Mode} mode @param {import("../words/words.js").Words["label"]} label */
function nextOf(mode, label) {
  if (!Object.hasOwn(NEXT, mode)) return label("taken");
  return label(NEXT[/** @type {keyof typeof NEXT} */ (mode)]);
}
