// Photos that are dropped and pasted, and which element of a page takes them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { listenIntake } from "../../../pyscript/shell/opening/intake.js";
import { withGlobals } from "../globals.js";
import { createStage } from "../stage.js";

const PHOTO = new File(["photo"], "cat.jpg");
const ADDRESS = "https://other.test/cat.jpg";

/** Two elements of a page, what each has taken, and a way to bring something to one of them or to the page alone. */
function open() {
  const page = new EventTarget();
  const hosts = [createStage().node, createStage().node].map((node) =>
    Object.assign(node, {
      removeAttribute: (/** @type {string} */ name) => node.toggleAttribute(name, false),
    }),
  );
  /** @type {(File | string)[][]} */
  const taken = [[], []];
  const bring = (
    /** @type {string} */ type,
    /** @type {EventTarget | null} */ host,
    /** @type {object} */ values,
  ) => {
    const event = Object.assign(new Event(type, { cancelable: true }), values);
    const field = { matches: (/** @type {string} */ selector) => selector === ":read-write" };
    const inner = "isWritten" in values ? [/** @type {any} */ (field)] : [];
    event.composedPath = () => [...inner, ...(host ? [host, page] : [page])];
    page.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const listen = () => hosts.map((host, place) => listenIntake(host, (files) => taken[place].push(...files)));
  const marked = () => hosts.map((host) => host.hasMark("data-dropping"));
  return { page, hosts, taken, bring, listen, marked };
}

const files = { dataTransfer: { types: ["Files"], files: [PHOTO] } };

test("who is dropped on takes the photo, and of what is dropped beside, the first one", () => {
  const { page, hosts, taken, bring, listen } = open();
  return withGlobals({ document: page }, () => {
    const ends = listen();
    assert.ok(bring("drop", hosts[1], files), "the browser would open it");
    assert.deepEqual(taken, [[], [PHOTO]]);
    bring("drop", null, files);
    bring("paste", null, { clipboardData: { files: [PHOTO] } });
    assert.deepEqual(taken, [[PHOTO, PHOTO], [PHOTO]]);
    for (const end of ends) end();
    assert.equal(bring("drop", hosts[0], files), false, "nobody listens any more");
  });
});

test("an element that has left the page takes nothing, and the next one takes its place", () => {
  const { page, taken, bring, listen } = open();
  return withGlobals({ document: page }, () => {
    const [endFirst, endSecond] = listen();
    endFirst();
    bring("drop", null, files);
    assert.deepEqual(taken, [[], [PHOTO]]);
    endSecond();
  });
});

test("the element that would take what is held over the page shows it, until it is dropped or leaves", () => {
  const { page, hosts, bring, listen, marked } = open();
  return withGlobals({ document: page }, () => {
    const ends = listen();
    assert.ok(bring("dragover", hosts[1], files));
    assert.deepEqual(marked(), [false, true]);
    bring("dragleave", hosts[1], { relatedTarget: hosts[0] });
    assert.deepEqual(marked(), [false, true], "within the page it has not left");
    bring("dragover", null, files);
    assert.deepEqual(marked(), [true, false]);
    bring("dragleave", null, { relatedTarget: null });
    assert.deepEqual(marked(), [false, false]);
    bring("dragover", hosts[1], files);
    bring("drop", hosts[1], files);
    assert.deepEqual(marked(), [false, false]);
    for (const end of ends) end();
  });
});

test("a picture of another page is taken by its address, but not while a person writes", () => {
  const { page, hosts, taken, bring, listen, marked } = open();
  const getData = (/** @type {string} */ type) => (type === "text/uri-list" ? ADDRESS : "");
  const link = { dataTransfer: { types: ["text/uri-list", "text/html"], files: [], getData } };
  return withGlobals({ document: page }, () => {
    const ends = listen();
    assert.ok(bring("dragover", hosts[1], link));
    assert.deepEqual(marked(), [false, true]);
    assert.ok(bring("drop", hosts[1], link));
    assert.equal(bring("dragover", hosts[0], { ...link, isWritten: true }), false);
    assert.equal(bring("drop", hosts[0], { ...link, isWritten: true }), false, "the field takes it as text");
    assert.ok(bring("drop", hosts[0], { ...files, isWritten: true }), "no field takes a file");
    assert.deepEqual(taken, [[PHOTO], [ADDRESS]]);
    for (const end of ends) end();
  });
});

test("what is pasted into a field is the field's, also where a picture of the text lies beside it", () => {
  const { page, hosts, taken, bring, listen } = open();
  return withGlobals({ document: page }, () => {
    const ends = listen();
    bring("paste", hosts[0], {
      clipboardData: { types: ["text/plain", "Files"], files: [PHOTO] },
      isWritten: true,
    });
    assert.deepEqual(taken, [[], []]);
    bring("paste", hosts[0], { clipboardData: { types: ["text/plain", "Files"], files: [PHOTO] } });
    assert.deepEqual(taken, [[PHOTO], []]);
    for (const end of ends) end();
  });
});

test("what the page itself has taken is not taken twice", () => {
  const { page, hosts, taken, bring, listen } = open();
  return withGlobals({ document: page }, () => {
    const first = (/** @type {Event} */ event) => event.preventDefault();
    for (const type of ["drop", "paste"]) page.addEventListener(type, first);
    const ends = listen();
    bring("drop", hosts[0], files);
    bring("paste", hosts[0], { clipboardData: { files: [PHOTO] } });
    assert.deepEqual(taken, [[], []]);
    for (const end of ends) end();
  });
});

test("text that is dragged or pasted is left to the page", () => {
  const { page, hosts, taken, bring, listen, marked } = open();
  return withGlobals({ document: page }, () => {
    const ends = listen();
    assert.equal(bring("dragover", hosts[0], { dataTransfer: { types: ["text/plain"], files: [] } }), false);
    assert.equal(
      bring("drop", hosts[0], { dataTransfer: { types: ["text/plain"], files: [], getData: () => "" } }),
      false,
    );
    bring("paste", hosts[0], { clipboardData: { files: [] } });
    assert.deepEqual(
      [taken, marked()],
      [
        [[], []],
        [false, false],
      ],
    );
    for (const end of ends) end();
  });
});
