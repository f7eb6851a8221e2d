// Prepares the photos that come next, one at a time: their embeddings, and what they may be about. What a person does
// meanwhile goes first.
import { MOST } from "../editing/subject.js";
import { wholeOf } from "../opening/masks.js";
import { asOurs } from "../words/foreign.js";
import { find, left } from "./items.js";
import { openBeside } from "./open_beside.js";

/** @typedef {import("../opening/foretold.js").Foretold} Foretold */
/** @typedef {import("../opening/opening.js").Opened} Opened */
/** @typedef {import("../worker/seat.js").Seat} Seat */

const AHEAD = 2; // photos
const REST = 500; // ms without a hand that moves

export class Beforehand {
  #tray;
  #shelf;
  #page;
  #on;
  /** @type {{key: string, stopping: AbortController, encoded: Promise<Uint8Array>} | null} */
  #work = null;
  /** What is open while nothing is to be prepared: it failed, and not for the photo's sake. @type {string | null | undefined} */
  #idleFor;
  /** Aborted once a hand has moved. */
  #moved = new AbortController();

  /**
   * @param {import("./tray.js").Tray} tray @param {import("./shelf.js").Shelf} shelf
   * @param {import("./open_beside.js").Page} page
   * @param {{isBusy: () => boolean, wantsSubject: () => boolean}} on  whether the open photo still needs the engine
   */
  constructor(tray, shelf, page, on) {
    this.#tray = tray;
    this.#shelf = shelf;
    this.#page = page;
    this.#on = on;
  }

  /** The embedding that is being made of a photo, if one is. @param {string} key */
  encoded(key) {
    return this.#work?.key === key ? this.#work.encoded : null;
  }

  /** Go on with what is to come; what is no more to come is given up. */
  async next() {
    const { items, current } = this.#tray;
    const wanted = left(items, current).slice(0, AHEAD);
    const { key: under = null, stopping } = this.#work ?? {};
    if (under !== null && !wanted.some(({ key }) => key === under)) stopping?.abort();
    if (under !== null || current === this.#idleFor) return;
    const item = wanted.find(({ stage }) => stage === "waiting");
    if (!item) return;
    const { key } = item;
    this.#tray.change(key, { stage: "encoding" });
    const failure = await this.#prepare(item).then(() => null, asOurs);
    if (find(this.#tray.items, key)?.stage === "encoding") this.#tray.change(key, { stage: "waiting" });
    if (failure) this.#tray.fail(key, failure);
    const isOver = !failure || failure.code === "cancelled" || find(this.#tray.items, key)?.problem;
    if (!isOver) this.#idleFor = this.#tray.current;
    await this.next();
  }

  /** Somebody does something: what can wait does. */
  rest() {
    this.#moved.abort();
    this.#moved = new AbortController();
  }

  /** Prepare nothing until another photo is open. */
  stop() {
    this.#idleFor = this.#tray.current;
    this.#work?.stopping.abort();
  }

  /** @param {import("./items.js").Item} item */
  async #prepare(item) {
    const stopping = new AbortController();
    const { signal } = stopping;
    /** @type {(opened: Opened) => void} */
    let onEncoded = () => {};
    const made = /** @type {Promise<Opened>} */ (
      new Promise((resolve) => {
        onEncoded = resolve;
      })
    );
    const opening = this.#shelf.source(item, this.#tray.where).then((source) =>
      openBeside(this.#page, source, signal, async (opened, seat) => {
        onEncoded(opened);
        if (this.#tray.current === item.key) return;
        this.#shelf.hold(item.key, opened);
        const stage = opened.state.objects.length ? "picked" : "ready";
        this.#tray.change(item.key, { stage, sha256: opened.sha256 });
        if (opened.hasContinued || !this.#on.wantsSubject()) return;
        const foretold = await this.#foretell(opened, seat, signal);
        if (!foretold) return;
        this.#shelf.foretell(item.key, foretold);
        if (foretold.isSure) this.#tray.change(item.key, { stage: "picked" });
      }),
    );
    const encoded = Promise.race([made, opening.then(() => made)]).then(({ embedding }) => embedding);
    encoded.catch(() => {});
    this.#work = { key: item.key, stopping, encoded };
    await opening.finally(() => {
      this.#work = null;
    });
  }

  /** @param {Opened} opened @param {Seat} seat @param {AbortSignal} stop @returns {Promise<Foretold | null>} */
  async #foretell({ sha256, state: { photo, maskExtent: extent } }, seat, stop) {
    if (!photo || !extent) return null;
    const { ranked, isSure } = await this.#propose(seat, stop);
    /** @type {import("../opening/foretold.js").Offer[]} */
    const offers = [];
    for (const proposal of ranked) {
      if (offers.length === (isSure ? 1 : MOST)) break;
      const { x, y, mask } = proposal;
      const logits = await seat.preview(x, y, mask).catch(() => null);
      if (logits) offers.push({ proposal, logits, extent, part: wholeOf(photo) });
    }
    return { sha256, photo, isSure: isSure && offers.length > 0, offers };
  }

  /** Look for the subject while nobody does anything, from the start where somebody did. @param {Seat} seat @param {AbortSignal} stop */
  async #propose(seat, stop) {
    for (;;) {
      await this.#rested(stop);
      const moved = this.#moved.signal;
      const found = await seat.propose(AbortSignal.any([stop, moved])).catch((error) => {
        if (stop.aborted || !moved.aborted) throw error;
        return null;
      });
      if (found) return found;
    }
  }

  /** Resolves once nothing has moved for a while, and the open photo is done with. @param {AbortSignal} stop */
  async #rested(stop) {
    for (;;) {
      const moved = this.#moved.signal;
      await new Promise((resolve) => setTimeout(resolve, REST));
      stop.throwIfAborted();
      if (!moved.aborted && !this.#on.isBusy()) return;
    }
  }
}
