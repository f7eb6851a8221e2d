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
 * @param {HTMLElement} group  in the strip that lies over the stage, or below it
 * @param {HTMLElement} photo  where the wheel, with Shift, goes from one to the next too
 * @param {Words} words
 * @param {import("../client.js").Client} client
 * @param {{
 *   onChoose: (index: number) => void,
 *   onCycle: (by: number) => void,
 *   onLook: (mask: Looked | null) => void,
 *   freePlace: ReturnType<typeof import("../stage/view.js").createView>["freePlace"],
 * }} on
 */
export function createCandidates(group, photo, words, client, on) {
  const { label } = words;
  const strip = /** @type {HTMLElement} */ (group.parentElement);
  const hint = /** @type {HTMLElement} */ (strip.querySelector(".hint"));
  /** What is pictured. @type {readonly Candidate[]} */
  let shown = [];
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
  group.addEventListener("focusin", ({ target }) => {
    const picture = /** @type {Element} */ (target);
    const isNews = picture.matches(":focus-visible") && picture.getAttribute("aria-checked") !== "true";
    on.onLook((isNews && looks.get(picture)) || null);
  });
  group.addEventListener("focusout", () => on.onLook(null));
  group.addEventListener("pointerleave", () => {
    on.onLook(null);
    lie();
  });

  const focused = () => /** @type {ShadowRoot} */ (group.getRootNode()).activeElement;

  /**
   * Lie beside what is selected, of all that is offered if there is room; where there is none, below the photo. There
   * they stay; who zooms in does without them instead, as the photo must not move by itself meanwhile.
   * @param {boolean} [zooms]
   */
  function lie(zooms = false) {
    if (shown.length === 0 || getComputedStyle(group).position !== "absolute") return;
    if (group.matches(":hover, :has(:focus-visible)")) return; // from under who chooses, nothing moves away
    group.removeAttribute("data-upright");
    const size = { width: group.offsetWidth, height: group.offsetHeight };
    const { offsetLeft: x, offsetTop: y, offsetWidth: width, offsetHeight: height } = hint;
    const taken = width > 0 ? [{ x, y, width, height }] : [];
    const chosen = shown.filter(({ index }) => index === client.state.chosen);
    const found =
      on.freePlace(shown, size, taken) ?? (chosen.length > 0 ? on.freePlace(chosen, size, taken) : null);
    group.toggleAttribute("data-away", found === null && zooms);
    strip.toggleAttribute("data-docked", found === null && !zooms);
    group.toggleAttribute("data-upright", found?.isUpright === true);
    if (found) Object.assign(group.style, { left: `${found.x}px`, top: `${found.y}px`, bottom: "auto" });
  }

  /** @param {readonly Candidate[]} candidates @param {HTMLElement[]} nodes */
  function fill(candidates, nodes) {
    shown = candidates;
    group.replaceChildren(...nodes);
    if (candidates.length === 0) strip.removeAttribute("data-docked");
  }

  /** @param {number | null} index  of the chosen one */
  function mark(index) {
    for (const each of group.querySelectorAll("button")) {
      const isChosen = Number(each.dataset.index) === index;
      each.setAttribute("aria-checked", String(isChosen));
      each.tabIndex = isChosen || (index === null && !each.previousElementSibling) ? 0 : -1;
      if (isChosen && group.contains(focused())) each.focus();
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
    const hadFocus = group.contains(focused());
    const nodes = candidates.map((each, place) => {
      const node = picture(each, { place, count: candidates.length, photo }, words);
      looks.set(node, each);
      return node;
    });
    fill(candidates, nodes);
    lie();
    mark(chosen);
    if (hadFocus) /** @type {HTMLElement | null} */ (group.querySelector("[tabindex='0']"))?.focus();
  }

  return {
    /** @param {string | null} key  of the active object's mask, or `OFFERS` @param {{chosen: number | null}} state */
    update(key, { chosen }) {
      const stack = key?.split(":")[0] ?? null;
      group.hidden = stack === null;
      if (stack === pictured) {
        mark(chosen);
        return lie();
      }
      pictured = stack;
      if (stack === null) fill([], []);
      else void draw(stack);
    },
    /** Something else of the photo is seen. */
    follow: () => lie(true),
  };
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
  node.append(paintCandidate(mask, photo));
  if (!name) return node;
  const small = document.createElement("small");
  small.textContent = name;
  node.append(small);
  return node;
}
