// The worker of a site that is no longer published for use offline: it takes over as any version does, and leaves nothing.
import { dropCaches, listen, service } from "./service_scope.js";
import { succeed } from "./succession.js";

succeed();

listen("activate", (/** @type {ExtendableEvent} */ event) =>
  event.waitUntil(Promise.all([dropCaches(() => false), service.registration.unregister()])),
);
