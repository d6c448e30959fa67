/**
 * The few globals of a page that Hilla's client reads while it is loaded. Import this before it.
 * The storm replaces `fetch`, which it calls later (see `fetching.ts`).
 */
import 'fake-indexeddb/auto';

const page = {
  document: { baseURI: 'http://localhost/', cookie: '', head: { querySelector: () => null } },
  addEventListener: () => undefined,
};
Object.assign(globalThis, page);
