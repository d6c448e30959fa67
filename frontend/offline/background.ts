import type { Background } from './ports';

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
  let registration: Wakeable | null = null;
  (navigator.serviceWorker as ServiceWorkerContainer | undefined)?.ready.then((ready) => {
    registration = ready as Wakeable;
  }, reportError);
  return {
    wakeOnceOnline: () => {
      registration?.sync?.register(ONCE_ONLINE).catch(refused);
    },
    wakePeriodically: () => {
      registration?.periodicSync?.register(PERIODICALLY, { minInterval: SHORTEST_PERIOD_MS }).catch(refused);
    },
  };
}

function refused(): void {
  // Expected: see above.
}
