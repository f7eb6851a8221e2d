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

  /** @param {Item} item */
  function row(item) {
    const node = document.createElement("li");
    node.dataset.id = String(item.id);
    node.draggable = item.share !== null;
    node.toggleAttribute("data-active", item.active);
    node.append(eye(item), choice(item), remove(item));
    return node;
  }

  /** @param {Item} item */
  function eye({ id, colour, visible, share }) {
    const node = button("eye", label(visible ? "hide-object" : "show-object"));
    node.style.setProperty("--colour", colour || "transparent");
    node.setAttribute("aria-pressed", String(visible));
    node.disabled = share === null;
    node.addEventListener("click", () => on.onShow(id, !visible));
    return node;
  }

  /** @param {Item} item */
  function choice(item) {
    const node = button("name", label("select-object-hint"));
    node.setAttribute("aria-current", String(item.active));
    const name = document.createElement("span");
    name.textContent = item.share === null ? label("object-waits") : nameOf(item, label);
    node.append(name);
    if (item.share !== null) {
      const share = document.createElement("small");
      share.textContent = label("share", { percent: twoDigits(100 * item.share) });
      node.append(share);
    }
    node.addEventListener("click", () => on.onSelect(item.id));
    node.addEventListener("keydown", (event) => {
      const place = items.findIndex(({ id }) => id === item.id);
      if (event.key === "F2") rename(item.id);
      else if (event.key === "Delete") on.onDelete(item.id);
      else if (event.altKey && event.key === "ArrowUp") on.onMove(item.id, place - 1);
      else if (event.altKey && event.key === "ArrowDown") on.onMove(item.id, place + 1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    return node;
  }

  /** @param {Item} item */
  function remove({ id, share }) {
    const node = button("delete", label("delete-object"));
    node.append(icon("clear"));
    node.disabled = share === null && items.length === 1;
    node.addEventListener("click", () => on.onDelete(id));
    return node;
  }

  /** @param {number} id */
  function rename(id) {
    const item = items.find((each) => each.id === id);
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
    input.select();
  }

  /** @param {number} id @returns {HTMLElement | null} */
  const nameButton = (id) => list.querySelector(`[data-id="${id}"] .name`);

  function render() {
    if (list.querySelector("input")) return;
    const focused = /** @type {ShadowRoot} */ (list.getRootNode()).activeElement;
    const [id, kind] = [focused?.closest("li")?.dataset.id, focused?.className];
    list.replaceChildren(...items.map(row));
    const again = id && list.querySelector(`[data-id="${id}"] .${kind}`);
    if (again) /** @type {HTMLElement} */ (again).focus();
  }

  // The first click of a double one may have drawn the rows anew, so the list listens.
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
  node.title = title;
  if (kind !== "name") node.setAttribute("aria-label", title);
  return node;
}

/** @param {string} text */
function heading(text) {
  const node = document.createElement("h2");
  node.textContent = text;
  return node;
}
