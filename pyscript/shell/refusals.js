// What is said of a failure, and which way on is offered.
import { encoderBytes, isRetryable } from "./words/texts.js";

/** @typedef {Parameters<ReturnType<typeof import("./panel/controls.js").createBanner>["show"]>} Shown */

/**
 * @param {import("./words/texts.js").ClickcutError} error @param {(() => void) | undefined} retry
 * @param {import("./words/words.js").Words} words
 * @returns {Shown}
 */
export function told(error, retry, words) {
  if (error.code === "no-encoder" && retry) {
    const size = words.number(encoderBytes / 1e6, 0);
    return [words.label("encode-here-question", { size }), { name: "encode-here", run: retry }, false];
  }
  /** @type {"open-as-photo" | "retry"} */
  const other = /^recipe-/.test(error.code) ? "open-as-photo" : "retry";
  /** @type {typeof other | "restart"} */
  const name = error.code === "worker-died" ? "restart" : other;
  const helps = name !== "retry" || isRetryable(error.code);
  const way = helps && retry ? { name, run: retry } : undefined;
  return [words.sentence(error), way, error.code !== "cancelled", error.code === "engine-stalled"];
}
