/**
 * The few things of a page that Hilla's client looks for while it is loaded. To be imported before it.
 * What it then calls, `fetch`, is the storm's own (see `fetching.ts`).
 */
import 'fake-indexeddb/auto';

const page = {
  document: { baseURI: 'http://localhost/', cookie: '', head: { querySelector: () => null } },
  addEventListener: () => undefined,
};
Object.assign(globalThis, page);
