// The list of all keys, as a dialog over the page. It takes the keys from where they are listened to.

import { KEYS as WAYS } from "../stage/navigation.js";
import { KEYS as COMMANDS } from "./controls.js";
import { icon } from "./icons.js";

/** @typedef {import("../words/words.js").Words} Words */

/** Keys that are in no table, by where they work. */
const OTHERS = /** @type {const} */ ({
  tools: ["object-by-number", "undo", "redo", "shortcuts"],
  zoom: ["space"],
  crosshair: ["move", "move-slowly", "enter", "enter-opposite", "delete", "escape"],
  everything: ["look-through", "take", "take-more", "leave"],
  points: ["shift", "shift-fast", "remove"],
  objects: ["rename", "reorder", "remove-object"],
  tray: ["accept", "beside", "remove-photo"],
});

/** @param {HTMLDialogElement} dialog @param {Words} words */
export function createShortcuts(dialog, { label }) {
  const others = (/** @type {keyof typeof OTHERS} */ where) =>
    OTHERS[where].map((name) => row(label(`keys-${name}`), label(`does-${name}`)));

  const title = document.createElement("h2");
  title.id = "shortcuts";
  title.textContent = label("shortcuts");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.title = label("dismiss");
  close.setAttribute("aria-label", label("dismiss"));
  close.append(icon("close"));
  close.addEventListener("click", () => dialog.close());
  const header = document.createElement("header");
  header.append(title, close);
  const commands = Object.entries(COMMANDS).map(([key, command]) => row(named(key), label(`key-${command}`)));
  const ways = Object.entries(WAYS)
    .filter(([key]) => key !== "=") // the plus without Shift
    .map(([key, way]) => row(named(key), label(`key-${way}`)));
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(
    header,
    ...section(label("tools"), [...commands, ...others("tools")]),
    ...section(label("zoom"), [...ways, ...others("zoom")]),
    ...section(label("crosshair"), others("crosshair")),
    ...section(label("everything"), others("everything")),
    ...section(label("points"), others("points")),
    ...section(label("objects"), others("objects")),
    ...section(label("tray"), others("tray")),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // its backdrop
  });
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // not for the page's own keys

  return { open: () => dialog.showModal() };
}

/** @param {string} title @param {HTMLElement[]} rows */
function section(title, rows) {
  const heading = document.createElement("h3");
  heading.textContent = title;
  const body = document.createElement("tbody");
  body.append(...rows);
  const table = document.createElement("table");
  table.setAttribute("aria-label", title);
  table.append(body);
  return [heading, table];
}

/** @param {string} keys @param {string} text */
function row(keys, text) {
  const key = document.createElement("kbd");
  key.textContent = keys;
  const head = document.createElement("th");
  head.scope = "row";
  head.append(key);
  const does = document.createElement("td");
  does.textContent = text;
  const node = document.createElement("tr");
  node.append(head, does);
  return node;
}

/** As engraved on the key. @param {string} key */
function named(key) {
  return key[0].toUpperCase() + key.slice(1);
}
