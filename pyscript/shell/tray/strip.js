// The tray as a person sees it: small pictures with what is done, and the ways on.
import { adoptStyle } from "../panel/adopt_style.js";
import { icon } from "../panel/icons.js";
import { count, lookOf } from "./items.js";
import css from "./strip.css";

/** @typedef {import("./items.js").Item} Item */
/** @typedef {import("../words/words.js").Words} Words */
/** @typedef {{node: HTMLElement, thumb: HTMLButtonElement, picture: HTMLImageElement, shown: Item["thumb"]}} Place */
/**
 * @typedef {{
 *   onGo: (key: string) => void, onRemove: (key: string) => void,
 *   onAccept: () => void, onSave: () => void, onClose: () => void,
 * }} Handlers
 */

/** What is said of a photo's state. */
const LOOKS = /** @type {const} */ ({
  waiting: "tray-waiting",
  encoding: "tray-encoding",
  ready: "tray-ready",
  picked: "tray-picked",
  done: "tray-done",
  broken: "tray-broken",
});

/** @param {HTMLElement} strip @param {Words} words @param {Handlers} on */
export function createStrip(strip, words, on) {
  const { label } = words;
  const root = adoptStyle(strip, css);
  strip.setAttribute("aria-label", label("tray"));

  const list = document.createElement("ol");
  const ways = document.createElement("div");
  ways.className = "ways";
  const counted = document.createElement("span");
  counted.className = "count";
  const accept = button("accept", "accept", label("accept"), on.onAccept);
  accept.title = label("accept-hint");
  const save = button("save-done", "download", label("save-done"), on.onSave);
  save.title = label("save-done-hint");
  const close = button("close-tray", "close", "", on.onClose);
  close.title = label("close-tray");
  close.setAttribute("aria-label", label("close-tray"));
  ways.append(counted, accept, save, close);
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  strip.append(list, ways, notice);

  /** @type {Map<string, Place>} */
  const places = new Map();

  list.addEventListener("click", ({ target }) => {
    const pressed = /** @type {Element} */ (target).closest("button");
    const key = pressed?.closest("li")?.dataset.key;
    if (pressed && key) (pressed.className === "remove" ? on.onRemove : on.onGo)(key);
  });
  list.addEventListener("keydown", (event) => {
    const key = /** @type {Element} */ (event.target).closest("li")?.dataset.key;
    if (key === undefined || (event.key !== "Delete" && event.key !== "Backspace")) return;
    event.preventDefault();
    on.onRemove(key);
  });

  /** @param {Item} item @returns {Place} */
  function place({ key, name }) {
    const node = document.createElement("li");
    node.dataset.key = key;
    const thumb = button("thumb", null, "", () => {});
    const picture = document.createElement("img");
    picture.alt = "";
    picture.hidden = true;
    const mark = document.createElement("span");
    mark.className = "mark";
    const caption = document.createElement("small");
    caption.textContent = name;
    thumb.append(picture, mark, caption);
    const remove = button("remove", "close", "", () => {});
    remove.title = label("remove-photo", { name });
    remove.setAttribute("aria-label", label("remove-photo", { name }));
    node.append(thumb, remove);
    return { node, thumb, picture, shown: null };
  }

  /** @param {Place} place @param {Item} item @param {boolean} isCurrent */
  function show(place, item, isCurrent) {
    const { node, thumb, picture } = place;
    const look = lookOf(item);
    node.dataset.look = look;
    node.toggleAttribute("data-current", isCurrent);
    thumb.toggleAttribute("aria-current", isCurrent);
    if (isCurrent) thumb.setAttribute("aria-current", "true");
    const said = `${item.name}: ${item.problem ? words.sentence(failure(item.problem)) : label(LOOKS[look])}`;
    thumb.title = said;
    thumb.setAttribute("aria-label", said);
    if (place.shown === item.thumb || !item.thumb) return;
    place.shown = item.thumb;
    URL.revokeObjectURL(picture.src);
    picture.src = URL.createObjectURL(new Blob([item.thumb], { type: "image/jpeg" }));
    picture.hidden = false;
  }

  return {
    /**
     * @param {{items: readonly Item[], current: string | null, isKept: boolean}} tray
     * @param {{canAccept: boolean, canSave: boolean}} can
     */
    update({ items, current, isKept }, { canAccept, canSave }) {
      strip.hidden = items.length === 0;
      root.host.toggleAttribute("data-many", items.length > 0); // pages may give it more room
      for (const [key, { node, picture }] of places) {
        if (items.some((item) => item.key === key)) continue;
        URL.revokeObjectURL(picture.src);
        node.remove();
        places.delete(key);
      }
      for (const item of items) {
        const known = places.get(item.key) ?? place(item);
        if (!places.has(item.key)) list.append(known.node);
        places.set(item.key, known);
        const isCurrent = item.key === current;
        if (isCurrent && !known.node.hasAttribute("data-current"))
          requestAnimationFrame(() => known.node.scrollIntoView({ block: "nearest", inline: "nearest" }));
        show(known, item, isCurrent);
      }
      const { all, done, unkept, broken } = count(items);
      counted.textContent = label("tray-count", { done, all });
      accept.disabled = !canAccept;
      save.disabled = !canSave || done === 0;
      const [first] = broken;
      const why = first?.problem ? words.sentence(failure(first.problem)) : "";
      const lost = isKept ? unkept : all;
      const lines = [
        first && label("tray-problem", { name: first.name, why }),
        broken.length > 1 && label("tray-more-problems", { count: broken.length - 1 }),
        lost > 0 && label("tray-unkept", { count: lost }),
      ];
      const text = lines.filter(Boolean).join(" ");
      if (notice.textContent !== text) notice.textContent = text;
      notice.hidden = text === "";
    },
  };
}

/** @param {import("./items.js").Problem} problem */
function failure({ code, values, message }) {
  return /** @type {import("../words/texts.js").ClickcutError} */ ({ name: code, code, values, message });
}

/** @param {string} kind @param {"accept" | "download" | "close" | null} picture @param {string} text @param {() => void} onClick */
function button(kind, picture, text, onClick) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = kind;
  if (picture) node.append(icon(picture));
  if (text) node.append(text);
  node.addEventListener("click", onClick);
  return node;
}
