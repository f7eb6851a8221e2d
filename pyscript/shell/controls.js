// The toolbar, the progress bar, the messages and the status line of one element.
import { label } from "./texts.js";

const ICONS = {
  include: "M12 5v14M5 12h14",
  exclude: "M5 12h14",
  box: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4",
  candidate: "M4 4h11v11H4zM9 9h11v11H9z",
  undo: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "m15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
  clear: "M6 6l12 12M18 6 6 18",
  open: "M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3M12 16V4M7 9l5-5 5 5",
  download: "M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3M12 4v12M7 11l5 5 5-5",
};

/** @typedef {"include" | "exclude" | "box" | "candidate" | "undo" | "redo" | "clear" | "open" | "download"} Tool */
/** What the pointer does. @typedef {"include" | "exclude" | "box"} Mode */

/** @type {readonly Mode[]} */
const MODES = ["include", "exclude", "box"];

/** @param {Tool} tool @returns {tool is Mode} */
export function isMode(tool) {
  return MODES.includes(/** @type {Mode} */ (tool));
}

const KEYS = /** @type {Record<string, Tool>} */ ({
  i: "include",
  e: "exclude",
  b: "box",
  m: "candidate",
  escape: "clear",
  o: "open",
  s: "download",
});

/** @param {Tool} tool */
function button(tool) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = tool;
  node.part.add("button", tool);
  node.dataset.tool = tool;
  node.title = label(`${tool}-hint`);
  node.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[tool]}"/></svg><span></span>`;
  /** @type {HTMLElement} */ (node.lastChild).textContent = label(tool);
  return node;
}

/** @param {HTMLElement} toolbar @param {(tool: Tool) => void} onTool */
export function createToolbar(toolbar, onTool) {
  const tools = /** @type {Tool[]} */ (Object.keys(ICONS));
  const buttons = Object.fromEntries(tools.map((tool) => [tool, button(tool)]));
  const groups = [
    ["include", "exclude", "box"],
    ["candidate"],
    ["undo", "redo", "clear"],
    ["open", "download"],
  ];
  toolbar.setAttribute("aria-label", label("tools"));
  toolbar.append(
    ...groups.map((names) => {
      const group = document.createElement("div");
      group.append(...names.map((name) => buttons[name]));
      return group;
    }),
  );
  toolbar.addEventListener("click", (event) => {
    const tool = /** @type {Element} */ (event.target).closest("button")?.dataset.tool;
    if (tool) onTool(/** @type {Tool} */ (tool));
  });

  return {
    /** @param {any} state @param {{mode: Mode, busy: boolean, canOpen: boolean}} page */
    update(state, { mode, busy, canOpen }) {
      for (const name of MODES) buttons[name].setAttribute("aria-pressed", String(mode === name));
      buttons.undo.disabled = !state.canUndo;
      buttons.redo.disabled = !state.canRedo;
      buttons.clear.disabled = state.prompts.points.length === 0 && !state.prompts.box;
      buttons.download.disabled = busy || state.objects.length === 0;
      buttons.open.hidden = !canOpen;
      const place = state.candidates.findIndex((/** @type {any} */ c) => c.index === state.chosen);
      buttons.candidate.disabled = place < 0;
      const text = label("candidate", {
        place: place < 0 ? "–" : place + 1,
        count: state.candidates.length || 3,
      });
      /** @type {HTMLElement} */ (buttons.candidate.lastChild).textContent = text;
    },
    /** @param {KeyboardEvent} event @returns {Tool | undefined} */
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

/** @param {HTMLElement} bar */
export function createProgress(bar) {
  const [text, meter] = /** @type {HTMLElement[]} */ ([...bar.children]);
  return {
    /** @param {{stage: any, loaded: number, total: number}} progress */
    show({ stage, loaded, total }) {
      bar.hidden = false;
      const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
      const bytes = total
        ? ` · ${label("bytes", { loaded: megabytes(loaded), total: megabytes(total) })}`
        : "";
      text.textContent = label(stage) + bytes;
      meter.toggleAttribute("data-indeterminate", !total || loaded >= total);
      meter.style.setProperty("--done", total ? String(loaded / total) : "1");
    },
    hide() {
      bar.hidden = true;
    },
  };
}

/** @param {HTMLElement} banner */
export function createBanner(banner) {
  const [text, action, close] = /** @type {HTMLElement[]} */ ([...banner.children]);
  close.textContent = label("dismiss");
  close.addEventListener("click", () => {
    banner.hidden = true;
  });
  return {
    /** @param {string} message @param {{name: "restart" | "retry", run: () => void}} [way] */
    show(message, way) {
      text.textContent = message;
      action.hidden = !way;
      action.textContent = way ? label(way.name) : "";
      action.onclick = () => {
        banner.hidden = true;
        way?.run();
      };
      banner.hidden = false;
    },
    hide() {
      banner.hidden = true;
    },
  };
}
