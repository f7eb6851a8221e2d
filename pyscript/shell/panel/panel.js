// The panel beside the photo, a sheet over it where there is no room: objects, the points of one, the cut-out.
import { icon } from "./icons.js";
import { createObjects, listed } from "./objects.js";
import { createOutput } from "./output.js";
import { createPrompts } from "./prompts.js";
import { createRefine } from "./refine.js";

/**
 * @param {HTMLElement} panel
 * @param {import("../words/words.js").Words} words
 * @param {import("../client.js").Client} client
 * @param {() => void} onToggle  the sheet was opened or closed
 * @param {{points: import("./prompts.js").Handlers, output: import("./output.js").Handlers}} on
 */
export function createPanel(panel, words, client, onToggle, on) {
  const { label } = words;
  /** @template {import("../operations.js").Edit} Name @param {Name} name @param {import("../operations.js").Edits[Name]} args */
  const edit = (name, ...args) => void client.edit(name, ...args).catch(() => {}); // the client reports every failure itself
  const objects = createObjects(/** @type {HTMLElement} */ (panel.querySelector(".objects")), words, {
    onSelect: (id) => edit("select_object", id),
    onRename: (id, name) => edit("rename_object", id, name),
    onShow: (id, isVisible) => edit("show_object", id, isVisible),
    onMove: (id, place) => edit("move_object", id, place),
    onDelete: (id) => edit("delete_object", id),
    onAdd: () => edit("add_object"),
  });
  const prompts = createPrompts(
    /** @type {HTMLElement} */ (panel.querySelector(".prompts")),
    words,
    on.points,
  );

  const refine = createRefine(/** @type {HTMLElement} */ (panel.querySelector(".refine")), words, {
    onEdit: edit,
    onLook: ({ grow, feather, smooth }) => edit("refine", grow, feather, smooth),
    onCloser: () => void client.lookCloser().catch(() => {}),
    onImport: (mask) => void client.importMask(mask).catch(() => {}),
  });
  const output = createOutput(/** @type {HTMLElement} */ (panel.querySelector(".output")), words, on.output);

  /** What had the focus before the sheet was opened. @type {HTMLElement | null} */
  let opener = null;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close-sheet";
  close.title = label("dismiss");
  close.setAttribute("aria-label", label("dismiss"));
  close.append(icon("close"));
  close.addEventListener("click", () => toggle(false));
  panel.prepend(close);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.hasAttribute("data-open")) toggle(false);
  });

  function toggle(isOpen = !panel.hasAttribute("data-open")) {
    panel.toggleAttribute("data-open", isOpen);
    const root = /** @type {ShadowRoot} */ (panel.getRootNode());
    if (isOpen) {
      opener = /** @type {HTMLElement | null} */ (root.activeElement);
      close.focus();
    } else opener?.focus();
    onToggle();
  }

  return {
    get isOpen() {
      return panel.hasAttribute("data-open");
    },
    toggle,
    output,
    /** @param {import("../opening/state.js").SessionState} state */
    update(state) {
      const items = listed(state);
      const active = state.objects.find((each) => each.active);
      const hasMask = active !== undefined;
      objects.update(items, hasMask);
      refine.update({
        hasPhoto: state.photo !== null,
        hasMask,
        look: state.look,
        most: state.lookMost ?? 0,
        canLookCloser: state.closer !== null,
        isLookedCloser: Boolean(active?.part),
      });
      prompts.update(state.prompts, state.photo);
    },
  };
}
