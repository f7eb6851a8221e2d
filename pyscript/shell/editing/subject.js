// What the photo is about, looked for before anybody has clicked: picked where that is sure, else offered. What is
// proposed is a click, so the machine makes it as a person does.

const MOST = 3; // pictures to choose from
/** Stands where a stack of masks has its handle. */
export const OFFERS = "offers";

/** @typedef {import("#protocol").Proposal} Proposal */
/** @typedef {Pick<import("../opening/masks.js").Mask, "logits" | "extent" | "part">} Looked */
/** @typedef {Looked & {proposal: Proposal}} Offer */

export class Subject {
  #runner;
  #on;
  /** @type {AbortController | null} */
  #looking = null;
  /** What it may be, where that isn't sure. @type {readonly Offer[]} */
  offers = [];
  /** Whether there was nothing to be found. */
  isNothing = false;

  /**
   * @param {import("../worker/runner.js").Runner} runner
   * @param {{
   *   onSure: (proposal: Proposal) => Promise<boolean>, onChange: () => void,
   *   preview: (x: number, y: number, mask: number) => Promise<Looked | null>,
   * }} on  `onSure` tells whether what was proposed can be had
   */
  constructor(runner, on) {
    this.#runner = runner;
    this.#on = on;
  }

  /** Whether the worker has its hands full with it. */
  get isLooking() {
    return this.#looking !== null;
  }

  /** Look, and pick or offer something, unless something else is done meanwhile. */
  async look() {
    this.drop();
    const looking = new AbortController();
    this.#looking = looking;
    const found = await this.#runner.seat?.propose(looking.signal).catch(() => null);
    const { ranked, isSure } = found ?? { ranked: [], isSure: false };
    const offers = isSure ? [] : await this.#offersOf(ranked, looking);
    if (this.#looking !== looking) return;
    this.#looking = null;
    if (!found) return;
    if (isSure) for (const proposal of ranked) if (await this.#on.onSure(proposal)) return;
    this.offers = offers;
    this.isNothing = offers.length === 0;
    this.#on.onChange();
  }

  /** Something is done, or another photo comes: nobody waits for it any more. */
  drop() {
    this.#looking?.abort();
    this.#looking = null;
    this.offers = [];
    this.isNothing = false;
  }

  /** @param {readonly Proposal[]} ranked @param {AbortController} looking @returns {Promise<Offer[]>} */
  async #offersOf(ranked, looking) {
    /** @type {Offer[]} */
    const offers = [];
    for (const proposal of ranked) {
      if (offers.length === MOST || this.#looking !== looking) break;
      const mask = await this.#on.preview(proposal.x, proposal.y, proposal.mask);
      if (mask) offers.push({ ...mask, proposal });
    }
    return offers;
  }
}

/** The label of what is to be said of it, if something is. @param {Pick<import("../client.js").Client, "subject" | "shownState">} client */
export function subjectHint({ subject, shownState }) {
  if (shownState.proposed) return "subject-picked";
  if (subject.offers.length) return "subject-offered";
  return subject.isNothing ? "subject-none" : null;
}
