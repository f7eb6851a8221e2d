// What a site's worker keeps: one version whole or not at all, and what was visited within its budget.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withGlobals } from "../globals.js";
import { SCOPE } from "./caches.js";
import { address, browse, content, NAME, PINNED, registration, SEEN, told } from "./site.js";

const { keepAll, answerPinned, dropOtherVersions } = await import(
  "../../../pyscript/shell/offline/pinned.js"
);
const { answerVisited, dropUnlisted, keepUsed } = await import("../../../pyscript/shell/offline/visited.js");
const { makeRoom, onceMore } = await import("../../../pyscript/shell/offline/succession.js");

/** Look at a listed file, and wait until what comes of it is done. @param {string} name */
async function look(name) {
  /** @type {Promise<unknown>[]} */
  const waits = [];
  const event = {
    request: { url: address(name) },
    waitUntil: (/** @type {Promise<unknown>} */ it) => waits.push(it),
  };
  const response = await answerVisited(/** @type {any} */ (event));
  await Promise.all(waits);
  return response.text();
}

test("a version is kept whole, the page last, and answers from then on without a network", () =>
  browse(async ({ asked, kept }) => {
    await keepAll();
    assert.deepEqual(await kept(NAME), PINNED);
    assert.deepEqual(asked, PINNED);
    assert.equal(await (await answerPinned(address("element.js"))).text(), content("element.js"));
    assert.equal(asked.length, 3);
  }));

test("a file that the browser's own cache has wrong is asked for once more, past that cache", () =>
  browse(
    async ({ asked, kept }) => {
      await keepAll();
      assert.deepEqual(asked, ["element.js", "element.js", ...PINNED.slice(1)]);
      assert.deepEqual(await kept(NAME), PINNED);
    },
    (name, options) =>
      name === "element.js" && options?.cache !== "reload" ? new Response("old") : undefined,
  ));

test("what the version before has kept is not fetched again", () =>
  browse(async ({ caches, asked, kept }) => {
    const before = await caches.open(`clickcut ${SCOPE} pinned v1`);
    for (const name of ["element.js", "index.html"])
      await before.put(address(name), new Response(content(name)));
    await keepAll();
    assert.deepEqual(asked, ["https://cdn.test/worker.js"]);
    assert.deepEqual(await kept(NAME), PINNED);
  }));

test("a half-uploaded version is refused; what came of it is not fetched again", () => {
  let isWhole = false;
  return browse(
    async ({ asked, kept }) => {
      await assert.rejects(keepAll(), /not-of-this-version/);
      assert.deepEqual(await kept(NAME), PINNED.slice(0, 2));
      isWhole = true;
      asked.length = 0;
      await keepAll();
      assert.deepEqual(asked, ["index.html"]);
    },
    (name) => (name === "index.html" && !isWhole ? new Response("truncated") : undefined),
  );
});

test("a page that a host has added to is kept as it comes, if it is this version's and all of it came", async () => {
  const page = "<meta mark-of-v2><script src=/of-the-host.js></script> all of it <p mark-of-v2>";
  /** @type {[string, boolean][]} */
  const cases = [
    [page, true],
    [page.slice(0, 60), false],
    [page.replaceAll("v2", "v1"), false],
  ];
  for (const [answer, isKept] of cases) {
    await browse(
      async ({ kept }) => {
        await keepAll().catch(() => {});
        assert.equal((await kept(NAME)).includes("index.html"), isKept, answer);
        if (isKept) assert.equal(await (await answerPinned(address("index.html"))).text(), answer);
      },
      (name) => (name === "index.html" ? new Response(answer) : undefined),
    );
  }
});

test("why a version is not kept is said on the site's page, but not that there is no network", async () => {
  const [script] = PINNED;
  /** @type {[() => Response, unknown[]][]} */
  const cases = [
    [() => new Response("mark-of-v2, minified: mark-of-v2"), [{ refused: "altered", file: script }]],
    [() => new Response("", { status: 404 }), [{ refused: "missing", file: script }]],
    [() => Response.error(), []],
  ];
  for (const [answer, expected] of cases) {
    const answers = (/** @type {string} */ name) => {
      if (name !== script) return undefined;
      const response = answer();
      if (response.type === "error") throw new TypeError("Failed to fetch");
      return response;
    };
    await browse(async () => {
      await assert.rejects(keepAll(), /not-of-this-version/);
      assert.deepEqual(told, expected);
    }, answers);
  }
});

test("where there is no room for a version, nothing of it is left behind", () =>
  browse(async ({ caches, kept }) => {
    const cache = await caches.open(NAME);
    const { put } = cache;
    let count = 0;
    cache.put = (...given) => {
      if (count++ === 2) throw Object.assign(new Error("full"), { name: "QuotaExceededError" });
      return put.apply(cache, given);
    };
    await assert.rejects(keepAll(), /full/);
    assert.deepEqual(told, [{ refused: "full", file: "" }]);
    assert.deepEqual(await kept(NAME), []);
  }));

test("unfinished versions go at once, whole ones when the next takes over, and others' caches never", () =>
  browse(async ({ caches }) => {
    const others = ["clickcut https://site.test/our/ pinned v1", "somebody's"];
    const [whole, half] = [`clickcut ${SCOPE} pinned v1`, `clickcut ${SCOPE} pinned v0`];
    for (const name of [...others, whole, half]) await caches.open(name);
    await (await caches.open(whole)).put(address("index.html"), new Response("the page of before"));
    await (await caches.open(half)).put(address("element.js"), new Response("half"));
    await keepAll();
    assert.deepEqual((await caches.keys()).sort(), [...others, NAME, whole].sort());
    await dropOtherVersions();
    assert.deepEqual((await caches.keys()).sort(), [...others, NAME].sort());
  }));

test("what was visited is kept, and answers from then on", () =>
  browse(async ({ asked, kept }) => {
    assert.equal(await look("a.jpg"), content("a.jpg"));
    assert.equal(await look("a.jpg"), content("a.jpg"));
    assert.deepEqual([asked, await kept(SEEN)], [["a.jpg"], ["a.jpg"]]);
  }));

test("within the budget the longest unused goes first, and being looked at is use", () =>
  browse(async ({ kept }) => {
    for (const name of ["a.jpg", "b.jpg", "a.jpg", "c.jpg"]) await look(name);
    assert.deepEqual((await kept(SEEN)).sort(), ["a.jpg", "c.jpg"]);
    for (const name of ["a.jpg", "d.jpg"]) await look(name);
    assert.deepEqual((await kept(SEEN)).sort(), ["a.jpg", "d.jpg"]);
  }));

test("on a disk with little room less is kept, and with none the photo is seen all the same", async () => {
  await browse(
    async ({ kept }) => {
      for (const name of ["a.jpg", "b.jpg", "c.jpg"]) await look(name);
      assert.deepEqual(await kept(SEEN), ["c.jpg"]);
    },
    undefined,
    250,
  );
  await browse(
    async ({ kept }) => {
      assert.equal(await look("a.jpg"), content("a.jpg"));
      assert.deepEqual(await kept(SEEN), []);
    },
    undefined,
    199,
  );
});

test("what is not what was published is shown and not kept", () =>
  browse(
    async ({ kept }) => {
      assert.equal(await look("a.jpg"), "another photo");
      assert.deepEqual(await kept(SEEN), []);
    },
    () => new Response("another photo"),
  ));

test("what a page loaded before there was a worker is kept, if it is listed", () =>
  browse(async ({ asked, kept }) => {
    await keepUsed([address("b.jpg"), "https://other.test/x.jpg", address("a.jpg")]);
    assert.deepEqual(
      [asked, await kept(SEEN)],
      [
        ["b.jpg", "a.jpg"],
        ["b.jpg", "a.jpg"],
      ],
    );
  }));

test("what has left the site is dropped", () =>
  browse(async ({ caches, kept }) => {
    await look("a.jpg");
    await (await caches.open(SEEN)).put(address("gone.jpg"), new Response("gone"));
    await dropUnlisted();
    assert.deepEqual(await kept(SEEN), ["a.jpg"]);
  }));

/** @param {{isReload: boolean, pages: string[], waits?: boolean}} given */
async function room({ isReload, pages, waits = true }) {
  /** @type {unknown[]} */
  const told = [];
  registration.waiting = waits
    ? { postMessage: (/** @type {unknown} */ message) => told.push(message) }
    : null;
  const clients = { matchAll: async () => pages.map((url) => ({ url })) };
  let isMade = false;
  await withGlobals({ clients }, async () => {
    isMade = await makeRoom(/** @type {any} */ ({ request: { isReloadNavigation: isReload } }));
  });
  assert.deepEqual(told, isMade ? ["take-over"] : []);
  return isMade;
}

test("a version makes room only when its only page is reloaded, and then for good", async () => {
  const other = "https://site.test/our/";
  assert.equal(await room({ isReload: true, pages: [SCOPE, `${SCOPE}index.html`] }), false);
  assert.equal(await room({ isReload: false, pages: [SCOPE] }), false);
  assert.equal(await room({ isReload: true, pages: [SCOPE], waits: false }), false);
  assert.equal(await room({ isReload: true, pages: [SCOPE, other] }), true);
  assert.equal(await room({ isReload: false, pages: [SCOPE, SCOPE] }), true);
});

test("the page that is asked for once more is as isolated as any", async () => {
  const response = onceMore();
  assert.equal(response.headers.get("Cross-Origin-Embedder-Policy"), "require-corp");
  assert.ok((await response.text()).includes("location.reload()"));
});
