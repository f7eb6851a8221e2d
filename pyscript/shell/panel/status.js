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

const PATIENCE = 400; // ms; what takes longer is said to be under way

/** @param {HTMLElement} line @param {HTMLElement} spoken  seen by nobody @param {import("../words/words.js").Words} words */
export function createStatus(line, spoken, { label }) {
  const [text, time] = /** @type {HTMLElement[]} */ ([...line.children]);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let slow;
  let isLate = false;

  /** @param {string} words */
  function say(words) {
    // The same words again are news only where the text differs.
    spoken.textContent = spoken.textContent === words ? `${words}\u00a0` : words;
  }

  /** @param {string} words @param {number | null} [milliseconds]  to be seen, not to be spoken */
  function show(words, milliseconds = null) {
    if (text.textContent !== words) text.textContent = words;
    time.textContent = milliseconds === null ? "" : label("milliseconds", { milliseconds });
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
     * @param {string} words @param {number | null} [milliseconds]
     */
    update(isAsked, words, milliseconds) {
      if (isAsked) slow ??= setTimeout(sayLate, PATIENCE);
      else {
        clearTimeout(slow);
        slow = undefined;
        isLate = false;
      }
      if (!isLate) show(words, milliseconds);
    },
  };
}

/**
 * What the line says, and the milliseconds that it took.
 * @param {import("../clickcut.d.ts").State} state @param {import("../client.js").Client} client
 * @param {boolean} isSent  whether photos are sent away to be encoded @param {import("../words/words.js").Words} words
 * @returns {[words: string, milliseconds?: number | null]}
 */
export function statusOf(state, client, isSent, words) {
  const { label, note } = words;
  const { photo, objects, candidates, timings, runtime } = state;
  if (client.isLoading || !photo) return [client.picture.points.length ? label("queued") : ""];
  const shown = objects.find((each) => each.active);
  if (!shown) {
    const threads = runtime.threads === 1 ? label("thread") : label("threads", { count: runtime.threads });
    const detail = label(isSent ? "ready-detail-api" : "ready-detail", { threads });
    return [[label("ready"), detail, ...client.notes.map(note)].join(" · ")];
  }
  if (client.hasContinued) return [[label("continued"), ...client.notes.map(note)].join(" · ")];
  const isAsked = shown.area > 0 && candidates.length > 0;
  const milliseconds = isAsked ? Math.round(timings.roundtrip ?? timings.decode) : null;
  return [resultOf(shown, photo, candidates.length > 0, words), milliseconds];
}

/**
 * What was found; by hand alone, nothing was guessed.
 * @param {{id: number, name: string, area: number, score: number}} object
 * @param {{width: number, height: number}} photo @param {boolean} isGuessed
 * @param {import("../words/words.js").Words} words
 */
function resultOf(object, { width, height }, isGuessed, { label, number, twoDigits }) {
  if (object.area === 0) return label("empty-result");
  const [name, percent] = [nameOf(object, label), twoDigits((100 * object.area) / (width * height))];
  if (!isGuessed) return label("result-by-hand", { name, percent });
  return label("result", { name, percent, score: number(Math.min(1, object.score), 2) });
}
