// What the bundle takes from the Python tables, and failures, which carry an English sentence until it is said.
import generated from "#generated";

/** @param {string} template @param {Record<string, unknown>} values */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** Whether the same may well succeed when tried again. @param {string} code */
export function isRetryable(code) {
  return generated.retryable.includes(code);
}

/** The id of the model whose decoder this bundle holds. */
export const model = generated.model;

/** What encoding on this device downloads. */
export const encoderBytes = generated.encoder.bytes;

export const version = generated.version;

/** A failure with a stable code and a sentence, as everywhere in clickcut. */
export class ClickcutError extends Error {
  /**
   * @param {string} code
   * @param {Record<string, unknown>} [values]  what the sentence names
   * @param {string} [message]  the sentence as Python or the server said it
   */
  constructor(code, values = {}, message) {
    const sentences = /** @type {Record<string, string>} */ (generated.words.sentences);
    super(message ?? fill(sentences[code] ?? code, values));
    this.name = "ClickcutError";
    this.code = code;
    /** As text, as Python and the server tell them. @type {Readonly<Record<string, string>>} */
    this.values = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
  }
}
