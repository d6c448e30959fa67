import { Changes } from 'Frontend/offline/changes';
import { openCore } from 'Frontend/offline/core';
import { Record, type Deed } from 'Frontend/offline/outbox/record';
import { openWorld } from './world';

type Core = Awaited<ReturnType<typeof openCore>>;

/** Deeds in one transaction, while the outbox is filled. */
const AT_ONCE = 100;

let core: Core | null = null;

/** Makes an account and fetches the catalogue; answers the listener's id. */
export async function signUp(name: string, password: string, lectures: number): Promise<string> {
  const app = await openApp();
  const problem = await app.signUp(name, password);
  const { listenerId } = app.account.get();
  if (problem !== null || listenerId === null) {
    throw new Error(`not signed up: ${String(problem)}`);
  }
  while (app.catalogue.get().lectures.size < lectures) {
    await app.refresh();
  }
  return listenerId;
}

/**
 * Leaves entries of some lectures in the outbox, as listening does: positions, and for each lecture a
 * favorite and a completion. Nothing else of the app runs meanwhile.
 */
export async function fillOutbox(account: string, entries: number, lectures: number): Promise<void> {
  const { tables, channel, time, chance } = await openWorld();
  const record = new Record(tables, new Changes(channel), time, chance);
  const assets = (
    await tables.transact(['catalogue'], 'read', (transaction) => transaction.table('catalogue').within([]))
  )
    .flatMap((one) => (one.kind === 'asset' ? [one.row] : []))
    .slice(0, lectures);
  const deeds = Array.from({ length: entries }, (_, i) => deedOf(i, assets[i % lectures], lectures));
  for (let i = 0; i < entries; i += AT_ONCE) {
    await record.write(account, deeds.slice(i, i + AT_ONCE));
  }
}

function deedOf(i: number, asset: { lectureId: string; id: string } | undefined, lectures: number): Deed {
  if (asset === undefined) {
    throw new Error('too few lectures');
  }
  const { lectureId, id: audioAssetId } = asset;
  switch (Math.floor(i / lectures)) {
    case 0:
      return { kind: 'mark', lectureId, type: 'FAVORITED' };
    case 1:
      return { kind: 'mark', lectureId, type: 'COMPLETED' };
    default:
      return { kind: 'offer', lectureId, positionMs: 1_000 * Math.floor(i / lectures), audioAssetId };
  }
}

/** Starts the app's core, as the app does. */
export async function openApp(): Promise<Core> {
  core ??= await openCore(await openWorld());
  return core;
}

export interface Drained {
  readonly tookMs: number;
  /** Milliseconds of each task that kept the page from answering for more than 50 ms. */
  readonly longTasks: number[];
  readonly left: number;
}

/** A task of this length is a long one. */
const LONG_MS = 60;

/** The listener's refresh, until nothing is pending. */
export async function drain(): Promise<Drained> {
  const app = await openApp();
  const told: PerformanceEntry[] = [];
  let onTold: () => void = () => undefined;
  const observer = new PerformanceObserver((list) => {
    told.push(...list.getEntries());
    onTold();
  });
  observer.observe({ type: 'longtask' });
  const begun = performance.now();
  await app.refresh();
  const tookMs = performance.now() - begun;
  // The observer hears of tasks late, and in their order: once it was told of a long one of ours, it was told of all.
  const ownAt = await longTask();
  const isBefore = ({ startTime, duration }: PerformanceEntry) => startTime + duration <= ownAt;
  await new Promise<void>((resolve) => {
    onTold = () => {
      if (!told.every(isBefore)) {
        resolve();
      }
    };
    onTold();
  });
  observer.disconnect();
  const longTasks = told.filter(isBefore).map(({ duration }) => duration);
  return { tookMs, longTasks, left: app.sync.get().pending };
}

/** Keeps the page busy in a task of its own. Answers a time within it. */
function longTask(): Promise<number> {
  return new Promise((resolve) => {
    setTimeout(() => {
      const begun = performance.now();
      while (performance.now() < begun + LONG_MS) {
        // Busy.
      }
      resolve(begun);
    });
  });
}
