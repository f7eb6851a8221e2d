// When the hand rests, asks for what a file would hold and has the stage show it: soon, then as exact as the file.
import { isWhole } from "./stage/under.js";

/** @typedef {import("./stage/under.js").Rendering & {isFinal: boolean}} Rendering */
/** @typedef {import("#protocol").Seen} Seen */

const REST = 150; // ms; until then the mask itself is seen
const LONG_REST = 1000; // ms; what is exact takes longer, and a click would wait for it
const SLACK = 1.06; // that much coarser than the screen nobody sees

/**
 * @param {Pick<import("./client.js").Client, "render" | "state" | "picture" | "isLoading">} client
 * @param {Pick<ReturnType<typeof import("./stage/view.js").createView>, "seen" | "scene" | "show">} view
 * @param {(isFile: boolean) => void} onShown  whether what is seen is exactly what a file would hold
 */
export function createRendering(client, view, onShown) {
  let timer = 0;
  let isAsking = false;
  let isWanted = false; // also while it is being asked

  /** The mask that a file would be made of, if that is what is looked at and nothing about it waits. */
  function key() {
    const { masks, points } = client.picture;
    const mask = masks.find(({ isActive }) => isActive) ?? masks.at(-1);
    const waits = client.isLoading || points.some((point) => "pending" in point);
    return view.seen && !waits ? mask?.key : undefined;
  }

  /** What is shown of a mask. @param {string} key */
  const shown = (key) =>
    /** @type {Rendering[]} */ (view.scene.renderings.filter((each) => each.key === key));

  /** @param {string} key @param {Seen} seen @returns {number | null} how long the hand is to rest before more is asked */
  function patience(key, seen) {
    const enough = shown(key).filter((each) => suffices(each, seen));
    if (enough.length === 0) return REST;
    return enough.some(({ isFinal }) => isFinal) ? null : LONG_REST;
  }

  async function ask() {
    timer = 0;
    const { seen } = view;
    const asked = key();
    isWanted = isAsking;
    if (isAsking || !seen || !asked) return;
    isAsking = true;
    const made = await client.render(seen, patience(asked, seen) === REST);
    isAsking = false;
    const { photo } = client.state;
    if (made && photo && asked === key()) {
      const next = placed(asked, made);
      const before = isWhole(next) ? [] : shown(asked).filter(isWhole);
      const dropped = view.scene.renderings.filter(
        (each) => !before.includes(/** @type {Rendering} */ (each)),
      );
      view.show({ renderings: [...before, next] });
      for (const { bitmap } of dropped) bitmap.close();
    }
    if (made || isWanted) rest(); // what can't be made is not asked again until something changes
  }

  /** The hand has moved, or something else is to be seen. */
  function rest() {
    clearTimeout(timer);
    timer = 0;
    const { seen } = view;
    const wanted = key();
    const wait = seen && wanted ? patience(wanted, seen) : null;
    if (wait !== null) timer = setTimeout(ask, wait);
    onShown(wanted !== undefined && wait === null);
  }

  return { rest, stop: () => clearTimeout(timer) };
}

/** @param {Rendering} rendering @param {Seen} seen */
function suffices({ density, part, top, bottom }, seen) {
  const hasAll = top <= Math.max(seen.top, part[1]) && bottom >= Math.min(seen.bottom, part[3]);
  return density * SLACK >= Math.min(1, seen.density) && hasAll;
}

/**
 * @param {string} key @param {import("./worker/renderer.js").Rendered} made
 * @returns {Rendering}
 */
function placed(key, { bitmap, part, size, start, stop, subject, isFinal }) {
  const [left, top, right, bottom] = part;
  const [across, density] = [size.width / (right - left), size.height / (bottom - top)];
  const [x0, y0, x1, y1] = subject ?? [0, 0, 0, 0];
  const box = /** @type {import("#protocol").Box} */ ([
    left + Math.floor(x0 / across),
    top + Math.floor(y0 / density),
    left + Math.ceil(x1 / across),
    top + Math.ceil(y1 / density),
  ]);
  const rows = { top: top + start / density, bottom: top + stop / density };
  return { key, bitmap, part, density, isFinal, ...rows, subject: subject && box };
}
