// Calls to a worker that may die: each is followed, and all fail together.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Calls } from "../../../pyscript/shell/worker/calls.js";

const never = new Promise(() => {});

test("a call ends as what it follows", async () => {
  const calls = new Calls();
  assert.equal(await calls.follow(Promise.resolve(5)), 5);
  await assert.rejects(calls.follow(Promise.reject(new Error("refused"))), /refused/);
});

test("all that are pending fail, and all that come, with the first reason", async () => {
  const calls = new Calls();
  const pending = [calls.follow(never), calls.follow(never)];
  calls.fail(new Error("died"));
  calls.fail(new Error("again"));
  for (const each of [...pending, calls.follow(never), calls.follow(Promise.resolve(5))])
    await assert.rejects(each, /died/);
});

test("what was answered before stays answered", async () => {
  const calls = new Calls();
  const answered = calls.follow(Promise.resolve(5));
  await answered;
  calls.fail(new Error("died"));
  assert.equal(await answered, 5);
});
