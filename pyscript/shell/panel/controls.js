// The toolbar, the progress bar, the messages and the status line of one element.
import { icon } from "./icons.js";

/** @typedef {import("../words/words.js").Words} Words */
/** @typedef {"include" | "exclude" | "box" | "brush" | "erase" | "everything"} Mode  what the pointer does */
/** @typedef {Mode | "smaller" | "larger" | "undo" | "redo" | "clear" | "device" | "open" | "sheet" | "download"} Tool */

/** @type {readonly Mode[]} */
const MODES = ["include", "exclude", "box", "brush", "erase", "everything"];

/** @param {Command} tool @returns {tool is Mode} */
export function isMode(tool) {
  return MODES.includes(/** @type {Mode} */ (tool));
}

const GROUPS = /** @type {Tool[][]} */ ([
  ["include", "exclude", "box", "brush", "erase", "everything"],
  ["undo", "redo", "clear"],
  ["smaller", "larger"], // not always there: nothing before them moves
  ["device", "open", "sheet", "download"],
]);

/** What keys do that have no button. @typedef {Tool | "candidate" | "object"} Command */
/** Lower case, as pressed on the photo. */
export const KEYS = /** @type {Record<string, Exclude<Command, "undo" | "redo" | "sheet">>} */ ({
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

/** @param {HTMLElement} toolbar @param {Words} words @param {(tool: Tool) => void} onTool */
export function createToolbar(toolbar, { label }, onTool) {
  const buttons = Object.fromEntries(GROUPS.flat().map((tool) => [tool, button(tool, label)]));
  toolbar.setAttribute("aria-label", label("tools"));
  for (const names of GROUPS) {
    const group = document.createElement("div");
    group.append(...names.map((name) => buttons[name]));
    toolbar.append(group);
  }
  toolbar.addEventListener("click", (event) => {
    const tool = /** @type {Element} */ (event.target).closest("button")?.dataset.tool;
    if (tool) onTool(/** @type {Tool} */ (tool));
  });

  return {
    /**
     * @param {import("../opening/state.js").SessionState} state
     * @param {{mode: Mode, canSave: boolean, canOpen: boolean, isPanelOpen: boolean, isDeviceOpen: boolean}} page
     */
    update(state, { mode, canSave, canOpen, isPanelOpen, isDeviceOpen }) {
      for (const name of MODES) buttons[name].setAttribute("aria-pressed", String(mode === name));
      buttons.undo.disabled = !state.canUndo;
      buttons.redo.disabled = !state.canRedo;
      for (const name of ["smaller", "larger"]) buttons[name].hidden = mode !== "brush" && mode !== "erase";
      buttons.clear.disabled = !state.objects.some((each) => each.active);
      buttons.download.disabled = !canSave;
      buttons.open.hidden = !canOpen;
      buttons.sheet.setAttribute("aria-expanded", String(isPanelOpen));
      buttons.device.setAttribute("aria-expanded", String(isDeviceOpen));
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
