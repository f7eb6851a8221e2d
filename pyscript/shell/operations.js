// What can be done to an open photo, as Python's table has it: the element's methods for it are made of that.
import generated from "#generated";

/** @typedef {import("#protocol").Edits} Edits */
/** @typedef {keyof Edits} Edit  an operation's name in Python */
/** @typedef {{name: string, member: string | null, isNamed: boolean, arguments: (string | number | boolean)[][]}} Operation */

const TABLE = /** @type {Operation[]} */ (generated.operations);

/**
 * Give a class a method for each operation that is the element's.
 * @template Element
 * @param {{prototype: Element}} target
 * @param {(element: Element, name: Edit, args: Edits[Edit]) => unknown} call  does it
 */
export function addOperations({ prototype }, call) {
  for (const { name, member, isNamed, arguments: wanted } of TABLE) {
    if (member === null) continue;
    /** @this {Element} @param {...unknown} given */
    const method = function (...given) {
      const named = /** @type {Record<string, unknown>} */ (isNamed ? (given[0] ?? {}) : {});
      const args = wanted.map(([argument, otherwise], place) => {
        const value = isNamed ? named[String(argument)] : given[place];
        return value === undefined ? otherwise : value;
      });
      return call(this, /** @type {Edit} */ (name), /** @type {Edits[Edit]} */ (args));
    };
    Object.defineProperty(prototype, member, { value: method, writable: true, configurable: true });
  }
}
