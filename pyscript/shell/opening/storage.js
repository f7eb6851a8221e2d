// What this browser keeps for the site, in IndexedDB: photos, their histories, and which ones a page had open.
// It does not decide what is kept when; see memory.js. Every call may fail, and none leaves half a change.

/** @typedef {import("./history.js").History} History */
/**
 * An open photo's files, enough to open it again without a request.
 * @typedef {{
 *   id: string, model: string, address: string, name: string, blob: Blob, embedding: Uint8Array,
 *   parts?: Map<string, Uint8Array>,
 * }} Kept  with the embeddings of what was looked at closer, by its corners; others had none
 */
/** Photos side by side; what else is known of each, others say. @typedef {{items: readonly {sha256: string | null}[], current: string | null}} Tray */
/**
 * What is known of a photo's history; its documents lie beside it, each under [id, place].
 * @typedef {{
 *   id: string, model: string, size: number, used: number, writer: string, position: number, count: number,
 * }} Head
 */

const NAME = "clickcut";
const PAGES = "pages"; // the id of the photo that was open there, by page
const PHOTOS = "photos";
const HEADS = "heads";
const DOCUMENTS = "documents";
const TRAYS = "trays"; // the photos that a page has side by side, by page

/** @param {{photos: number, bytes: number}} most  that are kept; the longest unused go first */
export function createStorage(most) {
  /** @type {Promise<IDBDatabase> | undefined} */
  let opening;
  /** When the change that was asked for last is under way. @type {Promise<unknown>} */
  let last = Promise.resolve();

  /** @param {string[]} stores @param {IDBTransactionMode} mode */
  async function begin(stores, mode) {
    opening ??= open();
    const transaction = (await opening).transaction(stores, mode, { durability: "relaxed" });
    const [first, ...others] = stores.map((name) => transaction.objectStore(name));
    return { transaction, stores: [first, ...others] };
  }

  /** Begin a change when those are begun that were asked for before. @param {string[]} stores @param {Promise<unknown>} [what]  that it needs */
  function change(stores, what) {
    const begun = last.then(() => what).then(() => begin(stores, "readwrite"));
    last = begun.catch(() => {});
    return begun;
  }

  return {
    /** The photo that a page had open. @param {string} page @returns {Promise<Kept | undefined>} */
    async photoOf(page) {
      const { stores } = await begin([PAGES, PHOTOS], "readonly");
      const id = await answer(stores[0].get(page));
      return id === undefined ? undefined : opened(await answer(stores[1].get(id)));
    },

    /** @param {string} id @returns {Promise<Kept | undefined>} */
    async photo(id) {
      const { stores } = await begin([PHOTOS], "readonly");
      return opened(await answer(stores[0].get(id)));
    },

    /** @param {string} id @param {string} model @returns {Promise<History | undefined>} */
    async history(id, model) {
      const { stores } = await begin([HEADS, DOCUMENTS], "readonly");
      /** @type {Head | undefined} */
      const head = await answer(stores[0].get(id));
      if (head?.model !== model) return undefined;
      const documents = await answer(stores[1].getAll(from(id, 0)));
      return documents.length === head.count ? { documents, position: head.position } : undefined;
    },

    /** Keep a photo that was opened; what is kept of its history stays, unless it is another model's.
     * @param {string} page @param {Kept} photo */
    async keepPhoto(page, photo) {
      const bytes = photo.blob.arrayBuffer();
      const { transaction, stores } = await change([PAGES, PHOTOS, HEADS, DOCUMENTS, TRAYS], bytes);
      const [pages, photos, heads, documents, trays] = stores;
      /** @type {Head | undefined} */
      const before = await answer(heads.get(photo.id));
      const isKnown = before?.model === photo.model;
      const { writer, position, count } = isKnown ? before : { writer: "", position: 0, count: 0 };
      if (!isKnown) documents.delete(from(photo.id, 0));
      heads.put({ ...headOf(photo), writer, position, count });
      // In a private window of WebKit a change that puts a Blob never ends, nor does any that is asked for after it.
      photos.put({ ...photo, blob: await bytes, type: photo.blob.type });
      pages.put(photo.id, page);
      const held = new Set((await answer(trays.getAll())).flatMap((tray) => idsIn(tray)));
      const others = (await answer(heads.getAll())).filter(({ id }) => !held.has(id));
      for (const id of tooMany(others, most)) drop(id, photos, heads, documents);
      await end(transaction);
    },

    /** Keep a photo that isn't open, unless it is kept. @param {Kept} photo */
    async keepBeside(photo) {
      const bytes = photo.blob.arrayBuffer();
      const { transaction, stores } = await change([PHOTOS, HEADS], bytes);
      const [photos, heads] = stores;
      /** @type {Kept | undefined} */
      const before = await answer(photos.get(photo.id));
      if (before && (before.embedding.length > 0 || photo.embedding.length === 0)) return;
      heads.put({ ...headOf(photo), writer: "", position: 0, count: 0 });
      photos.put({ ...photo, blob: await bytes, type: photo.blob.type });
      await end(transaction);
    },

    /** Whether a photo is kept, once all is kept that was to be before. @param {string} id */
    async holds(id) {
      await last;
      const { stores } = await begin([PHOTOS], "readonly");
      return (await answer(stores[0].count(id))) > 0;
    },

    /** @param {string} page @returns {Promise<Tray | undefined>} */
    async tray(page) {
      const { stores } = await begin([TRAYS], "readonly");
      return answer(stores[0].get(page));
    },

    /** @param {string} page @param {Tray | null} tray  none where it was emptied */
    async keepTray(page, tray) {
      const { transaction, stores } = await change([TRAYS]);
      if (tray) stores[0].put(tray, page);
      else stores[0].delete(page);
      await end(transaction);
    },

    /**
     * Keep one step of a photo's history. A step goes on a history only where the same writer wrote it:
     * the first one after another's replaces it as a whole, so that two pages never mix theirs.
     * @param {string} id @param {string} writer @param {History} history  with this step
     * @param {import("./history.js").Step} step
     */
    async keepStep(id, writer, history, { document, position, count }) {
      const { transaction, stores } = await change([HEADS, DOCUMENTS]);
      const [heads, documents] = stores;
      /** @type {Head | undefined} */
      const head = await answer(heads.get(id));
      if (!head) return; // dropped in the meantime
      const isOwn = head.writer === writer;
      documents.delete(from(id, isOwn ? count : 0));
      if (isOwn) documents.put(document, [id, position]);
      else history.documents.forEach((each, place) => void documents.put(each, [id, place]));
      heads.put({ ...head, used: Date.now(), writer, position, count });
      await end(transaction);
    },

    /** @param {string} id */
    async dropPhoto(id) {
      const { transaction, stores } = await change([PHOTOS, HEADS, DOCUMENTS]);
      drop(id, stores[0], stores[1], stores[2]);
      await end(transaction);
    },

    async dropAll() {
      const { transaction, stores } = await change([PAGES, PHOTOS, HEADS, DOCUMENTS, TRAYS]);
      for (const store of stores) store.clear();
      await end(transaction);
    },
  };
}

/** A photo as it was given. @param {Kept & {blob: Blob | ArrayBuffer, type: string} | undefined} kept @returns {Kept | undefined} */
function opened(kept) {
  if (!kept) return undefined;
  const { type, blob, ...others } = kept;
  return { ...others, blob: blob instanceof Blob ? blob : new Blob([blob], { type }) }; // once they were put as Blobs
}

/** @returns {Promise<IDBDatabase>} */
async function open() {
  const request = indexedDB.open(NAME, 2);
  request.onupgradeneeded = ({ oldVersion }) => {
    request.result.createObjectStore(TRAYS);
    if (oldVersion > 0) return;
    request.result.createObjectStore(PAGES);
    request.result.createObjectStore(PHOTOS, { keyPath: "id" });
    request.result.createObjectStore(HEADS, { keyPath: "id" });
    request.result.createObjectStore(DOCUMENTS);
  };
  const database = await answer(request);
  database.onversionchange = () => database.close(); // a later version must not wait for this page
  return database;
}

/**
 * Whose photos go, so that the latest used stay.
 * @param {readonly Pick<Head, "id" | "size" | "used">[]} heads @param {{photos: number, bytes: number}} most
 * @returns {string[]}
 */
export function tooMany(heads, most) {
  const left = { ...most };
  return [...heads]
    .sort((a, b) => b.used - a.used)
    .filter(({ size }) => {
      if (left.photos < 1 || left.bytes < size) return true;
      left.photos -= 1;
      left.bytes -= size;
      return false;
    })
    .map(({ id }) => id);
}

/** What is known of a photo but for its history. @param {Kept} photo */
function headOf({ id, model, blob, embedding, parts }) {
  const embeddings = [embedding, ...(parts?.values() ?? [])];
  const size = embeddings.reduce((sum, { byteLength }) => sum + byteLength, blob.size);
  return { id, model, size, used: Date.now() };
}

/** The photos in a tray, whoever wrote it. @param {Partial<Tray>} tray */
function idsIn({ items }) {
  return Array.isArray(items) ? items.map((item) => item?.sha256) : [];
}

/** @param {string} id @param {IDBObjectStore} photos @param {IDBObjectStore} heads @param {IDBObjectStore} documents */
function drop(id, photos, heads, documents) {
  photos.delete(id);
  heads.delete(id);
  documents.delete(from(id, 0));
}

/** A photo's documents from a place on. @param {string} id @param {number} place */
function from(id, place) {
  return IDBKeyRange.bound([id, place], [id, Number.POSITIVE_INFINITY]);
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Commit, and do not wait for a turn of the event loop that a page being left may not have.
 * @param {IDBTransaction} transaction @returns {Promise<void>} */
function end(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.commit();
  });
}
