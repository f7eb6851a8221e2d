// What becomes of many photos: which is opened, what is accepted, and what is said to the browser's storage.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hexSha256 } from "../../../pyscript/shell/files/sha256.js";
import { Tray } from "../../../pyscript/shell/tray/tray.js";
import { ClickcutError } from "../../../pyscript/shell/words/texts.js";
import { withGlobals } from "../globals.js";

const WHERE = { embedding: null, api: "/" };

/**
 * A page: its photos open when that is told, with an object in each, unless their names say what they are.
 * @param {{isFull?: boolean}} [browser]
 */
function createPage({ isFull = false } = {}) {
  /** @type {any} */
  const loader = { opened: null, here: { way: () => null } };
  /** @type {string[]} */
  const asked = [];
  /** @type {Map<string, any>} */
  const carried = new Map();
  /** @type {any[]} */
  const kept = [];
  /** @type {any} */
  const memory = {
    brought: async () => null,
    holds: async () => !isFull,
    keepBeside: async () => !isFull,
    tray: async () => kept.at(-1) ?? null,
    keepTray: async (/** @type {any} */ tray) => kept.push(tray) > 0,
    carry: (/** @type {string} */ sha256, /** @type {any} */ history) => carried.set(sha256, history),
  };
  /** @type {() => void} */
  let arrive = () => {};
  /** @type {any} */
  const client = {
    isLoading: false,
    runner: { runtime: { threads: 1, reason: "cores" } },
    subject: { isComing: false },
    ready: Promise.resolve(),
    get state() {
      return loader.opened?.state ?? { objects: [] };
    },
    async load(/** @type {File} */ photo) {
      asked.push(photo.name);
      client.isLoading = true;
      await new Promise((resolve) => {
        arrive = () => resolve(undefined);
      });
      client.isLoading = false;
      if (photo.name.startsWith("broken")) throw new ClickcutError("not-a-photo");
      if (photo.name.startsWith("unsent")) throw new ClickcutError("server-unreachable");
      await open(photo, photo.name.startsWith("empty") ? [] : [{ visible: true }]);
    },
  };
  /** @param {File} photo @param {object[]} objects */
  const open = async (photo, objects) => {
    const sha256 = await hexSha256(await photo.arrayBuffer());
    const history = { documents: [photo.name, "edited"], position: 1 };
    const opened = { sha256, name: photo.name, address: "", blob: photo, history };
    loader.opened = { ...opened, state: { objects }, bitmap: {}, embedding: new Uint8Array(1) };
    tray.follow();
  };
  const tray = new Tray(client, loader, memory, { onTray: () => {}, wantsSubject: () => false });
  /** Let what was asked for arrive, and all that follows from it be done. */
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve));
    arrive();
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve));
  };
  const nameOf = () => tray.items.find(({ key }) => key === tray.current)?.name ?? null;
  const looks = () =>
    tray.items.map(({ name, isDone, problem }) => `${name} ${problem?.code ?? (isDone ? "done" : "left")}`);
  return { tray, client, loader, memory, asked, carried, kept, settle, nameOf, looks, open };
}

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff);
const files = (/** @type {string[]} */ ...names) => names.map((name) => new File([JPEG, name], name));

/** Nothing is prepared here: that takes an engine. @param {() => Promise<void>} body */
const withoutEngine = (body) => withGlobals({ Worker: NoWorker }, body);

class NoWorker {
  constructor() {
    throw new ClickcutError("runtime-failed");
  }
}

test("accepting goes from one to the next, passes over what is broken, and ends where nothing is left", () =>
  withoutEngine(async () => {
    const { tray, asked, settle, nameOf, looks } = createPage();
    void tray.take(files("a", "broken", "c"), WHERE);
    await settle();
    assert.equal(nameOf(), "a");
    assert.equal(tray.accept(), "next");
    await settle();
    await settle();
    assert.equal(nameOf(), "c");
    assert.deepEqual(looks(), ["a done", "broken not-a-photo", "c left"]);
    assert.equal(tray.accept(), "all");
    assert.equal(nameOf(), "c");
    assert.deepEqual(asked, ["a", "broken", "c"]);
  }));

test("a photo that has the open one's name is another one", () =>
  withoutEngine(async () => {
    const { tray, loader, asked, settle, nameOf } = createPage();
    loader.opened = { sha256: "of a sample", name: "a", address: "samples/a", state: { objects: [] } };
    void tray.take(files("a", "b"), WHERE);
    await settle();
    assert.deepEqual([asked, nameOf()], [["a"], "a"]);
  }));

test("what is accepted while it still opens is accepted once it is there", () =>
  withoutEngine(async () => {
    const { tray, client, settle, nameOf, looks } = createPage();
    void tray.take(files("a", "b"), WHERE);
    assert.equal(tray.accept(), "waits");
    await settle();
    assert.equal(nameOf(), "b");
    client.subject.isComing = true;
    await settle();
    assert.deepEqual(looks(), ["a done", "b left"]);
  }));

test("where nothing is cut out nothing is accepted, and a subject that is looked for is waited for", () =>
  withoutEngine(async () => {
    const { tray, client, loader, settle, looks } = createPage();
    void tray.take(files("empty", "b"), WHERE);
    await settle();
    assert.equal(tray.accept(), "nothing");
    client.subject.isComing = true;
    assert.equal(tray.accept(), "waits");
    loader.opened.state = { objects: [{ visible: true }] };
    client.subject.isComing = false;
    tray.follow("take_proposal");
    assert.deepEqual(looks(), ["empty done", "b left"]);
  }));

test("who clicks instead has not accepted", () =>
  withoutEngine(async () => {
    const { tray, client, loader, settle, looks } = createPage();
    void tray.take(files("empty", "b"), WHERE);
    await settle();
    client.subject.isComing = true;
    tray.accept();
    client.subject.isComing = false;
    loader.opened.state = { objects: [{ visible: true }] };
    tray.follow("add_point");
    assert.deepEqual(looks(), ["empty left", "b left"]);
  }));

test("what is accepted and then emptied is no more accepted", () =>
  withoutEngine(async () => {
    const { tray, loader, settle, looks } = createPage();
    void tray.take(files("a"), WHERE);
    await settle();
    assert.equal(tray.accept(), "all");
    loader.opened.state = { objects: [] };
    tray.follow("undo");
    assert.deepEqual(looks(), ["a left"]);
  }));

test("a photo that did not open for another reason than itself is tried again", () =>
  withoutEngine(async () => {
    const { tray, settle, looks, nameOf } = createPage();
    void tray.take(files("a", "unsent"), WHERE);
    await settle();
    tray.step(1);
    await settle();
    assert.deepEqual(looks(), ["a left", "unsent left"]);
    assert.equal(nameOf(), "a", "what was open stays");
  }));

test("the newest history of each is carried along, and what finds no room is known", () =>
  withoutEngine(async () => {
    const { tray, carried, settle } = createPage({ isFull: true });
    void tray.take(files("a", "b"), WHERE);
    await settle();
    tray.step(1);
    await settle();
    assert.deepEqual(
      [...carried.values()].map(({ documents }) => documents[0]),
      ["a", "b"],
    );
    assert.deepEqual(
      tray.items.map(({ isKept }) => isKept),
      [false, false],
    );
  }));

test("who takes out the open one goes to the next, and an empty tray is forgotten", () =>
  withoutEngine(async () => {
    const { tray, kept, settle, nameOf } = createPage();
    void tray.take(files("a", "b"), WHERE);
    await settle();
    tray.remove(/** @type {string} */ (tray.current));
    await settle();
    assert.equal(nameOf(), "b");
    tray.remove(/** @type {string} */ (tray.current));
    assert.deepEqual([tray.items, tray.current, kept.at(-1)], [[], null, null]);
  }));

test("another photo that is opened from a file joins, and one of an address is none of them", () =>
  withoutEngine(async () => {
    const { tray, loader, settle, nameOf, looks, open } = createPage();
    void tray.take(files("a", "b"), WHERE);
    await settle();
    await open(files("c")[0], []);
    assert.deepEqual([nameOf(), looks().length], ["c", 3]);
    loader.opened = { ...loader.opened, sha256: "sha of a sample", address: "cat.png" };
    tray.follow();
    assert.deepEqual([nameOf(), looks().length], [null, 3]);
  }));

test("a page that comes back opens what was to be open, unless it has opened something else meanwhile", () =>
  withoutEngine(async () => {
    const before = createPage();
    void before.tray.take(files("a", "b"), WHERE);
    await before.settle();
    for (const [opens, name] of /** @type {const} */ ([
      [true, "b"],
      [false, "a"],
    ])) {
      const page = createPage();
      const [a, b] = before.tray.items;
      page.kept.push({ items: [a, b], current: b.key });
      const photo = { name: "b", blob: files("b")[0], model: "", embedding: new Uint8Array() };
      page.memory.brought = async () => photo;
      page.client.load = async () => page.open(files("b")[0], []);
      await page.open(files("a")[0], []);
      await page.tray.restore(WHERE, opens);
      assert.equal(page.nameOf(), name);
    }
  }));

test("what was picked and accepted stays so while it is picked again after a reload", () =>
  withoutEngine(async () => {
    const { tray, client, loader, settle, open } = createPage();
    void tray.take(files("empty cup.png"), WHERE);
    await settle();
    const [{ key }] = tray.items;
    tray.change(key, { stage: "picked", isDone: true });
    client.subject.isComing = true;
    await open(loader.opened.blob, []);
    /** @param {import("../../../pyscript/shell/tray/items.js").Item} item */
    const seen = ({ stage, isDone }) => [stage, isDone];
    assert.deepEqual(tray.items.map(seen), [["picked", true]]);
    client.subject.isComing = false;
    tray.follow();
    assert.deepEqual(tray.items.map(seen), [["ready", false]]);
  }));

test("what is no photo is told before its turn comes, and is never opened", () =>
  withoutEngine(async () => {
    const { tray, asked, settle, looks } = createPage();
    const [first, last] = files("a", "c");
    void tray.take([first, new File(["a letter"], "letter.txt"), new File([], "nothing.jpg"), last], WHERE);
    await settle();
    assert.deepEqual(looks(), ["a left", "letter.txt not-a-photo", "nothing.jpg empty-photo", "c left"]);
    tray.accept();
    await settle();
    assert.deepEqual(asked, ["a", "c"]);
  }));
