// What the photo is about, looked for before anybody has clicked: picked where that is sure, else offered. What is
// proposed is a click, so the machine makes it as a person does.

import { fetchForetold, smallestAt } from "../opening/foretold.js";
import { foreseen } from "../opening/masks.js";

export const MOST = 3; // pictures to choose from
/** Stands where a stack of masks has its handle. */
export const OFFERS = "offers";

/** @typedef {import("#protocol").Proposal} Proposal */
/** @typedef {Pick<import("../opening/masks.js").Mask, "logits" | "extent" | "part">} Looked */
/** @typedef {import("../opening/foretold.js").Offer} Offer */
/** @typedef {import("../opening/foretold.js").Foretold} Foretold */

export class Subject {
  #runner;
  #on;
  /** @type {AbortController | null} */
  #looking = null;
  /** What a file beside the photo tells, until something was made of it. @type {Foretold | null} */
  #foretold = null;
  /** @type {Promise<Foretold | null> | null} */
  #telling = null;
  /** @type {readonly Offer[]} */
  #offers = [];
  /** Whether there was nothing to be found. */
  isNothing = false;
  /** Whether a photo comes, or has come, of which it is still to be seen. */
  isComing = false;
  /** The photo that is shown. @type {import("#protocol").PhotoSize | null} */
  photo = null;

  /**
   * @param {import("../worker/runner.js").Runner} runner
   * @param {{
   *   onSure: (proposal: Proposal) => Promise<boolean>, onChange: () => void, isNew: (sha256: string) => Promise<boolean>,
   *   preview: (x: number, y: number, mask: number) => Promise<Looked | null>,
   * }} on  `onSure` tells whether what was proposed can be had, `isNew` whether a photo was never worked on
   */
  constructor(runner, on) {
    this.#runner = runner;
    this.#on = on;
  }

  /** Whether it is still to be seen what comes of it: until then nothing else is to be asked by hovering. */
  get isBusy() {
    return this.#looking !== null || this.foretold !== null;
  }

  /** What is told to be under a place. @param {number} x @param {number} y @returns {Looked | null} */
  under(x, y) {
    return this.foretold && smallestAt(this.foretold.offers, { x, y });
  }

  /** What is told of the photo that is shown, before anything can be made of it. */
  get foretold() {
    const { width, height } = this.#foretold?.photo ?? {};
    return width === this.photo?.width && height === this.photo?.height ? this.#foretold : null;
  }

  /** What to paint of what is told, where that is sure. */
  get foreseen() {
    const { foretold } = this;
    return foretold?.isSure ? [foreseen(/** @type {Offer} */ (foretold.offers[0]))] : null;
  }

  /** What it may be, where that isn't sure. @returns {readonly Offer[]} */
  get offers() {
    const { foretold } = this;
    return foretold && !foretold.isSure ? foretold.offers.slice(0, MOST) : this.#offers;
  }

  /**
   * Take what a file tells of the photo that comes, unless that was worked on before.
   * @param {Pick<import("../opening/loader.js").Where, "proposals" | "kept">} where
   */
  async foretell({ proposals, kept }) {
    this.isComing = true;
    const telling = this.#told(proposals ?? "", kept);
    this.#telling = telling;
    const foretold = await telling;
    if (this.#telling !== telling) return;
    this.#foretold = foretold;
    if (foretold) this.#on.onChange();
  }

  /** Look, and pick or offer something, unless something else is done meanwhile. @param {string} [sha256]  of the photo's file */
  async look(sha256) {
    const known = this.#foretold?.sha256 === sha256 ? this.#foretold : null;
    if (!known) this.drop();
    this.isComing = true;
    const looking = new AbortController();
    this.#looking = looking;
    const found = known ? told(known) : await this.#found(looking);
    if (this.#looking !== looking) return;
    const isPicked = found?.isSure && (await this.#pick(found.ranked).catch(() => null));
    if (this.#looking !== looking) return;
    this.#looking = this.#foretold = null;
    this.isComing = false;
    if (!found) return;
    const hasFailed = isPicked === null; // who made the click has told why
    this.#offers = isPicked || hasFailed ? [] : found.offers;
    this.isNothing = !isPicked && !hasFailed && found.offers.length === 0;
    this.#on.onChange();
  }

  /** Something is done, or another photo comes: nobody waits for it any more. */
  drop() {
    this.#looking?.abort();
    this.#looking = this.#foretold = this.#telling = null;
    this.#offers = [];
    this.isNothing = this.isComing = false;
  }

  /** @param {string | Foretold} proposals  or their address @param {Promise<unknown>} [kept] */
  async #told(proposals, kept) {
    const foretold = typeof proposals === "string" ? await fetched(proposals, kept) : proposals;
    return foretold && (await this.#on.isNew(foretold.sha256)) ? foretold : null;
  }

  /** What the worker finds. @param {AbortController} looking */
  async #found(looking) {
    const found = await this.#runner.seat?.propose(looking.signal).catch(() => null);
    if (!found) return null;
    return { ...found, offers: found.isSure ? [] : await this.#offersOf(found.ranked, looking) };
  }

  /** @param {readonly Proposal[]} ranked */
  async #pick(ranked) {
    for (const proposal of ranked) if (await this.#on.onSure(proposal)) return true;
    return false;
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

/** What a file tells of a photo that is not kept. @param {string} address @param {Promise<unknown>} [kept] */
async function fetched(address, kept) {
  return address === "" || (await kept) ? null : fetchForetold(address);
}

/** What a file tells, as if it had been found. @param {Foretold} foretold */
function told({ isSure, offers }) {
  return {
    ranked: offers.map(({ proposal }) => proposal),
    isSure,
    offers: isSure ? [] : offers.slice(0, MOST),
  };
}

/** The label of what is to be said of it, if something is. @param {Pick<import("../client.js").Client, "subject" | "shownState">} client */
export function subjectHint({ subject, shownState }) {
  if (shownState.proposed || subject.foretold?.isSure) return "subject-picked";
  if (subject.offers.length) return "subject-offered";
  return subject.isNothing ? "subject-none" : null;
}
