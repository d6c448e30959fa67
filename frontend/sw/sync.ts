/// <reference lib="webworker" />
/**
 * The outbox, drained by the worker (C5): on Background Sync and Periodic Background Sync, where the browser has
 * them. Content is never refreshed here.
 */
import { sendDirectly } from '../gateway/direct';
import { ONCE_ONLINE, PERIODICALLY } from '../offline/background/background';
import { BackgroundDrain } from '../offline/background/background-drain';
import { Changes } from '../offline/live/changes';
import { ClockWatch } from '../offline/clock/clock-watch';
import { Exchange } from '../offline/outbox/exchange';
import { EventRecorder } from '../offline/outbox/event-recorder';
import { broadcast, chance, time, webLocks } from '../offline/platform/platform';
import { IdbTables } from '../offline/storage/idb-tables';
import { Attempts } from '../offline/sync/attempts';
import { Drain } from '../offline/sync/drain';
import { whileOnline } from '../offline/sync/while-online';

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
    const watch = new ClockWatch(time);
    const exchange = new Exchange(tables, changes, watch, time, chance, 'worker');
    const network = { mayBeThere: () => navigator.onLine };
    const drain = new Drain(exchange, whileOnline({ sync: sendDirectly }, network), network, webLocks());
    const hasPages = async () => (await self.clients.matchAll({ type: 'window' })).length > 0;
    const eventRecorder = new EventRecorder(tables, changes, time, chance);
    const attempts = new Attempts(tables, time, chance);
    await new BackgroundDrain(
      ...([tables, changes, eventRecorder, exchange, drain, attempts, time, hasPages] as const),
    ).run();
  } finally {
    tables.close();
  }
}
