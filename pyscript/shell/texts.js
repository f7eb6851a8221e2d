// Every word a person reads comes from the Python tables, through the generated file.
import generated from "#generated";

/** @param {string} template @param {Record<string, unknown>} values */
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** @param {keyof typeof generated.labels} key @param {Record<string, unknown>} [values] */
export function label(key, values = {}) {
  return fill(generated.labels[key], values);
}

/** @param {string} code */
export function note(code) {
  return /** @type {Record<string, string>} */ (generated.notes)[code] ?? code;
}

/** Whether the same may well succeed when tried again. @param {string} code */
export function isRetryable(code) {
  return generated.retryable.includes(code);
}

/** The id of the model whose decoder this bundle holds. */
export const model = generated.model;

export const version = generated.version;

/** A failure with a stable code and a sentence, as everywhere in clickcut. */
export class ClickcutError extends Error {
  /** @param {string} code @param {Record<string, unknown>} [values] @param {string} [message] */
  constructor(code, values = {}, message) {
    const sentences = /** @type {Record<string, string>} */ (generated.sentences);
    super(message ?? fill(sentences[code] ?? code, values));
    this.name = "ClickcutError";
    this.code = code;
  }
}
