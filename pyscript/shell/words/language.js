// Which language an element speaks, and the table of it: English is in the bundle, others are fetched when asked for.
import generated from "#generated";
import { inRuntime } from "../runtime_base.js";
import { ENGLISH, Words } from "./words.js";

/**
 * The language of an element as HTML tells it: its own `lang`, or that of the nearest ancestor, across shadow
 * roots. https://html.spec.whatwg.org/#language
 * @param {Element} element @returns {string}  empty where nothing is said
 */
export function languageOf(element) {
  const told = element.closest("[lang]");
  if (told) return /** @type {string} */ (told.getAttribute("lang"));
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : "";
}

/**
 * The words of a language or of the one it is a kind of (`de-AT` of `de`); English where there are none, or where
 * they can't be had.
 * @param {string} language @returns {Words | Promise<Words>}  at once, where nothing has to be fetched
 */
export function wordsOf(language) {
  const known = /** @type {string[]} */ (generated.languages);
  for (let tag = language.toLowerCase(); tag && tag !== ENGLISH.language; tag = tag.replace(/-?[^-]*$/, ""))
    if (known.includes(tag)) return fetchWords(tag);
  return ENGLISH;
}

/** @param {string} language */
async function fetchWords(language) {
  try {
    const response = await fetch(inRuntime(`words/${language}.json`));
    return response.ok ? new Words(language, await response.json()) : ENGLISH;
  } catch {
    return ENGLISH;
  }
}
