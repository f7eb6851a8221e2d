// The masks to choose from: those that a click may have meant, or what the photo may be about.
import { withLevels } from "../opening/masks.js";
import { Everything } from "./everything.js";
import { OFFERS } from "./subject.js";

export class Choosing {
  #client;
  #runner;

  /**
   * @param {Pick<import("../client.js").Client, "edit" | "subject" | "state" | "look">} client
   * @param {import("../worker/runner.js").Runner} runner
   */
  constructor(client, runner) {
    this.#client = client;
    this.#runner = runner;
    this.everything = new Everything(runner, (x, y, mask) => client.look(x, y, mask));
  }

  /** With the logits of each, and the stack that it is of. */
  async masks() {
    const { offers } = this.#client.subject;
    if (offers.length) return offers.map((each, index) => ({ ...each, index, level: null, stack: OFFERS }));
    const copies = (await this.#runner.seat?.candidates().catch(() => null)) ?? [];
    return withLevels(copies, this.#client.state.candidates);
  }

  /** Show one of these. @param {number} index */
  choose(index) {
    const { subject } = this.#client;
    const offer = subject.offers[index];
    if (!offer) return this.#client.edit("choose", index);
    subject.drop();
    return this.take(offer.proposal);
  }

  /** Show the next of them. @param {number} [by] */
  cycle(by = 1) {
    const { length } = this.#client.subject.offers;
    return length ? this.choose(by > 0 ? 0 : length - 1) : this.#client.edit("cycle", by);
  }

  /** Begin with a click that was proposed. @param {import("./subject.js").Proposal} proposal */
  take({ x, y, mask }) {
    return this.#client.edit("take_proposal", x, y, mask);
  }
}
