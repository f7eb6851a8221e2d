// Long work in the worker that the page may stop: it asks between two steps whether it is still wanted.
import { ClickcutError } from "../words/texts.js";

/** @typedef {{isWanted: () => boolean, tell: (share: number) => void}} Job  what asks for it, and is told how far it is */

/** Go on after the messages that have come; a timer would take 4 ms for it. */
export function turn() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(null);
  });
}

/** Hear what has come, and tell whether a job is still wanted. @param {Pick<Job, "isWanted">} job */
export async function isAwaited({ isWanted }) {
  await turn();
  return isWanted();
}

/** Tell how far a job is, hear what has come meanwhile, and throw if that was to stop it. @param {Job} job @param {number} share */
export async function step(job, share) {
  job.tell(share);
  if (!(await isAwaited(job))) throw new ClickcutError("cancelled");
}

/** A part of a job, told as a whole. @param {Job} job @param {number} place @param {number} count  of equal parts @returns {Job} */
export const part = ({ isWanted, tell }, place, count) => ({
  isWanted,
  tell: (share) => tell((place + share) / count),
});

export class Jobs {
  /** Tickets of what goes on. @type {Set<number>} */
  #wanted = new Set();

  /** @template T @param {number} ticket @param {(isWanted: () => boolean) => Promise<T>} work */
  async run(ticket, work) {
    this.#wanted.add(ticket);
    try {
      return await work(() => this.#wanted.has(ticket));
    } finally {
      this.#wanted.delete(ticket);
    }
  }

  /** @param {number} ticket */
  stop(ticket) {
    this.#wanted.delete(ticket);
  }
}
