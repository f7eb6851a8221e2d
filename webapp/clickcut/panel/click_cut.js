// A <click-cut> in a Panel layout: opens what Python sends, and tells what is clicked. It decides nothing.

/** @typedef {{key: string, name: string, content: ArrayBuffer}} PhotoFile */
/**
 * What Python answers when it is asked for a photo's embedding; neither content nor failure while it's being made.
 * @typedef {{key: string, content?: ArrayBuffer, failure?: {code: string, message: string}}} Answer
 */
/**
 * The component's parameters as they travel. `work` goes both ways: whoever has changed it last is followed.
 * @typedef {{
 *   _runtime: {address: string, failure: string}, _scheme: string, disabled: boolean,
 *   tool: import("../../../pyscript/shell/clickcut.d.ts").Tool,
 *   height: number | null, sizing_mode: string | null,
 *   _photo_file: PhotoFile | null,
 *   _work: {key: string, recipe: string, objects: any[]},
 *   on: (name: string, listener: (detail: any) => void) => void, send_msg: (message: object) => void,
 * }} Model
 */

/** Milliseconds between two questions for an embedding, and after which a lost one is asked again. */
const PAUSE = 200;
const PATIENCE = 5000;

/** @param {{model: Model}} view */
export async function render({ model }) {
  const { address, failure } = model._runtime;
  try {
    await import(new URL("element.js", new URL(address, document.baseURI)).href);
  } catch {
    return createAlert(failure);
  }
  const element = /** @type {import("../../../pyscript/shell/element.js").ClickCut} */ (
    document.createElement("click-cut")
  );
  element.toggleAttribute("controls", true);
  element.toggleAttribute("volatile", true); // who sees what is for Python to say
  follow(element, model);
  return element;
}

/** @param {string} message */
function createAlert(message) {
  const node = document.createElement("div");
  node.setAttribute("role", "alert");
  node.textContent = message;
  return node;
}

/** @param {import("../../../pyscript/shell/element.js").ClickCut} element @param {Model} model */
function follow(element, model) {
  /** Of the photo that the element was asked to open, and of the one that it has open. */
  let asked = "";
  let key = "";
  /** The recipe that the element is known to be at. */
  let recipe = "";
  let isTelling = false;
  let isBehind = false;
  /** @type {(answer: Answer) => void} */
  let answered = () => {};

  const look = () => {
    element.style.colorScheme = model._scheme;
    element.style.height = model.height || /both|height/.test(model.sizing_mode ?? "") ? "100%" : "";
    element.hidden = model._photo_file === null;
    element.toggleAttribute("disabled", model.disabled);
    element.tool = model.tool;
  };

  /**
   * Ask Python until it has made the embedding: what isn't asked for may come before the page can take it.
   * @returns {Promise<Uint8Array>}  never settled once the photo isn't wanted any more
   */
  async function embeddingOf(/** @type {string} */ wanted) {
    while (element.isConnected && model._photo_file?.key === wanted) {
      /** @type {Promise<Answer | null>} */
      const answer = new Promise((resolve) => {
        answered = (given) => given.key === wanted && resolve(given);
        setTimeout(resolve, PATIENCE, null);
      });
      model.send_msg({ wanted });
      const { content, failure } = (await answer) ?? {};
      if (failure) throw Object.assign(new Error(failure.message), failure);
      if (content) return new Uint8Array(content);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    return new Promise(() => {});
  }

  async function open() {
    const photo = model._photo_file;
    if (!photo || !element.isConnected) return;
    asked = photo.key;
    key = recipe = "";
    const file = new File([photo.content], photo.name);
    await element.load(file, { embedding: embeddingOf(photo.key), sha256: photo.key }); // HEIC comes as PNG
    key = photo.key;
    await goOn();
  }

  /** Do what Python says of the open photo. */
  async function goOn() {
    const wanted = model._work.recipe;
    if (model._work.key !== key || wanted === recipe) return;
    recipe = wanted;
    if (wanted) await element.resume(wanted);
    else for (const { id } of element.state.objects) await element.deleteObject(id);
  }

  /** Tell Python where the element is; several changes in a row are told as one. */
  async function tell() {
    isBehind = true;
    if (isTelling || !key) return;
    isTelling = true;
    try {
      while (isBehind) {
        isBehind = false;
        const text = await element.recipe();
        const { objects } = element.state;
        recipe = objects.length > 0 ? text : "";
        if (!isBehind) model._work = { key, recipe, objects: [...objects] };
      }
    } finally {
      isTelling = false;
    }
  }

  const ignore = () => {}; // the element shows its failures itself, and they are told below
  // Once it is seen: a photo in a tab at the back can wait.
  new ResizeObserver(() => {
    if (!element.isConnected) asked = key = "";
    else if (asked === "") void open().catch(ignore);
  }).observe(element);

  for (const name of ["_scheme", "height", "sizing_mode", "disabled", "tool", "_photo_file"])
    model.on(name, look);
  model.on("_photo_file", () => void open().catch(ignore));
  model.on("msg:custom", (/** @type {Answer} */ answer) => answered(answer));
  model.on("_work", () => void goOn().catch(ignore));
  element.addEventListener("clickcut-change", () => void tell().catch(ignore));
  element.addEventListener("clickcut-tool", (event) => {
    model.tool = /** @type {CustomEvent} */ (event).detail.tool;
  });
  element.addEventListener("clickcut-error", (event) => {
    model.send_msg({ error: /** @type {CustomEvent} */ (event).detail });
  });
  look();
}
