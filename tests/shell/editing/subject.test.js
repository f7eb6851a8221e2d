// What a photo is about: when it is looked for, what becomes of it, and that whoever does something goes first.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Subject, subjectHint } from "../../../pyscript/shell/editing/subject.js";
import { model } from "../../../pyscript/shell/words/texts.js";

const SHA = "5e";
const RANKED = [1, 2, 3, 4].map((x) => ({ x, y: 10 * x, mask: 2, score: 0.9, area: 0.1 }));

/**
 * A photo that is open: what was found in it, which of that can't be had, and what comes of it.
 * @param {{isSure: boolean, ranked?: typeof RANKED} | null} found @param {number[]} [useless]
 * @param {boolean} [isOld]  whether it was worked on before
 */
function createPage(found, useless = [], isOld = false) {
  /** @type {number[]} */
  const taken = [];
  /** @type {AbortSignal[]} */
  const asked = [];
  /** @type {() => void} */
  let answer = () => {};
  let changes = 0;
  /** @type {any} */
  const seat = {
    propose(/** @type {AbortSignal} */ signal) {
      asked.push(signal);
      return new Promise((resolve, reject) => {
        answer = () => resolve(found && { ranked: RANKED, ...found });
        signal.addEventListener("abort", () => reject(new Error("cancelled")));
      });
    },
  };
  /** @type {any} */
  const mask = { logits: new Float32Array(4), extent: [2, 2], part: [0, 0, 9, 9] };
  const subject = new Subject(/** @type {any} */ ({ seat }), {
    onSure: async ({ x }) => {
      taken.push(x);
      return !useless.includes(x);
    },
    onChange: () => changes++,
    isNew: async () => !isOld,
    preview: async (x) => (useless.includes(x) ? null : mask),
  });
  return { subject, taken, asked, answer: () => answer(), changes: () => changes };
}

test("the first that can be had is picked where it is sure", async () => {
  const page = createPage({ isSure: true }, [1]);
  const looked = page.subject.look(SHA);
  assert.equal(page.subject.isBusy, true);
  page.answer();
  await looked;
  assert.deepEqual(page.taken, [1, 2]);
  assert.equal(page.subject.isBusy, false);
  assert.deepEqual(page.subject.offers, []);
});

test("the best three that can be had are offered where it isn't, and nothing is picked", async () => {
  const page = createPage({ isSure: false }, [2]);
  const looked = page.subject.look(SHA);
  page.answer();
  await looked;
  assert.deepEqual(page.taken, []);
  assert.deepEqual(
    page.subject.offers.map(({ proposal }) => proposal.x),
    [1, 3, 4],
  );
  assert.equal(page.changes(), 1);
  page.subject.drop();
  assert.deepEqual(page.subject.offers, []);
});

for (const [name, found] of Object.entries({
  "nothing is found": { isSure: false, ranked: [] },
  "nothing of it can be had": { isSure: true },
})) {
  test(`it is known where ${name}`, async () => {
    const page = createPage(found, [1, 2, 3, 4]);
    const looked = page.subject.look(SHA);
    page.answer();
    await looked;
    assert.equal(page.subject.isNothing, true);
    assert.equal(page.changes(), 1);
  });
}

test("who does something ends it, and nothing comes of it", async () => {
  const page = createPage({ isSure: true });
  const looked = page.subject.look(SHA);
  page.subject.drop();
  await looked;
  assert.equal(page.asked[0].aborted, true);
  assert.deepEqual(page.taken, []);
  assert.equal(page.subject.isNothing, false);
  assert.equal(page.changes(), 0);
});

/** A file of proposals of the photo with this hash, as the page fetches it. @param {string} sha256 @param {boolean} isSure */
function tell(sha256, isSure) {
  const photo = { width: 64, height: 64 };
  const proposals = RANKED.map((each) => ({ ...each, runs: [0, 256 * 256] }));
  const file = {
    format: "clickcut-proposals/1",
    model,
    photo,
    sha256,
    extent: [256, 256],
    isSure,
    proposals,
  };
  globalThis.fetch = async () => new Response(JSON.stringify(file));
  return photo;
}

test("what a file tells is seen while nothing can be asked yet, and taken without asking", async () => {
  const page = createPage({ isSure: false });
  const photo = tell(SHA, true);
  await page.subject.foretell({ proposals: "photo.json" });
  assert.equal(page.subject.foreseen, null, "no photo is shown yet");
  page.subject.photo = photo;
  assert.equal(page.subject.foreseen?.length, 1);
  assert.ok(page.subject.under(10, 10));
  await page.subject.look(SHA);
  assert.deepEqual(page.taken, [1]);
  assert.equal(page.asked.length, 0);
  assert.equal(page.subject.foreseen, null);
});

test("what a file isn't sure of is offered at once", async () => {
  const page = createPage({ isSure: true });
  page.subject.photo = tell(SHA, false);
  await page.subject.foretell({ proposals: "photo.json" });
  assert.equal(page.subject.foreseen, null);
  assert.equal(page.subject.offers.length, 3);
  await page.subject.look(SHA);
  assert.equal(page.subject.offers.length, 3);
  assert.equal(page.asked.length, 0);
});

test("what is told of another photo is not believed, and is asked", async () => {
  const page = createPage({ isSure: true });
  page.subject.photo = tell("another", true);
  await page.subject.foretell({ proposals: "photo.json" });
  const looked = page.subject.look(SHA);
  page.answer();
  await looked;
  assert.equal(page.asked.length, 1);
});

test("a photo that was worked on, or that another one is opened instead of, is told nothing of", async () => {
  for (const [worked, kept] of [
    [true, null],
    [false, Promise.resolve({})],
  ]) {
    const page = createPage({ isSure: true }, [], /** @type {boolean} */ (worked));
    page.subject.photo = tell(SHA, true);
    await page.subject.foretell({ proposals: "photo.json", kept: /** @type {any} */ (kept ?? undefined) });
    assert.equal(page.subject.foretold, null);
  }
});

test("another look ends the one before", async () => {
  const page = createPage({ isSure: true });
  const first = page.subject.look(SHA);
  const second = page.subject.look(SHA);
  page.answer();
  await Promise.all([first, second]);
  assert.deepEqual(page.taken, [1]);
});

test("a click that fails leaves nothing under way, and is not told as nothing found", async () => {
  const failing = {
    onSure: () => Promise.reject(new Error("worker-died")),
    onChange: () => {},
    isNew: async () => true,
    preview: async () => null,
  };
  const seat = { propose: async () => ({ ranked: RANKED, isSure: true }) };
  const subject = new Subject(/** @type {any} */ ({ seat }), failing);
  await subject.look(SHA);
  assert.equal(subject.isBusy, false);
  assert.equal(subject.isNothing, false);
});

test("a failure is nobody's business: nobody has asked", async () => {
  const page = createPage(null);
  const looked = page.subject.look(SHA);
  page.answer();
  await looked;
  assert.equal(page.subject.isNothing, false);
  assert.equal(page.changes(), 0);
});

test("what is said of it", () => {
  const [proposed, untouched] = [{ proposed: true }, { proposed: false }];
  /** @param {object} subject @param {object} shownState */
  const hint = (subject, shownState) =>
    subjectHint(/** @type {any} */ ({ subject: { offers: [], isNothing: false, ...subject }, shownState }));
  assert.equal(hint({}, proposed), "subject-picked");
  assert.equal(hint({ offers: [{}] }, untouched), "subject-offered");
  assert.equal(hint({ isNothing: true }, untouched), "subject-none");
  assert.equal(hint({}, untouched), null);
});
