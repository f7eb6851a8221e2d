// Long work that may be stopped between two steps.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Jobs, part, step } from "../../../pyscript/shell/worker/jobs.js";

test("work that is stopped ends at its next step, and no other does", async () => {
  const jobs = new Jobs();
  /** @type {number[]} */
  const told = [];
  const work = (/** @type {() => boolean} */ isWanted) => async () => {
    for (let share = 0; share < 1; share += 0.25)
      await step({ isWanted, tell: (at) => told.push(at) }, share);
    return "made";
  };
  const [first, second] = [1, 2].map((ticket) => jobs.run(ticket, (isWanted) => work(isWanted)()));
  jobs.stop(1);
  await assert.rejects(first, { code: "cancelled" });
  assert.equal(await second, "made");
  assert.equal(told.filter((at) => at === 0.75).length, 1);
  jobs.stop(2); // it is over
});

test("a message that came before a step is heard in it", async () => {
  const { port1, port2 } = new MessageChannel();
  let isWanted = true;
  port1.onmessage = () => {
    isWanted = false;
    port1.close();
  };
  port2.postMessage("stop");
  await assert.rejects(step({ isWanted: () => isWanted, tell() {} }, 0), { code: "cancelled" });
});

test("of several files each is a part of the whole", () => {
  /** @type {number[]} */
  const told = [];
  const job = { isWanted: () => true, tell: (/** @type {number} */ share) => told.push(share) };
  for (const place of [0, 1]) part(job, place, 2).tell(0.5);
  assert.deepEqual(told, [0.25, 0.75]);
});
