// The list of objects: which there are, what they are called, which of them is seen and which is worked on.
import { icon } from "./icons.js";

/** @typedef {import("../words/words.js").Words} Words */
/** @typedef {import("../opening/state.js").SessionState} SessionState */
/** @typedef {{id: number, name: string, colour: string, visible: boolean, active: boolean, share: number | null}} Item */
/**
 * @typedef {{
 *   onSelect: (id: number) => void,
 *   onRename: (id: number, name: string) => void,
 *   onShow: (id: number, isVisible: boolean) => void,
 *   onMove: (id: number, place: number) => void,
 *   onDelete: (id: number) => void,
 *   onAdd: () => void,
 * }} Handlers
 */

/**
 * The objects as listed, the one that waits for its first click included.
 * @param {Pick<SessionState, "active" | "photo"> & {objects: readonly (Omit<Item, "share"> & {area: number})[]}} state
 * @returns {Item[]}
 */
export function listed({ objects, active, photo }) {
  if (!photo) return [];
  const items = objects.map((each) => ({ ...each, share: each.area / (photo.width * photo.height) }));
  const waits = !objects.some((each) => each.active);
  if (!waits || items.length === 0) return items;
  return [...items, { id: active, name: "", colour: "", visible: true, active: true, share: null }];
}

/** What an object is called on the page. @param {{id: number, name: string}} object @param {Words["label"]} label */
export const nameOf = ({ id, name }, label) => name || label("object", { number: id });

/** @param {HTMLElement} section @param {Words} words @param {Handlers} on */
export function createObjects(section, { label, twoDigits }, on) {
  const list = document.createElement("ul");
  const add = document.createElement("button");
  add.type = "button";
  add.className = "add-object";
  add.title = label("add-object-hint");
  add.append(icon("include"), label("add-object"));
  add.addEventListener("click", () => on.onAdd());
  section.append(heading(label("objects")), list, add);
  /** @type {Item[]} */
  let items = [];

  /** @param {number} id */
  function row(id) {
    const node = document.createElement("li");
    node.dataset.id = String(id);
    node.append(choice(id), eye(id), pencil(id), remove(id));
    return node;
  }

  /** A row is changed, not made anew: who is about to press a button of it must not lose it. @param {HTMLElement} node @param {Item} item */
  function fill(node, item) {
    const [name, eye, pencil, remove] = /** @type {HTMLButtonElement[]} */ ([...node.children]);
    const waits = item.share === null;
    const percent = twoDigits(100 * (item.share ?? 0));
    node.draggable = !waits;
    node.toggleAttribute("data-active", item.active);
    const entry = waits ? label("object-waits") : nameOf(item, label);
    titled(eye, label(item.visible ? "hide-object" : "show-object", { entry }));
    eye.replaceChildren(icon(item.visible ? "eye" : "eye-closed"));
    eye.hidden = waits;
    node.toggleAttribute("data-unseen", !item.visible);
    name.setAttribute("aria-current", String(item.active));
    const [mark, called, share] = /** @type {HTMLElement[]} */ ([...name.children]);
    mark.style.setProperty("--colour", item.colour);
    mark.toggleAttribute("data-waits", waits);
    called.textContent = entry;
    share.textContent = waits ? "" : label("share", { percent });
    share.hidden = waits;
    pencil.disabled = waits;
    titled(remove, label("delete-entry", { entry }));
    remove.disabled = waits && items.length === 1;
  }

  /** @param {number} id */
  function eye(id) {
    const node = button("eye", "");
    node.addEventListener("click", () => on.onShow(id, !known(id)?.visible));
    return node;
  }

  /** @param {number} id */
  function choice(id) {
    const node = button("name", label("select-object-hint"));
    const mark = document.createElement("i");
    mark.className = "colour";
    node.append(mark, document.createElement("span"), document.createElement("small"));
    node.addEventListener("click", () => on.onSelect(id));
    node.addEventListener("keydown", (event) => {
      const place = items.findIndex((each) => each.id === id);
      if (event.key === "F2") rename(id);
      else if (event.key === "Delete") on.onDelete(id);
      else if (event.altKey && event.key === "ArrowUp") on.onMove(id, place - 1);
      else if (event.altKey && event.key === "ArrowDown") on.onMove(id, place + 1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    return node;
  }

  /** What fingers rename with; others double-click. @param {number} id */
  function pencil(id) {
    const node = button("rename", label("rename"));
    node.append(icon("rename"));
    node.addEventListener("click", () => rename(id));
    return node;
  }

  /** @param {number} id */
  function remove(id) {
    const node = button("delete", "");
    node.append(icon("delete"));
    node.addEventListener("click", () => on.onDelete(id));
    return node;
  }

  /** @param {number} id */
  const known = (id) => items.find((each) => each.id === id);

  /** @param {number} id */
  function rename(id) {
    const item = known(id);
    const node = nameButton(id);
    if (!node || !item || item.share === null) return;
    const input = document.createElement("input");
    input.value = item.name;
    input.placeholder = nameOf(item, label);
    input.setAttribute("aria-label", label("rename-object"));
    let isDone = false;
    const finish = (/** @type {boolean} */ isMeant) => {
      if (isDone) return;
      isDone = true;
      input.replaceWith(node);
      render(); // what changed meanwhile has waited
      if (isMeant && input.value !== item.name) on.onRename(item.id, input.value);
    };
    input.addEventListener("blur", () => finish(true));
    input.addEventListener("keydown", (event) => {
      event.stopPropagation(); // letters are letters here, not tools
      if (event.key === "Enter" || event.key === "Escape") {
        finish(event.key === "Enter");
        nameButton(id)?.focus();
      }
    });
    node.replaceWith(input);
    input.focus();
    input.select();
  }

  /** @param {number} id @returns {HTMLElement | null} */
  const nameButton = (id) => list.querySelector(`[data-id="${id}"] .name`);

  function render() {
    if (list.querySelector("input")) return;
    const focused = /** @type {HTMLElement | null} */ (
      /** @type {ShadowRoot} */ (list.getRootNode()).activeElement
    );
    const rows = new Map(
      /** @type {HTMLElement[]} */ ([...list.children]).map((each) => [each.dataset.id, each]),
    );
    const shown = items.map(({ id }) => rows.get(String(id)) ?? row(id));
    for (const each of rows.values()) if (!shown.includes(each)) each.remove();
    for (const [place, each] of shown.entries()) {
      fill(each, items[place]);
      if (list.children[place] !== each) list.insertBefore(each, list.children[place] ?? null);
    }
    if (focused && list.contains(focused)) focused.focus(); // one that is moved loses it
  }

  list.addEventListener("dblclick", (event) => rename(idOf(event)));

  /** Dragging a row to another place. */
  let dragged = NaN;
  list.addEventListener("dragstart", (event) => {
    dragged = idOf(event);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    if (!Number.isNaN(dragged)) event.preventDefault();
  });
  list.addEventListener("drop", (event) => {
    const place = items.findIndex(({ id }) => id === idOf(event));
    if (place < 0 || Number.isNaN(dragged)) return;
    event.preventDefault();
    event.stopPropagation();
    on.onMove(dragged, place);
  });
  list.addEventListener("dragend", () => {
    dragged = NaN;
  });

  return {
    /** @param {Item[]} next @param {boolean} canAdd */
    update(next, canAdd) {
      add.disabled = !canAdd;
      if (JSON.stringify(next) === JSON.stringify(items)) return;
      items = next;
      render();
    },
  };
}

/** @param {Event} event */
function idOf(event) {
  const row = /** @type {Element} */ (event.target).closest("li");
  return row ? Number(row.dataset.id) : NaN;
}

/** @param {string} kind @param {string} title */
function button(kind, title) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = kind;
  titled(node, title);
  return node;
}

/** @param {HTMLElement} node @param {string} title */
function titled(node, title) {
  node.title = title;
  if (node.className !== "name") node.setAttribute("aria-label", title);
}

/** @param {string} text */
function heading(text) {
  const node = document.createElement("h2");
  node.textContent = text;
  return node;
}
