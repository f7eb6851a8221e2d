// The element's attributes as properties, both ways. Where there is no DOM (a server that renders pages), it can be
// imported all the same.

const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});
const NAMES = [
  "src",
  "embedding",
  "proposals",
  "recipeSrc",
  "api",
  "encoder",
  "poster",
  "runtime",
  "threads",
  "subject",
  "controls",
  "disabled",
  "volatile",
];

export class ReflectingElement extends Base {
  get src() {
    return this.getAttribute("src");
  }

  set src(value) {
    this.#set("src", value);
  }

  get embedding() {
    return this.getAttribute("embedding");
  }

  set embedding(value) {
    this.#set("embedding", value);
  }

  get proposals() {
    return this.getAttribute("proposals");
  }

  set proposals(value) {
    this.#set("proposals", value);
  }

  get recipeSrc() {
    return this.getAttribute("recipe-src");
  }

  set recipeSrc(value) {
    this.#set("recipe-src", value);
  }

  get api() {
    return this.getAttribute("api");
  }

  set api(value) {
    this.#set("api", value);
  }

  get encoder() {
    return this.getAttribute("encoder");
  }

  set encoder(value) {
    this.#set("encoder", value);
  }

  get poster() {
    return this.getAttribute("poster");
  }

  set poster(value) {
    this.#set("poster", value);
  }

  get runtime() {
    return this.getAttribute("runtime");
  }

  set runtime(value) {
    this.#set("runtime", value);
  }

  get threads() {
    return this.getAttribute("threads");
  }

  set threads(value) {
    this.#set("threads", value);
  }

  get subject() {
    return this.getAttribute("subject");
  }

  set subject(value) {
    this.#set("subject", value);
  }

  get controls() {
    return this.hasAttribute("controls");
  }

  set controls(wanted) {
    this.toggleAttribute("controls", Boolean(wanted));
  }

  get disabled() {
    return this.hasAttribute("disabled");
  }

  set disabled(wanted) {
    this.toggleAttribute("disabled", Boolean(wanted));
  }

  get volatile() {
    return this.hasAttribute("volatile");
  }

  set volatile(wanted) {
    this.toggleAttribute("volatile", Boolean(wanted));
  }

  /** What was set before the script came, on an element that was none yet, hides these. */
  takeEarlyProperties() {
    for (const name of NAMES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
  }

  /** @param {string} name @param {string | null | undefined} value */
  #set(name, value) {
    if (value === null || value === undefined) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }
}
