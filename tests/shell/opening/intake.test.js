// Photos that are dropped and pasted, and which element of a page takes them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { listenIntake } from "../../../pyscript/shell/opening/intake.js";
import { withGlobals } from "../globals.js";
import { createStage } from "../stage.js";

const PHOTO = new File(["photo"], "cat.jpg");

/** Two elements of a page, what each has taken, and a way to bring something to one of them or to the page alone. */
function open() {
  const page = new EventTarget();
  const hosts = [createStage().node, createStage().node].map((node) =>
    Object.assign(node, {
      removeAttribute: (/** @type {string} */ name) => node.toggleAttribute(name, false),
    }),
  );
  /** @type {File[][]} */
  const taken = [[], []];
  const bring = (
    /** @type {string} */ type,
    /** @type {EventTarget | null} */ host,
    /** @type {object} */ values,
  ) => {
    const event = Object.assign(new Event(type, { cancelable: true }), values);
    event.composedPath = () => (host ? [host, page] : [page]);
    page.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const listen = () => hosts.map((host, place) => listenIntake(host, (file) => taken[place].push(file)));
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

test("text that is dragged or pasted is left to the page", () => {
  const { page, hosts, taken, bring, listen, marked } = open();
  return withGlobals({ document: page }, () => {
    const ends = listen();
    assert.equal(bring("dragover", hosts[0], { dataTransfer: { types: ["text/plain"], files: [] } }), false);
    assert.equal(bring("drop", hosts[0], { dataTransfer: { types: ["text/plain"], files: [] } }), false);
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
