// The worker's end of a seat: what is looked for, and stopped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { turn } from "../../../pyscript/shell/worker/jobs.js";
import { createWorkerSeat } from "../../../pyscript/shell/worker/worker_seat.js";

/** A seat whose Python begins in a later turn than it is called, as Pyodide does, and runs three graphs for an answer. */
function createSeat() {
  const page = { graphs: 0, stops: 0 };
  const session = {
    /** @param {{waits: () => Promise<boolean>}} asker */
    async search(asker) {
      await turn();
      for (let graph = 0; graph < 3; graph++) {
        if (!(await asker.waits())) return JSON.stringify({ error: { code: "cancelled" } });
        page.graphs++;
      }
      return JSON.stringify({ shapes: [] });
    },
    stop: () => page.stops++,
  };
  let tail = Promise.resolve();
  /** @param {(parts: any) => unknown} task */
  const enqueue = (task) => {
    const result = tail.then(() => task({ createSession: () => session }));
    tail = result.then(
      () => {},
      () => {},
    );
    return result;
  };
  return { page, seat: createWorkerSeat(/** @type {any} */ (enqueue)) };
}

test("a search that is stopped before Python begins it runs no graph", async () => {
  for (let turns = 0; turns < 2; turns++) {
    const { page, seat } = createSeat();
    const searched = seat.search(1);
    const ended = assert.rejects(searched, { code: "cancelled" });
    for (let each = 0; each < turns; each++) await turn();
    seat.stop(1);
    await ended;
    assert.equal(page.graphs, 0, `stopped after ${turns} turns`);
  }
});

test("what stops a search stops neither the next one nor an edit", async () => {
  const { page, seat } = createSeat();
  const searched = [seat.search(1), seat.search(2)];
  seat.stop(1);
  await assert.rejects(searched[0], { code: "cancelled" });
  assert.deepEqual(await searched[1], { shapes: [] });
  assert.deepEqual(page, { graphs: 3, stops: 0 });
});
