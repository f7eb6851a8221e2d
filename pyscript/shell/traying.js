// Many photos in the editor: what is brought, the tray's buttons and keys, and what is said of them.
import { createStrip } from "./tray/strip.js";

/** @typedef {import("./tray/tray.js").Tray} Tray */

const KEYS = /** @type {Record<string, 1 | -1>} */ ({ PageUp: -1, PageDown: 1 });

/**
 * @param {HTMLElement} host @param {import("./client.js").Client} client
 * @param {Pick<ReturnType<typeof import("./template.js").attachTemplate>, "stage" | "tray">} parts
 * @param {import("./words/words.js").Words} words
 * @param {{
 *   where: () => import("./opening/loader.js").Where, say: (words: string) => void,
 *   saving: ReturnType<typeof import("./files/saving.js").createSaving>,
 *   panel: ReturnType<typeof import("./panel/panel.js").createPanel>, isTaken: () => boolean,
 * }} editor  `isTaken`: Enter and the paging keys mean something on the photo itself
 */
export function createTraying(host, client, parts, words, { where, saving, panel, say, isTaken }) {
  const { tray } = client;
  const { label } = words;
  const ignore = () => {}; // the client reports every failure itself
  const strip = createStrip(parts.tray, words, {
    onGo(key) {
      parts.stage.focus();
      void tray.go(key);
    },
    onRemove: (key) => tray.remove(key),
    onAccept: accept,
    onSave: save,
    onClose: () => tray.empty(),
  });

  function accept() {
    const said = { nothing: "accept-nothing", all: "accept-all", waits: null, next: null };
    const key = /** @type {"accept-nothing" | "accept-all" | null} */ (said[tray.accept()]);
    if (key) say(label(key));
  }

  function save() {
    void saving.downloadMade(async (watch) => {
      const { blob, name, missing } = await tray.save(panel.output.shared, watch);
      return { blob, name, said: missing > 0 ? label("saved-without", { name, count: missing }) : undefined };
    });
  }

  function show() {
    const state = client.shownState;
    const canSave = saving.isFree;
    strip.update(tray, { canAccept: tray.current !== null && state.photo !== null, canSave });
  }

  for (const type of ["pointermove", "pointerdown", "keydown"])
    parts.stage.addEventListener(type, () => tray.rest());
  parts.stage.addEventListener(
    "keydown",
    (event) => {
      if (!useKey(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );

  /** Enter and the paging keys are the tray's where the photo has no use for them. @param {KeyboardEvent} event */
  function useKey({ key, target, ctrlKey, metaKey, altKey, shiftKey }) {
    const isPlain = !(ctrlKey || metaKey || altKey || shiftKey) && target === parts.stage;
    if (tray.items.length === 0 || !isPlain || isTaken()) return false;
    if (key === "Enter") accept();
    else if (Object.hasOwn(KEYS, key)) tray.step(KEYS[key]);
    else return false;
    return true;
  }

  return {
    show,
    /** @param {string | null} edited  what was done, if something was */
    follow(edited) {
      tray.rest();
      tray.follow(edited);
      show();
    },
    /** Open what was chosen: many side by side, where that is of use. @param {readonly File[]} files */
    open(files) {
      if (files.length > 1 && !host.hasAttribute("volatile")) many(files);
      else if (files[0]) void client.load(files[0], where()).catch(ignore);
    },
    /** The same of what was dropped or pasted, which may be a mask where it is alone. @param {readonly (File | string)[]} brought */
    take(brought) {
      if (brought.length === 0) say(label("no-photos-inside"));
      const files = brought.filter((each) => each instanceof File);
      if (files.length > 1 && !host.hasAttribute("volatile")) many(files);
      else if (brought[0]) void client.take(brought[0], where()).catch(ignore);
    },
  };

  /** @param {readonly File[]} files */
  function many(files) {
    parts.stage.focus();
    void tray.take(files, where());
  }
}
