// Taking cut-outs away: one at a time, as a file or onto the clipboard, and what is said of it.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { createSaving } from "../../../pyscript/shell/files/saving.js";
import { ENGLISH } from "../../../pyscript/shell/words/words.js";
import { withGlobals } from "../globals.js";

const PNG = new Blob(["png"], { type: "image/png" });
const SEEN = { objects: [{ active: false, visible: true }] };

/** @param {{state?: any, cutout?: (...args: any[]) => Promise<any>}} [given] */
function open({ state = SEEN, cutout = async () => ({ blob: PNG, name: "cat-cutout.png" }) } = {}) {
  /** @type {string[]} */
  const told = [];
  const client = /** @type {any} */ ({ state, isLoading: false, cutout });
  const saving = createSaving(client, ENGLISH, {
    onBegin: () => told.push("begins"),
    onProgress: (share) => told.push(`${share}`),
    onEnd: (said) => told.push(said),
    onRefused: ({ code }) => told.push(code),
  });
  return { saving, client, told };
}

const OPTIONS = /** @type {any} */ ({ type: "image/png" });

/** What links of a page were followed, while it saves. @param {(links: any[]) => unknown} body */
function withPage(body) {
  /** @type {any[]} */
  const links = [];
  const document = {
    createElement: () => ({
      click() {
        links.push(this);
      },
    }),
  };
  mock.timers.enable({ apis: ["setTimeout"] }); // the address is given up a minute later
  return withGlobals({ document }, () => body(links)).finally(() => {
    mock.timers.tick(60_000);
    mock.timers.reset();
  });
}

test("a cut-out is saved under its name, and that is said", () =>
  withPage(async (links) => {
    const { saving, told } = open();
    await saving.download(OPTIONS);
    assert.deepEqual(
      links.map(({ download }) => download),
      ["cat-cutout.png"],
    );
    assert.deepEqual(told, ["begins", ENGLISH.label("saved", { name: "cat-cutout.png" })]);
  }));

test("a phone's share sheet gets the file; where it is refused the file is saved, and who closes it saves nothing", () =>
  withPage(async (links) => {
    for (const [refusal, said, saved] of /** @type {const} */ ([
      [null, "shared", 0],
      ["AbortError", "not-saved", 0],
      ["NotAllowedError", "saved", 1],
    ])) {
      links.length = 0;
      /** @type {File[]} */
      const shared = [];
      const navigator = {
        canShare: () => true,
        async share(/** @type {{files: File[]}} */ { files }) {
          if (refusal) throw new DOMException("", refusal);
          shared.push(...files);
        },
      };
      const { saving, told } = open();
      await withGlobals({ navigator }, () => saving.download(OPTIONS, true));
      assert.equal(told.at(-1), ENGLISH.label(said, { name: "cat-cutout.png" }));
      assert.equal(links.length, saved);
      assert.deepEqual(
        shared.map(({ name, type }) => [name, type]),
        refusal ? [] : [["cat-cutout.png", "image/png"]],
      );
    }
  }));

test("one is made at a time", () =>
  withPage(async (links) => {
    let finish = (/** @type {any} */ _made) => {};
    const { saving, client, told } = open({ cutout: () => new Promise((resolve) => (finish = resolve)) });
    const first = saving.download(OPTIONS);
    assert.equal(saving.canBegin(client.state), false);
    await saving.download(OPTIONS);
    finish({ blob: PNG, name: "one.png" });
    await first;
    assert.deepEqual([links.length, told.length], [1, 2]);
    assert.equal(saving.canBegin(client.state), true);
  }));

test("it is told how far it is, and who cancels gets nothing and may begin again", () =>
  withPage(async (links) => {
    /** @type {any} */
    let watch;
    const { saving, told, client } = open({
      cutout: (...args) => {
        watch = args[2];
        return new Promise((_, reject) => watch.signal.addEventListener("abort", reject));
      },
    });
    const first = saving.download(OPTIONS);
    watch.onProgress(0.5);
    saving.cancel();
    await first;
    watch.onProgress(0.7); // comes late
    assert.deepEqual(told, ["begins", "0.5", ENGLISH.label("not-saved")]);
    assert.deepEqual(links, []);
    assert.equal(saving.canBegin(client.state), true);
    saving.cancel(); // nothing is being made
  }));

test("where nothing is cut out, or nothing of it is seen, there is nothing to save", async () => {
  const { saving, told, client } = open({ state: { objects: [] } });
  await saving.download(OPTIONS);
  assert.deepEqual(told, []);
  assert.equal(saving.canBegin({ objects: [{ active: false, visible: false }] }), false);
  assert.equal(saving.canBegin({ objects: [{ active: true, visible: false }] }), true);
  client.isLoading = true;
  assert.equal(saving.canBegin(SEEN), false);
});

test("after a failure nothing is said of success, and the next one may begin", async () => {
  const { saving, told } = open({ cutout: () => Promise.reject(new Error("failed")) });
  await saving.download(OPTIONS);
  assert.deepEqual(told, ["begins", ""]);
  assert.equal(saving.canBegin(SEEN), true);
});

/** @param {() => Promise<void>} write @param {() => unknown} body */
const withClipboard = (write, body) =>
  withGlobals({ navigator: { clipboard: { write } }, ClipboardItem: class {} }, body);

test("what was copied is said, and what the browser did not let be copied as well", async () => {
  await withClipboard(
    async () => {},
    async () => {
      const { saving, told } = open();
      await saving.copy(OPTIONS);
      assert.deepEqual(told, ["begins", ENGLISH.label("copied")]);
    },
  );
  await withClipboard(
    () => Promise.reject(new Error("NotAllowedError")),
    async () => {
      const { saving, told } = open();
      await saving.copy(OPTIONS);
      assert.deepEqual(told.slice(1), ["copy-refused", ENGLISH.label("not-copied")]);
    },
  );
});
