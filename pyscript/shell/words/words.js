// The words of one language, and its way to write numbers. They come from the Python tables.
import generated from "#generated";
import { fill } from "./texts.js";

/** @typedef {typeof generated.words} Table */

/** What is known of the pointer, where there is a page. */
const fingers = globalThis.matchMedia?.("(pointer: coarse)");

export class Words {
  #table;
  #language;

  /** @param {string} language  a tag (BCP 47) @param {Table} table */
  constructor(language, table) {
    this.#language = language;
    this.#table = table;
  }

  get language() {
    return this.#language;
  }

  // Fields and not methods: they are handed on alone.

  /** As fingers are told it, where there is a text for them. @param {keyof Table["labels"]} key @param {Record<string, unknown>} [values] */
  label = (key, values = {}) => {
    const { labels } = this.#table;
    const forFingers = fingers?.matches && /** @type {Record<string, string>} */ (labels)[`${key}-touch`];
    return fill(forFingers || labels[key], values);
  };

  /** @param {string} code */
  note = (code) => /** @type {Record<string, string>} */ (this.#table.notes)[code] ?? code;

  /** @param {string} type  media type of what is taken away */
  format = (type) => /** @type {Record<string, string>} */ (this.#table.formats)[type];

  /** What went wrong; as it was said first, where this table does not know of it. @param {import("./texts.js").ClickcutError} error */
  sentence = ({ code, values, message }) => {
    const sentence = /** @type {Record<string, string>} */ (this.#table.sentences)[code] ?? "";
    const names = [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    return sentence && names.every((name) => name in values) ? fill(sentence, values) : message;
  };

  /** @param {number} value @param {number} decimals */
  number = (value, decimals) =>
    this.#written(value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

  /** Two digits that say something, as 43, 4.3 and 0.43. @param {number} value */
  twoDigits = (value) => this.#written(value, { minimumSignificantDigits: 2, maximumSignificantDigits: 2 });

  /** @param {number} value @param {Intl.NumberFormatOptions} options */
  #written(value, options) {
    return new Intl.NumberFormat(this.#language, { useGrouping: false, ...options }).format(value);
  }
}

export const ENGLISH = new Words("en", generated.words);
