// The studio's keys, for whichever photo is shown: a digit is a class, A accepts, Shift+A goes back.
// They come before the element's own. What was clicked before a key is told before it.

/**
 * The component's parameters as they travel.
 * @typedef {{
 *   classes: string[],
 *   on: (name: string, listener: (detail: any) => void) => void, send_msg: (message: object) => void,
 * }} Model
 * @typedef {import("../../../pyscript/shell/element.js").ClickCut} ClickCut
 */

/** @param {{model: Model}} view */
export function render({ model }) {
  /** Whether Python has yet to answer: the next photo isn't seen before, so no key can be meant for it. */
  let isWaiting = false;

  const act = {
    /** @param {number} number */
    async choose(number) {
      const element = shownIn(document);
      if (element) {
        await recipeOf(element); // a click that is on its way
        const active = element.state.objects.find((each) => each.active);
        if (active) await element.renameObject(active.id, model.classes[number]);
      }
      model.send_msg({ act: "choose", number });
    },
    async accept() {
      const element = shownIn(document);
      if (!element || isWaiting) return;
      isWaiting = true;
      model.send_msg({ act: "accept", recipe: await recipeOf(element) });
    },
    back() {
      if (isWaiting) return;
      isWaiting = true;
      model.send_msg({ act: "back" });
    },
  };

  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return;
    const number = Number(event.key) - 1;
    const is = event.key.toLowerCase() === "a";
    if (!is && !model.classes[number]) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat) return;
    if (!is) void act.choose(number).catch(ignore);
    else if (event.shiftKey) act.back();
    else void act.accept().catch(answered);
  };
  const answered = () => {
    isWaiting = false;
  };
  window.addEventListener("keydown", pressed, { capture: true });
  model.on("remove", () => window.removeEventListener("keydown", pressed, { capture: true }));
  model.on("msg:custom", (/** @type {{act: string, number?: number}} */ { act: wanted, number }) => {
    if (wanted === "shown") {
      answered();
      focus();
    } else if (wanted === "choose") void act.choose(number ?? 0).catch(ignore);
    else if (wanted === "accept") void act.accept().catch(answered);
    else act.back();
  });
  const first = setInterval(() => {
    if (document.activeElement !== document.body || focus()) clearInterval(first);
  }, 200);
  return document.createElement("span");
}

/** Give the photo that is seen the focus. @returns {boolean} whether there is one */
function focus() {
  const element = shownIn(document);
  const stage = /** @type {HTMLElement | null | undefined} */ (element?.shadowRoot?.querySelector(".stage"));
  stage?.focus();
  return Boolean(element?.state.photo);
}

/** All that was said of the photo, up to now; empty where nothing was. @param {ClickCut} element */
async function recipeOf(element) {
  const recipe = await element.recipe().catch(() => ""); // there may be nothing yet
  return element.state.objects.length > 0 ? recipe : "";
}

const ignore = () => {}; // the element shows its failures itself

/** @param {KeyboardEvent} event */
function isTyping(event) {
  const [target] = event.composedPath();
  return target instanceof Element && target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
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
