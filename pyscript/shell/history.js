// The session's history as the page follows it, step by step, for the day the worker dies.

/** @typedef {{recipe: any, position: number, count: number}} Step */
/** @typedef {{recipes: any[], position: number}} History */

/** @type {History} */
export const UNTOUCHED = { recipes: [], position: 0 };

/** @param {History} history @param {Step} step @returns {History} */
export function follow(history, { recipe, position, count }) {
  const recipes = history.recipes.slice(0, count);
  recipes[position] = recipe;
  return { recipes, position };
}
