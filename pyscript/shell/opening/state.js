// What a person can see of a photo, as the page and its own parts are told: put together once an answer, and frozen.

/** @typedef {import("#protocol").SessionState} SessionState */

/** Before there is a photo. @type {SessionState} */
export const EMPTY = freeze({
  photo: null,
  maskExtent: null,
  prompts: { points: [], box: null },
  look: { grow: 0, feather: 0, smooth: 0 },
  lookMost: 0,
  candidates: [],
  chosen: null,
  active: 1,
  proposed: false,
  closer: null,
  objects: [],
  canUndo: false,
  canRedo: false,
  timings: {},
});

/** The state with its prompts, which an answer has in its step. @param {Pick<import("#protocol").Answer, "state" | "step">} answer @returns {SessionState} */
export function stateOf({ state, step }) {
  const recipes = new Map(step.document.objects.map(({ id, recipe }) => [id, recipe]));
  const objects = state.objects.map((each) => {
    const { points, box } = each.prompts ?? recipes.get(each.id) ?? EMPTY.prompts;
    return { ...each, prompts: { points, box } };
  });
  const active = objects.find((each) => each.active);
  return freeze({ ...state, objects, prompts: active?.prompts ?? EMPTY.prompts });
}

/** Freeze a plain value with all that is in it. @template T @param {T} plain @returns {T} */
export function freeze(plain) {
  if (typeof plain !== "object" || plain === null || Object.isFrozen(plain)) return plain;
  for (const value of Object.values(plain)) freeze(value);
  return Object.freeze(plain);
}

/** The element's state, made anew only when one of its parts is another one. */
export class StateOnce {
  /** @type {readonly unknown[]} */
  #parts = [];
  /** @type {import("../clickcut.d.ts").State | null} */
  #state = null;

  /** @param {SessionState} session @param {SessionState["timings"]} timings @param {import("../clickcut.d.ts").Runtime} runtime */
  of(session, timings, runtime) {
    const parts = [session, timings, runtime];
    if (this.#state && parts.every((part, place) => part === this.#parts[place])) return this.#state;
    this.#parts = parts;
    this.#state = freeze({ ...session, timings: { ...session.timings, ...timings }, runtime });
    return this.#state;
  }
}
