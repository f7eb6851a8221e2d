declare module "*.css" {
  const text: string;
  export default text;
}

/** What a service worker has beside what every script has; TypeScript's own library for it excludes the page's. */
interface ServiceWorkerScope extends EventTarget {
  /** Put in front of the worker by whoever publishes a site. */
  readonly clickcutSite: import("./offline/site_version.js").Site;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    matchAll(options: {
      includeUncontrolled: boolean;
    }): Promise<{ url: string; postMessage(message: unknown): void }[]>;
    claim(): Promise<void>;
  };
  skipWaiting(): Promise<void>;
}

interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}

interface FetchEvent extends ExtendableEvent {
  readonly request: Request & { readonly isReloadNavigation?: boolean };
  respondWith(answer: Promise<Response>): void;
}
