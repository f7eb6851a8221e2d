// The panel beside the photo, a sheet over it where there is no room: the objects.
import { createObjects, listed } from "./objects.js";

/**
 * @param {HTMLElement} panel
 * @param {import("./client.js").Client} client
 */
export function createPanel(panel, client) {
  const edit = (/** @type {string} */ name, /** @type {unknown[]} */ ...args) =>
    void client.edit(name, ...args).catch(() => {}); // the client reports every failure itself
  const objects = createObjects(/** @type {HTMLElement} */ (panel.querySelector(".objects")), {
    onSelect: (id) => edit("select_object", id),
    onRename: (id, name) => edit("rename_object", id, name),
    onShow: (id, isVisible) => edit("show_object", id, isVisible),
    onMove: (id, place) => edit("move_object", id, place),
    onDelete: (id) => edit("delete_object", id),
    onAdd: () => edit("add_object"),
  });

  return {
    get isOpen() {
      return panel.hasAttribute("data-open");
    },
    toggle(isOpen = !panel.hasAttribute("data-open")) {
      panel.toggleAttribute("data-open", isOpen);
    },
    /** @param {any} state */
    update(state) {
      const items = state.photo ? listed(state) : [];
      objects.update(
        items,
        state.objects.some((/** @type {any} */ each) => each.active),
      );
    },
  };
}
