// The list of the active object's points and its box: to be read out, moved and removed without seeing the photo.
import { icon } from "./icons.js";

/** @typedef {import("../words/words.js").Words} Words */
/** @typedef {import("../stage/viewport.js").Place} Place */
/** @typedef {import("#protocol").Prompts} Prompts */
/**
 * @typedef {{
 *   onSelect: (index: number | null) => void,
 *   onShift: (index: number, to: Place) => void,
 *   onMove: (index: number, to: Place) => Promise<unknown>,
 *   onDelete: (index: number) => void,
 *   onDeleteBox: () => void,
 *   onEmpty: () => void,
 * }} Handlers  the box's index is null; `onShift` comes with each key, `onMove` as often as it can be answered;
 *   `onEmpty`: the focus has nothing left to be on
 */

const FAST = 10; // photo pixels, with Shift
const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
});

/** @param {HTMLElement} section @param {Words} words @param {Handlers} on */
export function createPrompts(section, { label }, on) {
  const fold = document.createElement("details");
  const summary = document.createElement("summary");
  const title = document.createElement("h2");
  summary.append(title);
  // Arrow keys are for the points here, so screen readers must let them through.
  const keys = document.createElement("div");
  keys.setAttribute("role", "application");
  keys.setAttribute("aria-label", label("points"));
  const list = document.createElement("ul");
  keys.append(list);
  fold.append(summary, keys);
  section.append(fold);
  section.hidden = true;
  /** @type {Prompts} */
  let prompts = { points: [], box: null };
  let photo = { width: 1, height: 1 };
  /** What is listed, moves that wait for their answers included. @type {Prompts["points"]} */
  let points = [];
  /** @type {{index: number, to: Place} | null} */
  let next = null;
  let isMoving = false;

  /** @param {number} place */
  function row(place) {
    const isBox = place === points.length;
    const node = document.createElement("li");
    const text = isBox
      ? boxName(/** @type {import("../stage/marks.js").Box} */ (prompts.box), label)
      : nameOf(points[place], label);
    const entry = button("entry", text);
    entry.title = label(isBox ? "box-entry-hint" : "point-entry-hint");
    entry.addEventListener("focus", () => on.onSelect(isBox ? null : place));
    entry.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Delete" || event.key === "Backspace") remove(place);
      else if (!isBox && Object.hasOwn(ARROWS, event.key)) shift(place, event);
      else return;
      event.preventDefault();
    });
    const bin = button("delete", "");
    bin.title = label("delete-entry", { entry: text });
    bin.setAttribute("aria-label", bin.title);
    bin.append(icon("delete"));
    bin.addEventListener("click", () => remove(place));
    node.append(entry, bin);
    return node;
  }

  /** @param {number} place */
  function remove(place) {
    if (place === points.length) on.onDeleteBox();
    else on.onDelete(place);
  }

  /** @param {number} place @param {KeyboardEvent} event */
  function shift(place, { key, shiftKey }) {
    const [across, down] = ARROWS[key].map((sign) => sign * (shiftKey ? FAST : 1));
    const point = points[place];
    const to = { x: within(point.x + across, photo.width), y: within(point.y + down, photo.height) };
    points = points.map((each, index) => (index === place ? { ...each, ...to } : each));
    const entry = list.querySelectorAll(".entry")[place];
    entry.textContent = nameOf(points[place], label);
    on.onShift(place, to);
    next = { index: place, to };
    if (!isMoving) void move();
  }

  /** Of the moves that wait for an answer only the newest counts. */
  async function move() {
    isMoving = true;
    while (next) {
      const { index, to } = next;
      next = null;
      await on.onMove(index, to);
    }
    isMoving = false;
    render();
  }

  function render() {
    if (isMoving) return;
    const focused = /** @type {ShadowRoot} */ (list.getRootNode()).activeElement;
    const rows = [...list.children];
    const place = rows.findIndex((each) => each.contains(focused));
    points = prompts.points;
    const count = points.length + (prompts.box ? 1 : 0);
    section.hidden = count === 0;
    title.textContent = countOf(prompts, label);
    list.replaceChildren(...Array.from({ length: count }, (_, index) => row(index)));
    if (place < 0) return;
    const again = list.children[Math.min(place, count - 1)]?.querySelector(".entry");
    if (again) /** @type {HTMLElement} */ (again).focus();
    else on.onEmpty();
  }

  return {
    /** @param {Prompts} asked @param {import("../stage/viewport.js").Size | null} size  the photo's */
    update(asked, size) {
      photo = size ?? photo;
      if (JSON.stringify(asked) === JSON.stringify(prompts)) return;
      prompts = asked;
      render();
    },
  };
}

/** What the list holds, in a few words. @param {Prompts} prompts @param {Words["label"]} label */
export function countOf({ points: { length: count }, box }, label) {
  const counted = count === 1 ? label("point-count-one") : label("point-count", { count });
  if (!box) return counted;
  return count === 0 ? label("box") : label("box-and-points", { points: counted });
}

/** @param {{x: number, y: number, label: number}} point @param {Words["label"]} label */
function nameOf({ x, y, label: sign }, label) {
  return label(sign === 1 ? "include-at" : "exclude-at", { x, y });
}

/** @param {import("../stage/marks.js").Box} box @param {Words["label"]} label */
function boxName([x0, y0, x1, y1], label) {
  return label("box-at", { x0, y0, x1, y1 });
}

/** @param {string} kind @param {string} text */
function button(kind, text) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = kind;
  node.textContent = text;
  return node;
}

/** @param {number} value @param {number} length */
function within(value, length) {
  return Math.min(Math.max(value, 0), length - 1);
}
