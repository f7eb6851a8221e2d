// The toolbar, the progress bar, the messages and the status line of one element.
import { icon } from "./icons.js";

/** @typedef {import("../words/words.js").Words} Words */
/** @typedef {"include" | "exclude" | "box" | "brush" | "erase" | "everything"} Mode  what the pointer does */
/**
 * @typedef {Mode | "smaller" | "larger" | "undo" | "redo" | "clear" | "open" | "sheet" | "background" | "download"
 *   | "more"} Tool
 */

/** @type {readonly Mode[]} */
const MODES = ["include", "exclude", "box", "brush", "erase", "everything"];

/** Modes by the names that pages use. */
export const TOOLS = /** @type {Map<import("../clickcut.d.ts").Tool, Mode>} */ (
  new Map(MODES.map((mode) => [mode === "brush" ? "paint" : mode, mode]))
);

/** @param {Command} tool @returns {tool is Mode} */
export function isMode(tool) {
  return MODES.includes(/** @type {Mode} */ (tool));
}

/** What lies in each group, in one row. */
const DESK = /** @type {Tool[][]} */ ([
  ["include", "exclude", "box", "brush", "erase", "everything"],
  ["undo", "redo", "clear"],
  ["smaller", "larger"], // not always there: nothing before them moves
  ["open", "sheet", "download"],
]);
/** The same on phones: a row, what *More* opens, and a bar. */
const PHONE = /** @type {Tool[][]} */ ([
  ["include", "exclude", "brush", "undo", "more"],
  ["box", "erase", "everything", "redo", "clear"],
  ["smaller", "larger"],
  ["open", "sheet", "background", "download"],
]);
const [, REST] = PHONE;

/** What keys do that have no button. @typedef {Exclude<Tool, "more"> | "candidate" | "object" | "device"} Command */
/** Lower case, as pressed on the photo. */
export const KEYS =
  /** @type {Record<string, Exclude<Command, "undo" | "redo" | "sheet" | "background">>} */ ({
    i: "include",
    e: "exclude",
    b: "box",
    p: "brush",
    r: "erase",
    a: "everything",
    "[": "smaller",
    "]": "larger",
    m: "candidate",
    n: "object",
    escape: "clear",
    o: "open",
    s: "download",
    d: "device",
  });

/** @param {Tool} tool @param {Words["label"]} label */
function button(tool, label) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = tool;
  node.part.add("button", tool);
  node.dataset.tool = tool;
  node.title = label(`${tool}-hint`);
  const text = document.createElement("span");
  text.textContent = label(tool);
  node.append(icon(tool), text);
  return node;
}

/** @param {HTMLElement} toolbar @param {Words} words @param {(tool: Exclude<Tool, "more">) => void} onTool */
export function createToolbar(toolbar, { label }, onTool) {
  const buttons = Object.fromEntries(
    [...DESK, PHONE.flat()].flat().map((tool) => [tool, button(tool, label)]),
  );
  const groups = ["tools", "rest", "sizes", "bar"].map((name) => {
    const group = document.createElement("div");
    group.className = name;
    group.addEventListener("click", take);
    return group;
  });
  const [, rest, sizes] = groups;
  rest.id = "rest";
  buttons.more.setAttribute("aria-controls", rest.id);
  toolbar.setAttribute("aria-label", label("tools"));
  toolbar.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && toolbar.hasAttribute("data-more")) showMore(false);
  });
  showMore(false);

  /** @param {Event} event */
  function take({ target }) {
    const tool = /** @type {Tool | undefined} */ (
      /** @type {HTMLElement} */ (target).closest("button")?.dataset.tool
    );
    if (!tool) return;
    if (tool === "more") return showMore(!toolbar.hasAttribute("data-more"));
    if (REST.includes(tool) && tool !== "redo") showMore(false);
    onTool(tool);
  }

  function showMore(/** @type {boolean} */ isWanted) {
    const hadFocus = rest.contains(/** @type {ShadowRoot} */ (toolbar.getRootNode()).activeElement);
    toolbar.toggleAttribute("data-more", isWanted);
    buttons.more.setAttribute("aria-expanded", String(isWanted));
    if (!isWanted && hadFocus) buttons.more.focus();
  }

  return {
    /** Put every button where it belongs. @param {boolean} isPhone @param {HTMLElement} strip  under a phone's photo */
    arrange(isPhone, strip) {
      const { activeElement } = /** @type {ShadowRoot} */ (toolbar.getRootNode());
      const held = groups.some((group) => group.contains(activeElement)) ? activeElement : null;
      for (const [place, names] of (isPhone ? PHONE : DESK).entries())
        groups[place].replaceChildren(...names.map((name) => buttons[name]));
      toolbar.append(...groups);
      if (isPhone) strip.append(sizes);
      showMore(false);
      /** @type {HTMLElement | null} */ (held)?.focus();
    },
    /** How the cut-out leaves the page. @param {"download" | "save" | "share-file"} way */
    nameSaving(way) {
      const [picture, text] = buttons.download.children;
      picture.replaceWith(icon(way === "share-file" ? "share" : "download"));
      text.textContent = label(way);
    },
    closeMore: () => showMore(false),
    /**
     * @param {import("../opening/state.js").SessionState} state
     * @param {{mode: Mode, canSave: boolean, canOpen: boolean, isPanelOpen: boolean, isBackgroundOpen: boolean}} page
     */
    update(state, { mode, canSave, canOpen, isPanelOpen, isBackgroundOpen }) {
      for (const name of MODES) buttons[name].setAttribute("aria-pressed", String(mode === name));
      buttons.more.toggleAttribute("data-holds", REST.includes(mode));
      buttons.undo.disabled = !state.canUndo;
      buttons.redo.disabled = !state.canRedo;
      for (const name of ["smaller", "larger"]) buttons[name].hidden = mode !== "brush" && mode !== "erase";
      buttons.clear.disabled = !state.objects.some((each) => each.active);
      buttons.download.disabled = !canSave;
      buttons.open.hidden = !canOpen;
      buttons.sheet.setAttribute("aria-expanded", String(isPanelOpen));
      buttons.background.setAttribute("aria-expanded", String(isBackgroundOpen));
    },
    /** @param {KeyboardEvent} event @returns {Command | undefined} */
    toolOf(event) {
      const key = event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey) {
        if (key === "y" || (key === "z" && event.shiftKey)) return "redo";
        return key === "z" ? "undo" : undefined;
      }
      return event.altKey ? undefined : KEYS[key];
    },
  };
}

/** What the stage says while there is nothing on it. @param {HTMLElement} empty @param {Words} words @param {() => void} onOpen */
export function createEmpty(empty, { label }, onOpen) {
  const [text, button] = /** @type {HTMLElement[]} */ ([...empty.children]);
  text.textContent = label("empty");
  button.textContent = label("open");
  button.addEventListener("click", onOpen);
  return {
    /** @param {boolean} isEmpty */
    show(isEmpty) {
      empty.hidden = !isEmpty;
    },
  };
}

/** @param {HTMLElement} bar @param {Words} words @param {() => void} onCancel */
export function createProgress(bar, { label, number }, onCancel) {
  const [text, meter, cancel] = /** @type {HTMLElement[]} */ ([...bar.children]);
  cancel.textContent = label("cancel");
  cancel.addEventListener("click", onCancel);
  return {
    /** @param {import("../worker/remote_worker.js").Progress} progress */
    show({ stage, loaded, total }) {
      bar.hidden = false;
      const megabytes = (/** @type {number} */ bytes) => number(bytes / 1e6, 1);
      const far =
        stage === "saving"
          ? label("share", { percent: Math.floor((100 * loaded) / total) })
          : label("bytes", { loaded: megabytes(loaded), total: megabytes(total) });
      text.textContent = label(stage) + (total ? ` · ${far}` : "");
      meter.toggleAttribute("data-indeterminate", !total || loaded >= total);
      meter.style.setProperty("--done", total ? String(loaded / total) : "1");
    },
    hide() {
      bar.hidden = true;
    },
  };
}

/** @param {HTMLElement} banner @param {Words} words */
export function createBanner(banner, { label }) {
  const [text, action, close] = /** @type {HTMLElement[]} */ ([...banner.children]);
  close.textContent = label("dismiss");
  close.addEventListener("click", () => {
    banner.hidden = true;
  });
  return {
    /**
     * @param {string} message
     * @param {{name: "restart" | "retry" | "open-as-photo" | "encode-here", run: () => void}} [way]
     * @param {boolean} [isAlarm]  whether something went wrong
     * @param {boolean} [stays]  until a person closes it, or there is something else to say
     */
    show(message, way, isAlarm = true, stays = false) {
      text.textContent = message;
      banner.toggleAttribute("data-stays", stays);
      banner.toggleAttribute("data-calm", !isAlarm);
      action.hidden = !way;
      action.textContent = way ? label(way.name) : "";
      action.onclick = () => {
        banner.hidden = true;
        way?.run();
      };
      banner.hidden = false;
    },
    hide() {
      banner.hidden ||= !banner.hasAttribute("data-stays");
    },
  };
}
