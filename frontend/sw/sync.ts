/// <reference lib="webworker" />
/**
 * The worker drains the outbox (C5) on Background Sync and Periodic Background Sync, where the browser has them. It
 * never refreshes the catalogue.
 */
import { gateway } from '../gateway';
import { ONCE_ONLINE, PERIODICALLY } from '../offline/background/background';
import { composeBackgroundDrain } from '../offline/compose';
import { Changes } from '../offline/live/changes';
import { broadcast, random, time, webLocks } from '../offline/platform/platform';
import { IdbTables } from '../offline/storage/idb-tables';

declare const self: ServiceWorkerGlobalScope;

/** TypeScript's library lacks this event. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

/** Created on first use, because a channel stays open for the worker's lifetime. */
let changes: Changes | null = null;

/** Call once while the worker's script runs. */
export function drainInBackground(): void {
  for (const name of ['sync', 'periodicsync']) {
    self.addEventListener(name, (event) => {
      const { tag } = event as SyncEvent;
      if (tag === ONCE_ONLINE || tag === PERIODICALLY) {
        (event as SyncEvent).waitUntil(drainNow());
      }
    });
  }
}

/** Opens the store for one drain. A sleeping worker must hold no connection: a newer schema would wait for it. */
async function drainNow(): Promise<void> {
  const tables = new IdbTables();
  try {
    changes ??= new Changes(broadcast());
    const network = { mayBeThere: () => navigator.onLine };
    const hasPages = async () => (await self.clients.matchAll({ type: 'window' })).length > 0;
    const world = { time, random, network, locks: webLocks(), gateway, tables, changes };
    await composeBackgroundDrain(world, hasPages).run();
  } finally {
    tables.close();
  }
}
