// Many photos side by side: which is open, what is done, what comes next. Each is opened as a photo alone is, and goes on
// where it was left.
import { refusalOf } from "../opening/photo_head.js";
import { asOurs } from "../words/foreign.js";
import { Beforehand } from "./beforehand.js";
import * as list from "./items.js";
import { fileOf, Shelf, sourceOf } from "./shelf.js";
import { thumbnailOf } from "./thumbnail.js";
import { saveTogether } from "./together.js";

/** @typedef {import("../opening/loader.js").Where} Where */
/** @typedef {import("./items.js").Item} Item */

export class Tray {
  /** @type {import("./items.js").Items} */
  items = [];
  /** The one that is open, or is being opened; none where another photo is. @type {string | null} */
  current = null;
  /** Whether what is done outlasts the page. */
  isKept = true;
  /** Who encodes. @type {Where} */
  where = { embedding: null, api: null };
  #client;
  #loader;
  #memory;
  #shelf;
  #beforehand;
  #page;
  #onChange;
  /** What is being opened. @type {{key: string} | null} */
  #going = null;
  /** What is to be accepted once there is something. @type {string | null} */
  #accepting = null;
  /** What was told of last. @type {import("../opening/opening.js").Opened | null} */
  #seen = null;
  #count = 0;

  /**
   * @param {import("../client.js").Client} client @param {import("../opening/loader.js").Loader} loader
   * @param {import("../opening/memory.js").Memory} memory
   * @param {{onTray: () => void, wantsSubject: () => boolean}} on
   */
  constructor(client, loader, memory, { onTray, wantsSubject }) {
    this.#client = client;
    this.#loader = loader;
    this.#memory = memory;
    this.#onChange = onTray;
    this.#shelf = new Shelf(memory);
    this.#page = { runner: client.runner, here: loader.here, memory };
    const isBusy = () => client.isLoading || client.subject.isComing;
    this.#beforehand = new Beforehand(this, this.#shelf, this.#page, { isBusy, wantsSubject });
  }

  /** Add photos, and open the first of them. @param {readonly File[]} files @param {Where} where */
  async take(files, where) {
    this.where = where;
    const added = files.map((file) => this.#add(file));
    const going = this.go(added[0], true);
    for (const key of added) await this.#keep(key);
    await going;
  }

  /**
   * Take up what was there when the page was left.
   * @param {Where} where @param {boolean} opens  what was open then or was to be, too, unless the page has that open by itself
   */
  async restore(where, opens) {
    const kept = list.restored(await this.#memory.tray());
    if (!kept || this.items.length) return;
    this.where = where;
    ({ items: this.items, current: this.current } = kept);
    const item = list.find(this.items, this.current);
    const going = opens && item ? { key: item.key } : null;
    this.#going = going;
    this.#onChange();
    const failure = await this.#client.ready.then(() => null, asOurs);
    if (this.#going !== going) return;
    this.#going = null;
    const isElsewhere = item && item.sha256 !== this.#loader.opened?.sha256;
    if (going && isElsewhere && failure?.code !== "cancelled") await this.go(going.key);
    else this.follow();
  }

  /** Open one of them. @param {string} key @param {boolean} [goesOn]  to the next one, where it doesn't open */
  async go(key, goesOn = false) {
    const item = list.find(this.items, key);
    const { opened } = this.#loader;
    if (!item) return;
    this.rest();
    this.#accepting = null;
    if (!this.#client.isLoading && opened && this.#itemOf(opened) === item) {
      this.#going = null;
      return this.#set(this.items, key);
    }
    const going = { key };
    this.#going = going;
    this.#set(this.items, key);
    const failure = await this.#open(item, going).then(() => null, asOurs);
    if (this.#going !== going) return; // it is open, or something else is wanted
    this.#going = null;
    const { sha256 } = this.#loader.opened ?? {};
    if (failure) this.fail(key, failure);
    else if (sha256) this.change(key, { sha256 }); // of a cut-out, its photo's
    const next = goesOn && list.find(this.items, key)?.problem ? list.left(this.items, key)[0] : null;
    if (next) await this.go(next.key, true);
    else this.follow();
  }

  /** Go to the photo before or after; tells whether there is one. @param {1 | -1} by */
  step(by) {
    const next = list.beside(this.items, this.current, by);
    if (next) void this.go(next.key);
    return next !== null;
  }

  /**
   * The cut-out is good: go on. Where its subject is still being looked for, that is waited for.
   * @returns {"waits" | "nothing" | "next" | "all"}  nothing is cut out, or none of them is open; nothing is left to do
   */
  accept() {
    const { current } = this;
    const isOpening = this.#client.isLoading || this.#going !== null;
    if (current === null) return "nothing";
    if (isOpening || !this.#hasSomething) {
      if (!isOpening && !this.#client.subject.isComing) return "nothing";
      this.#accepting = current;
      return "waits";
    }
    this.change(current, { isDone: true });
    const [next] = list.left(this.items, current);
    if (next) void this.go(next.key, true);
    return next ? "next" : "all";
  }

  /** Take one out; its work is kept like that of any photo. @param {string} key */
  remove(key) {
    const next = list.beside(this.items, key, 1) ?? list.beside(this.items, key, -1);
    const isCurrent = this.current === key;
    this.#drop(key);
    if (this.#going?.key === key) this.#going = null;
    const others = this.items.filter((item) => item.key !== key);
    this.#set(others, isCurrent ? null : this.current);
    if (isCurrent && next) void this.go(next.key, true);
  }

  /** Take all out. */
  empty() {
    this.#beforehand.stop();
    this.#going = null;
    for (const { key } of this.items) this.#drop(key);
    this.#set([], null);
  }

  /** Prepare nothing any more. */
  stop() {
    this.#beforehand.stop();
  }

  /** Somebody does something: what can wait does. */
  rest() {
    this.#beforehand.rest();
  }

  /** Something of the open photo has changed, or another one is open. @param {string | null} [edited]  what was done */
  follow(edited = null) {
    const { opened } = this.#loader;
    if (this.items.length === 0 || this.#client.isLoading || !opened) return;
    if (edited !== null && edited !== "take_proposal") this.#accepting = null;
    const item = this.#itemOf(opened) ?? this.#joined(opened);
    if (item && item.key === this.#going?.key) this.#going = null;
    if (!this.#going) this.#set(this.items, item?.key ?? null);
    if (!item) return;
    const { sha256, history, state } = opened;
    this.#memory.carry(sha256, history);
    const has = state.objects.length > 0;
    const comes = !has && this.#client.subject.isComing; // what was picked before is picked again
    const stage = has || (comes && item.stage === "picked") ? "picked" : "ready";
    const isDone = item.isDone && (comes || this.#hasSomething);
    this.change(item.key, { sha256, wasOpened: true, problem: null, isDone, stage });
    if (this.#seen !== opened) void this.#settle(item.key, opened);
    this.#seen = opened;
    if (this.#accepting === item.key && this.#hasSomething) this.accept();
    else if (!this.#client.subject.isComing) this.#accepting = null;
    if (!this.#going) void this.#beforehand.next();
  }

  /**
   * All cut-outs that were accepted, as one archive.
   * @param {import("./together.js").Options} options @param {import("./together.js").Watch} watch
   */
  save(options, watch) {
    const { opened } = this.#loader;
    const openItem = opened && this.#itemOf(opened);
    const done = this.items.filter(({ isDone }) => isDone);
    const sources = done.map(
      (item) => async () =>
        opened && item === openItem ? sourceOf(opened, this.where) : this.#shelf.source(item, this.where),
    );
    return saveTogether(this.#page, sources, options, watch);
  }

  /** Note something of one of them. @param {string} key @param {Partial<Item>} change */
  change(key, change) {
    this.#set(list.changed(this.items, key, change));
  }

  /** One can't be opened: if that is its own fault, it stays so. @param {string} key @param {import("../words/texts.js").ClickcutError} failure */
  fail(key, { code, values, message }) {
    if (list.isPhotosFault(code)) this.change(key, { problem: { code, values, message } });
  }

  get #hasSomething() {
    return this.#client.state.objects.some(({ visible }) => visible);
  }

  /** @param {File} file @returns {string} its key */
  #add(file) {
    const key = `${Date.now()}-${this.#count++}`;
    this.#shelf.add(key, file);
    this.#set([...this.items, list.itemOf(key, file.name)]);
    return key;
  }

  /** @param {string} key */
  #drop(key) {
    const { sha256 } = list.find(this.items, key) ?? {};
    if (sha256) this.#memory.carry(sha256, null);
    this.#shelf.drop(key);
  }

  /** @param {Item} item @param {{key: string}} going */
  async #open(item, going) {
    const { photo, where } = await this.#shelf.source(item, this.where);
    if (this.#going !== going) return;
    const embedding = this.#beforehand.encoded(item.key);
    if (!embedding || where.kept) return this.#client.load(photo, where);
    const failure = await this.#client.load(photo, { ...where, embedding }).then(() => null, asOurs);
    if (failure && failure.code !== "cancelled" && this.#going === going)
      await this.#client.load(photo, where);
  }

  /** @param {import("../opening/opening.js").Opened} opened */
  #itemOf({ sha256, name, address }) {
    const known = this.items.find((item) => item.sha256 === sha256);
    const isUnread = address === "" && !globalThis.crypto?.subtle; // a page that can't hash goes by names
    const named = (/** @type {Item} */ item) => item.sha256 === null && item.name === name;
    return known ?? (isUnread ? this.items.find(named) : null) ?? null;
  }

  /** Where there are many, what else is opened from a file joins them. @param {import("../opening/opening.js").Opened} opened */
  #joined(opened) {
    if (opened.address !== "" || this.#going) return null;
    const key = this.#add(fileOf(opened));
    return list.find(this.items, key);
  }

  /** @param {string} key @param {import("../opening/opening.js").Opened} opened */
  async #settle(key, opened) {
    const isKept = await this.#shelf.settle(key, opened);
    const known = list.find(this.items, key)?.thumb;
    const thumb = known ?? (await thumbnailOf(opened.bitmap).catch(() => null));
    this.change(key, { isKept, thumb });
  }

  /** Keep a photo that was brought, and make its small picture. @param {string} key */
  async #keep(key) {
    const read = await this.#shelf.read(key);
    if (!read) return; // who opens it says why
    const { blob, sha256 } = read;
    const refusal = await refusalOf(blob);
    if (refusal) return this.fail(key, refusal); // before its turn comes
    const isTwice = this.items.some((item) => item.key !== key && sha256 && item.sha256 === sha256);
    if (isTwice) return this.remove(key);
    const thumb = await thumbnailOf(blob).catch(() => null);
    const item = list.find(this.items, key);
    if (!item) return;
    this.change(key, { thumb: item.thumb ?? thumb, sha256: item.sha256 ?? sha256 });
    this.change(key, { isKept: sha256 !== null && (await this.#shelf.keep(sha256, item.name, blob)) });
  }

  /** @param {import("./items.js").Items} items @param {string | null} [current] */
  #set(items, current = this.current) {
    if (items === this.items && current === this.current) return;
    this.items = items;
    this.current = current;
    void this.#memory.keepTray(items.length ? { items, current } : null).then((isKept) => {
      if (this.isKept === isKept) return;
      this.isKept = isKept;
      this.#onChange();
    });
    this.#onChange();
  }
}
