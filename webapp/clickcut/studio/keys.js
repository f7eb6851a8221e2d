// The studio's keys, for whichever photo is shown: a digit is a class, A accepts, Shift+A goes back.
// They come before the element's own, and are done one after another: a click before a key counts before it.

/**
 * The component's parameters as they travel.
 * @typedef {{
 *   classes: string[], photo: number,
 *   on: (name: string, listener: (detail: any) => void) => void, send_msg: (message: object) => void,
 * }} Model
 * @typedef {import("../../../pyscript/shell/element.js").ClickCut} ClickCut
 */

/** @param {{model: Model}} view */
export function render({ model }) {
  let turn = Promise.resolve();
  /** Go on after Python has shown what it was asked for. */
  let shown = () => {};
  /** The class of what is clicked next; −1 while none was chosen. */
  let chosen = -1;

  /** @param {() => Promise<void>} work */
  const inTurn = (work) => {
    turn = turn.then(work).catch(() => model.send_msg({ act: "failed" }));
  };

  /** Ask Python, and wait for its answer. @param {object} message */
  const ask = (message) =>
    new Promise((/** @type {(value: void) => void} */ resolve) => {
      shown = resolve;
      model.send_msg(message);
    });

  const act = {
    /** @param {number} number */
    choose(number) {
      inTurn(async () => {
        const element = opened();
        if (element) {
          await element.recipe(); // a click that is on its way
          await nameAll(element, ({ active }) => !active, chosen);
          await nameAll(element, ({ active }) => active, number, true);
        }
        chosen = number;
        model.send_msg({ act: "choose", number });
      });
    },
    /** @param {number} photo  that was seen when the key was pressed */
    accept(photo) {
      inTurn(async () => {
        if (photo !== model.photo) return;
        const element = opened();
        if (!element) return void model.send_msg({ act: "failed" });
        let recipe = await recipeOf(element);
        const number = model.classes.length === 1 ? 0 : chosen;
        if (await nameAll(element, ({ visible }) => visible, number)) recipe = await recipeOf(element);
        await ask({ act: "accept", photo, recipe });
      });
    },
    /** @param {number} photo */
    back(photo) {
      inTurn(async () => {
        if (photo !== model.photo) return;
        const element = opened();
        await ask({ act: "back", photo, recipe: element ? await recipeOf(element) : "" });
      });
    },
  };

  /** @param {ClickCut} element @param {(each: any) => boolean} which @param {number} number @param {boolean} [anew] */
  async function nameAll(element, which, number, anew = false) {
    const name = model.classes[number];
    const unnamed = element.state.objects.filter((each) => name && which(each) && (anew || !each.name));
    for (const { id } of unnamed) await element.renameObject(id, name);
    return unnamed.length > 0;
  }

  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return;
    const number = Number(event.key) - 1;
    const is = event.key.toLowerCase() === "a";
    if (!is && !model.classes[number]) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat) return;
    if (!is) act.choose(number);
    else if (event.shiftKey) act.back(model.photo);
    else act.accept(model.photo);
  };
  window.addEventListener("keydown", pressed, { capture: true });
  model.on("remove", () => window.removeEventListener("keydown", pressed, { capture: true }));
  model.on("classes", () => {
    chosen = -1;
  });
  model.on("msg:custom", (/** @type {{act: string, number?: number}} */ { act: wanted, number }) => {
    if (wanted === "shown") {
      shown();
      focus();
    } else if (wanted === "choose") act.choose(number ?? 0);
    else if (wanted === "accept") act.accept(model.photo);
    else act.back(model.photo);
  });
  const first = setInterval(() => {
    if (document.activeElement !== document.body || focus()) clearInterval(first);
  }, 200);
  return document.createElement("span");
}

/** Give the photo that is seen the focus. @returns {boolean} whether there is one */
function focus() {
  const stage = /** @type {HTMLElement | null | undefined} */ (
    shownIn(document)?.shadowRoot?.querySelector(".stage")
  );
  stage?.focus();
  return opened() !== null;
}

/** All that was said of the photo; empty where nothing was. @param {ClickCut} element */
async function recipeOf(element) {
  const recipe = await element.recipe();
  return element.state.objects.length > 0 ? recipe : "";
}

/** @param {KeyboardEvent} event */
function isTyping(event) {
  const [target] = event.composedPath();
  return target instanceof Element && target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

/** The element that is seen, once it has its photo. */
function opened() {
  const element = shownIn(document);
  return element?.state.photo ? element : null;
}

/**
 * Find the element that is seen, below any number of shadow roots.
 * @param {Document | ShadowRoot} root
 * @returns {ClickCut | null}
 */
function shownIn(root) {
  for (const node of root.querySelectorAll("*")) {
    if (node.localName === "click-cut") {
      if (node.checkVisibility({ visibilityProperty: true })) return /** @type {ClickCut} */ (node);
    } else if (node.shadowRoot) {
      const found = shownIn(node.shadowRoot);
      if (found) return found;
    }
  }
  return null;
}
