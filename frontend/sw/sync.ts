/// <reference lib="webworker" />
/**
 * The outbox, drained by the worker (C5): on Background Sync and Periodic Background Sync, where the browser has
 * them. Content is never refreshed here.
 */
import { gateway } from '../gateway';
import { ONCE_ONLINE, PERIODICALLY } from '../offline/background/background';
import { composeBackgroundDrain } from '../offline/compose';
import { Changes } from '../offline/live/changes';
import { broadcast, chance, time, webLocks } from '../offline/platform/platform';
import { IdbTables } from '../offline/storage/idb-tables';

declare const self: ServiceWorkerGlobalScope;

/** Not in TypeScript's library. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

/** One for the worker's life, made when it is first needed: a channel that was opened stays open. */
let changes: Changes | null = null;

/** To be called once while the worker's script runs. */
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

/** Opened for this once: a worker that sleeps holds no connection that a newer schema would have to wait for. */
async function drainNow(): Promise<void> {
  const tables = new IdbTables();
  try {
    changes ??= new Changes(broadcast());
    const network = { mayBeThere: () => navigator.onLine };
    const hasPages = async () => (await self.clients.matchAll({ type: 'window' })).length > 0;
    const world = { time, chance, network, locks: webLocks(), gateway, tables, changes };
    await composeBackgroundDrain(world, hasPages).run();
  } finally {
    tables.close();
  }
}
