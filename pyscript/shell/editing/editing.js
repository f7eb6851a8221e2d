// Does things to the open photo, and follows what is answered: state, masks, history, and how long it took.

import { ClickcutError } from "../words/texts.js";
import { Timings } from "../worker/timings.js";
import { Pending } from "./pending.js";

/** @typedef {import("../clickcut.d.ts").State} State */
/** @typedef {import("../operations.js").Edits} Edits */
/** @typedef {import("../operations.js").Edit} Edit */
/** @typedef {Edit | "import_mask"} Edited  what was done */

const NONE = {};

export class Editing {
  #runner;
  #loader;
  #memory;
  #on;
  /** The clicks that wait. */
  pending = new Pending();
  /** What this element's steps took. */
  timings = new Timings();
  /** What the newest took. @type {State["timings"]} */
  latest = NONE;

  /**
   * @param {import("../worker/runner.js").Runner} runner @param {import("../opening/loader.js").Loader} loader
   * @param {import("../opening/memory.js").Memory} memory
   * @param {{onBegin: (name: Edited) => void, onChange: (edited: Edited | null) => void}} listeners
   *   `onBegin`: what was made or looked for is of what was
   */
  constructor(runner, loader, memory, listeners) {
    this.#runner = runner;
    this.#loader = loader;
    this.#memory = memory;
    this.#on = listeners;
  }

  /** Another photo is open. */
  forget() {
    this.latest = NONE;
  }

  /** Do something, after all that was asked before. @template {Edit} Name @param {Name} name @param {Edits[Name]} args */
  async edit(name, args) {
    if (name !== "add_point") return this.#edit(name, args);
    const [x, y, label = 1] = /** @type {Edits["add_point"]} */ (args);
    const point = this.pending.add(x, y, label);
    this.#on.onChange(null);
    try {
      return await this.#edit(name, [x, y, label]);
    } finally {
      if (this.pending.remove(point)) this.#on.onChange(null);
    }
  }

  /**
   * @param {Edited} name
   * @param {(seat: import("../worker/seat.js").Seat) => Promise<import("../worker/seat.js").Answer | null>} call
   * @returns {Promise<State["timings"] | null>}  null where there was nothing to do
   */
  async run(name, call) {
    const started = performance.now();
    this.#on.onBegin(name);
    const answer = await this.#runner.call(call);
    const { opened } = this.#loader;
    if (!opened) throw new ClickcutError("no-photo");
    if (!answer) return null;
    if (name === "add_point") this.pending.answered();
    opened.hasContinued = false;
    const isNothing = /^(un|re)do$/.test(name) && answer.step.position === opened.history.position;
    this.#loader.receive(opened, answer);
    this.#memory.step(opened, answer.step);
    const roundtrip = performance.now() - started;
    this.latest = { roundtrip };
    this.#on.onChange(isNothing ? null : name);
    const measured = { roundtrip, total: performance.now() - started };
    this.latest = measured;
    this.timings.add(name, { ...answer.state.timings, ...measured });
    return measured;
  }

  /** @param {Edit} name @param {Edits[Edit]} args */
  async #edit(name, args) {
    await this.#loader.ready;
    return this.run(name, (seat) => seat.operate(name, args));
  }
}
