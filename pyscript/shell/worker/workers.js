// A worker's start, and how the page knows that it lives: one that is killed sends no event, but its locks are freed.

import { inRuntime } from "../runtime_base.js";

/** @param {string} file  of the bundle */
export function startWorker(file) {
  return new Worker(address(file), { type: "module" });
}

/** It must be of the page's own origin: one from elsewhere is imported by a line that is. @param {string} file */
function address(file) {
  const { href, origin } = inRuntime(file);
  if (origin === globalThis.origin) return href;
  const line = `import ${JSON.stringify(href)};`;
  // A sandboxed frame has no origin but "null", and Chromium runs no module from a blob there.
  if (globalThis.origin === "null") return `data:text/javascript,${encodeURIComponent(line)}`;
  return URL.createObjectURL(new Blob([line], { type: "text/javascript" }));
}

/** Wait for a worker's death, on the page. @param {{hold(name: string): Promise<unknown>}} remote  its end of `hold` @param {() => void} onDeath */
export async function watch(remote, onDeath) {
  // Without locks (an insecure context) or with none allowed (a sandboxed frame) the worker's own errors still arrive.
  if (!(await navigator.locks?.query().catch(() => null))) return;
  const name = `clickcut-worker-${crypto.randomUUID()}`;
  await remote.hold(name);
  await navigator.locks.request(name, () => onDeath());
}

/** Hold a lock for as long as the worker lives, in it; resolves once it is held. @param {string} name */
export function hold(name) {
  return new Promise((held) => {
    void navigator.locks.request(name, () => {
      held(undefined);
      return new Promise(() => {});
    });
  });
}
