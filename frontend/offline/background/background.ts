import type { Background } from '../ports';

/** Tags under which the worker is woken; it takes either as "drain the outbox". */
export const ONCE_ONLINE = 'durus-outbox';
export const PERIODICALLY = 'durus-outbox-now-and-then';

/** As often as the browser sees fit, not more: it looks at how much the app is used. */
const SHORTEST_PERIOD_MS = 12 * 60 * 60_000;

/** Neither stands in TypeScript's library: only Chromium has them. */
interface Wakeable {
  readonly sync?: { readonly register: (tag: string) => Promise<void> };
  readonly periodicSync?: {
    readonly register: (tag: string, options: { readonly minInterval: number }) => Promise<void>;
  };
}

/**
 * The worker's waking by the browser. That one refuses it, as it may for an app that is not installed, costs
 * nothing: pages drain the outbox themselves (C5).
 */
export function background(): Background {
  const ready = (navigator.serviceWorker as ServiceWorkerContainer | undefined)?.ready;
  /** At the app's first start the worker is not there yet: what is asked for meanwhile waits for it. */
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
