// What the page says, in which language, and how numbers are written there.
import assert from "node:assert/strict";
import { test } from "node:test";
import generated from "#generated";
import { wordsOf } from "../../../pyscript/shell/words/language.js";
import { ClickcutError, fill, isRetryable } from "../../../pyscript/shell/words/texts.js";
import { ENGLISH, Words } from "../../../pyscript/shell/words/words.js";
import { withGlobals } from "../globals.js";

/** A few of the sentences, as a language that is not done yet has them. @param {Record<string, string>} sentences */
const german = (sentences) => ({ ...generated.words, sentences: /** @type {any} */ (sentences) });

test("a sentence names what it is about", () => {
  assert.equal(fill("{width} × {height}, {width}", { width: 3, height: 0 }), "3 × 0, 3");
  assert.equal(fill("a {gap} here", {}), "a  here");
  const error = new ClickcutError("too-many-bytes", { limit: 50 });
  assert.deepEqual([error.name, error.code], ["ClickcutError", "too-many-bytes"]);
  assert.ok(error.message.includes("50 MB"));
});

test("what the server or Python said goes before our own sentence, and an unknown code is said as it is", () => {
  assert.equal(new ClickcutError("too-many-bytes", {}, "Too large.").message, "Too large.");
  assert.equal(new ClickcutError("never-heard-of").message, "never-heard-of");
});

test("only what may succeed the next time can be tried again", () => {
  assert.equal(isRetryable("server-unreachable"), true);
  assert.equal(isRetryable("not-a-photo"), false);
});

test("an error is said in the language of the page, if everything that the sentence names is known", () => {
  const words = new Words("de", german({ "too-many-bytes": "Höchstens {limit} MB." }));
  assert.equal(words.sentence(new ClickcutError("too-many-bytes", { limit: 50 })), "Höchstens 50 MB.");
  assert.equal(words.sentence(new ClickcutError("too-many-bytes", {}, "At most 50 MB.")), "At most 50 MB.");
  const empty = new ClickcutError("empty-photo");
  assert.equal(words.sentence(empty), empty.message);
});

test("numbers are written as people of the language do", () => {
  const words = new Words("de", generated.words);
  assert.deepEqual([words.number(1234.5, 2), ENGLISH.number(1234.5, 2)], ["1234,50", "1234.50"]);
  assert.deepEqual([43.21, 4.321, 0.4321].map(ENGLISH.twoDigits), ["43", "4.3", "0.43"]);
});

test("words can be handed on alone", () => {
  const { label, note, format } = ENGLISH;
  assert.equal(label("object", { number: 3 }), "Object 3");
  assert.equal(note("never-heard-of"), "never-heard-of");
  assert.equal(format("image/png"), "PNG");
});

/** @param {(address: URL) => Response} answer @param {() => unknown} body */
const withFetch = (answer, body) =>
  withGlobals({ fetch: async (/** @type {URL} */ address) => answer(address) }, body);

test("the words of a language, or of the one it is a kind of, are fetched", () =>
  withFetch(
    ({ pathname }) =>
      new Response(JSON.stringify(german({ "empty-photo": pathname.split("/").pop() ?? "" }))),
    async () => {
      for (const tag of ["de", "DE", "de-AT", "de-Latn-CH"]) {
        const words = await wordsOf(tag);
        assert.equal(words.language, "de", tag);
        assert.equal(words.sentence(new ClickcutError("empty-photo")), "de.json");
      }
    },
  ));

test("English is there at once, also for what is in no table", () => {
  for (const tag of ["", "en", "en-GB", "nl", "d", "den"]) assert.equal(wordsOf(tag), ENGLISH);
});

test("where a table can't be had, English is spoken", async () => {
  const answers = [
    () => new Response("", { status: 404 }),
    () => new Response("<!doctype html>"),
    () => {
      throw new TypeError("network");
    },
  ];
  for (const answer of answers)
    await withFetch(answer, async () => assert.equal(await wordsOf("de"), ENGLISH));
});
