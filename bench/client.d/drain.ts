import { ClockWatch } from 'Frontend/offline/clock/clock-watch';
import { Changes } from 'Frontend/offline/live/changes';
import { openCore } from 'Frontend/offline/core';
import { EventRecorder } from 'Frontend/offline/outbox/event-recorder';
import type { ListeningEvent } from 'Frontend/offline/outbox/listening-event';
import type { OutboxEntry } from 'Frontend/offline/rules/intent';
import { DATABASE_NAME, KEY_PATHS } from 'Frontend/offline/storage/schema';
import { getAll, openBare, putAll } from './bare';
import { openWorld } from './world';

type Core = Awaited<ReturnType<typeof openCore>>;

/** Events in one transaction, while the outbox is filled. */
const AT_ONCE = 100;

const COPY = 'rows';

let core: Core | null = null;

/** Makes an account and fetches the catalogue; answers the listener's id. */
export async function signUp(name: string, password: string, lectures: number): Promise<string> {
  const app = await openApp();
  const problem = await app.signUp(name, password, null);
  const { listenerId } = app.account.get();
  if (problem !== null || listenerId === null) {
    throw new Error(`not signed up: ${JSON.stringify(problem)}`);
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
  const { tables, channel, time, random } = await openWorld();
  const eventRecorder = new EventRecorder(tables, new Changes(channel), new ClockWatch(time, random), random);
  const assets = (
    await tables.transact(['catalogue'], 'read', (transaction) => transaction.table('catalogue').within([]))
  )
    .flatMap((one) => (one.kind === 'asset' ? [one.row] : []))
    .slice(0, lectures);
  const events = Array.from({ length: entries }, (_, i) => eventOf(i, assets[i % lectures], lectures));
  for (let i = 0; i < entries; i += AT_ONCE) {
    await eventRecorder.write(account, events.slice(i, i + AT_ONCE));
  }
}

function eventOf(
  i: number,
  asset: { lectureId: string; id: string } | undefined,
  lectures: number,
): ListeningEvent {
  if (asset === undefined) {
    throw new Error('too few lectures');
  }
  const { lectureId, id: audioAssetId } = asset;
  switch (Math.floor(i / lectures)) {
    case 0:
      return { kind: 'flag', lectureId, type: 'FAVORITED' };
    case 1:
      return { kind: 'flag', lectureId, type: 'COMPLETED' };
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

/** The listener's refresh, until nothing is pending. */
export async function drain(): Promise<Drained> {
  const app = await openApp();
  const begun = performance.now();
  let tookMs = 0;
  const longTasks = await longTasksOf(async () => {
    await app.refresh();
    tookMs = performance.now() - begun;
  });
  return { tookMs, longTasks, left: app.sync.get().pending };
}

/**
 * What long tasks are compared with: the rows of the outbox are read at once and written at once, with nothing
 * around it. Answers the milliseconds of each long task.
 */
export async function copyOutbox(account: string): Promise<number[]> {
  const product = await openBare(DATABASE_NAME, null);
  const bare = await openBare('bench-copy', { [COPY]: KEY_PATHS.outbox });
  let copied = 0;
  const longTasks = await longTasksOf(async () => {
    const [rows] = (await getAll(product, ['outbox'])) as [OutboxEntry[]];
    const own = rows.filter((row) => row.account === account);
    await putAll(bare, COPY, own);
    copied = own.length;
  });
  product.close();
  bare.close();
  if (copied === 0) {
    throw new Error('there was nothing to copy');
  }
  return longTasks;
}

/** Milliseconds of each task over 50 ms while something is done. */
async function longTasksOf(work: () => Promise<void>): Promise<number[]> {
  const longTasks: number[] = [];
  const note = (entries: PerformanceEntryList) => {
    longTasks.push(...entries.map(({ duration }) => duration));
  };
  const observer = new PerformanceObserver((list) => {
    note(list.getEntries());
  });
  observer.observe({ type: 'longtask' });
  await work();
  await nextTask(); // The task that ended the work has ended, and was noted.
  note(observer.takeRecords());
  observer.disconnect();
  return longTasks;
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
