import type { Background } from '../ports';

/** Tags under which the browser wakes the worker. Both mean "drain the outbox". */
export const ONCE_ONLINE = 'durus-outbox';
export const PERIODICALLY = 'durus-outbox-now-and-then';

/** The shortest interval. The browser chooses the real one by how much the app is used. */
const SHORTEST_PERIOD_MS = 12 * 60 * 60_000;

/** TypeScript's library lacks both, because only Chromium supports them. */
interface Wakeable {
  readonly sync?: { readonly register: (tag: string) => Promise<void> };
  readonly periodicSync?: {
    readonly register: (tag: string, options: { readonly minInterval: number }) => Promise<void>;
  };
}

/**
 * Asks the browser to wake the worker. The browser may refuse, for instance for an app that is not installed.
 * That is no failure, because pages drain the outbox themselves (C5).
 */
export function background(): Background {
  const ready = (navigator.serviceWorker as ServiceWorkerContainer | undefined)?.ready;
  /** At the first start of the app the worker does not exist yet. Requests wait until it does. */
  const ask = (register: (worker: Wakeable) => Promise<void> | undefined) => {
    ready?.then((registration) => register(registration as Wakeable)).catch(refused);
  };
  return {
    wakeOnceOnline: () => {
      ask(({ sync }) => sync?.register(ONCE_ONLINE));
    },
    wakePeriodically: () => {
      ask(({ periodicSync }) => periodicSync?.register(PERIODICALLY, { minInterval: SHORTEST_PERIOD_MS }));
    },
  };
}

function refused(): void {
  // Expected: see above.
}
