// The masks that fit a click, as pictures to choose from: part, object, everything.
import { paintCandidate } from "./candidate_picture.js";

const REST = 120; // ms without another answer
const LEVELS = /** @type {const} */ ({
  part: "candidate-part",
  object: "candidate-object",
  everything: "candidate-everything",
});
const NOTCH = 60; // of a wheel, in its own units; trackpads send many small ones

/** @typedef {import("../words/words.js").Words} Words */
/** @typedef {Awaited<ReturnType<import("../editing/choosing.js").Choosing["masks"]>>[number]} Candidate */
/** @typedef {Pick<Candidate, "logits" | "extent" | "part">} Looked */

/**
 * @param {HTMLElement} group
 * @param {HTMLElement} photo  where the wheel, with Shift, goes from one to the next too
 * @param {Words} words
 * @param {import("../client.js").Client} client
 * @param {{
 *   onChoose: (index: number) => void,
 *   onCycle: (by: number) => void,
 *   onLook: (mask: Looked | null) => void,
 *   cornerFor: (masks: Looked[], cover: import("../stage/corners.js").Cover) => string,
 * }} on  its last one says where on the stage they lie
 */
export function createCandidates(group, photo, words, client, on) {
  const { label } = words;
  /** The stack of masks that is pictured, by the handle in its key. @type {string | null} */
  let pictured = null;
  /** What a button shows on the stage while the pointer is over it. @type {WeakMap<Element, Looked>} */
  const looks = new WeakMap();
  group.setAttribute("aria-label", label("candidates"));
  listenWheel(group, () => true, on.onCycle);
  listenWheel(photo, ({ shiftKey }) => shiftKey && !group.hidden, on.onCycle);
  group.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    on.onCycle(by);
  });
  group.addEventListener("click", (event) => {
    const picture = /** @type {Element} */ (event.target).closest("button");
    if (picture) on.onChoose(Number(picture.dataset.index));
  });
  group.addEventListener("pointerover", ({ target, pointerType }) => {
    const picture = /** @type {Element} */ (target).closest("button");
    if (pointerType !== "touch") on.onLook((picture && looks.get(picture)) ?? null);
  });
  group.addEventListener("pointerleave", () => on.onLook(null));

  /** @param {number | null} index  of the chosen one */
  function mark(index) {
    for (const each of group.querySelectorAll("button")) {
      const isChosen = Number(each.dataset.index) === index;
      each.setAttribute("aria-checked", String(isChosen));
      each.tabIndex = isChosen || (index === null && !each.previousElementSibling) ? 0 : -1;
    }
  }

  /** Ask for the masks once the hand rests: clicks that follow at once must not wait for pictures. */
  async function draw(/** @type {string} */ stack) {
    await new Promise((done) => setTimeout(done, REST));
    if (pictured !== stack) return;
    const candidates = await client.choosing.masks();
    const { bitmap: photo } = client;
    if (pictured !== stack || !photo || !candidates[0]) return;
    const { chosen } = client.state;
    pictured = candidates[0].stack; // another, if some had to be cleaned
    const hadFocus = group.contains(/** @type {ShadowRoot} */ (group.getRootNode()).activeElement);
    group.replaceChildren(
      ...candidates.map((each, place) => {
        const node = picture(each, { place, count: candidates.length, photo }, words);
        looks.set(node, each);
        return node;
      }),
    );
    // They stay there until the next answer: from under the pointer that chooses, nothing moves away.
    group.dataset.corner = on.cornerFor(candidates, coverOf(group));
    mark(chosen);
    if (hadFocus) /** @type {HTMLElement | null} */ (group.querySelector("[tabindex='0']"))?.focus();
  }

  return {
    /** @param {string | null} key  of the active object's mask, or `OFFERS` @param {{chosen: number | null}} state */
    update(key, { chosen }) {
      const stack = key?.split(":")[0] ?? null;
      group.hidden = stack === null;
      if (stack === pictured) return mark(chosen);
      pictured = stack;
      if (stack === null) group.replaceChildren();
      else void draw(stack);
    },
  };
}

/** How much of the stage a group covers, wherever it lies. @param {HTMLElement} group @returns {import("../stage/corners.js").Cover} */
function coverOf(group) {
  delete group.dataset.corner; // at the bottom it may lie above other controls
  const { offsetLeft: gap, offsetTop: top, offsetWidth: width, offsetHeight: height } = group;
  const stage = /** @type {HTMLElement} */ (group.offsetParent);
  return { across: gap + width, above: gap + height, below: stage.clientHeight - top };
}

/**
 * @param {HTMLElement} node @param {(event: WheelEvent) => boolean} isMeant @param {(by: 1 | -1) => void} onCycle
 */
function listenWheel(node, isMeant, onCycle) {
  const notches = createNotches();
  const turn = (/** @type {WheelEvent} */ event) => {
    if (!isMeant(event)) return;
    event.preventDefault();
    const by = notches(event);
    if (by) onCycle(by);
  };
  node.addEventListener("wheel", turn, { passive: false });
}

/** Counts a wheel's notches: tells 1 or -1 with each that is full, and 0 until then. */
export function createNotches() {
  let turned = 0;
  return (
    /** @type {Pick<WheelEvent, "deltaX" | "deltaY" | "deltaMode">} */ { deltaX, deltaY, deltaMode },
  ) => {
    const delta = deltaY || deltaX; // with Shift, some systems turn the wheel sideways
    turned = deltaMode === 0 ? (turned * delta < 0 ? 0 : turned) + delta : NOTCH * Math.sign(delta);
    if (Math.abs(turned) < NOTCH) return 0;
    const by = turned > 0 ? 1 : -1;
    turned = 0;
    return by;
  };
}

/**
 * @param {Candidate} candidate
 * @param {{place: number, count: number, photo: ImageBitmap}} where
 * @param {Words} words
 */
function picture({ index, level, ...mask }, { place, count, photo }, { label }) {
  const node = document.createElement("button");
  node.type = "button";
  node.dataset.index = String(index);
  node.setAttribute("role", "radio");
  const number = label("candidate", { place: place + 1, count });
  const name = level && label(LEVELS[level]);
  node.setAttribute("aria-label", name ? `${name}, ${number}` : number);
  node.title = label("candidate-hint", { candidate: name ?? number });
  const small = document.createElement("small");
  small.textContent = name ?? String(place + 1);
  node.append(paintCandidate(mask, photo), small);
  return node;
}
