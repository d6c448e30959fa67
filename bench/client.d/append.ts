import { ClockWatch } from 'Frontend/offline/clock/clock-watch';
import { Changes } from 'Frontend/offline/live/changes';
import { EventRecorder } from 'Frontend/offline/outbox/event-recorder';
import { KEY_PATHS, TABLES_OF_ACCOUNTS, type AccountRow } from 'Frontend/offline/storage/schema';
import type { Tables } from 'Frontend/offline/storage/tables';
import { openBare, putStrictly } from './bare';
import { openWorld } from './world';

const ACCOUNT = 'bench-append';
const STORE = 'rows';
/** As long as the id of a process. */
const PROCESS_ID = crypto.randomUUID();
const NEW_ACCOUNT: AccountRow = {
  ...{ account: ACCOUNT, name: 'a', cursor: 0, epoch: null, failures: 0, nextAttemptAt: 0, mostIntents: 500 },
  ...{ lastSuccessAt: null, rejected: 0, guestLeftAt: 0, journalLength: 0 },
};

export interface Appended {
  /** Milliseconds of each append of an entry with its state and stamp. */
  readonly core: number[];
  /** Milliseconds of each bare put of a row that has the members of both. */
  readonly bare: number[];
}

/** One after the other, the core and the reference in turn, so that both meet the same disk. */
export async function appendEntries(count: number): Promise<Appended> {
  const { tables, channel, time, random } = await openWorld();
  const eventRecorder = new EventRecorder(tables, new Changes(channel), new ClockWatch(time, random), random);
  // What is done for an account that this device does not know is dropped, and would cost nothing.
  await tables.transact(['accounts'], 'durable-write', (transaction) =>
    transaction.table('accounts').put(NEW_ACCOUNT),
  );
  const database = await openBare('bench-bare', { [STORE]: KEY_PATHS.outbox });
  const core: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i < count; i++) {
    const lectureId = random.newId();
    const audioAssetId = random.newId();
    const row = rowOfBoth(lectureId, audioAssetId, i);
    const event = { kind: 'offer', lectureId, positionMs: 60_000 + i, audioAssetId } as const;
    const turns = [
      async () => bare.push(await tookMs(() => putStrictly(database, STORE, row))),
      async () => core.push(await tookMs(() => eventRecorder.write(ACCOUNT, [event]))),
    ];
    // What one leaves behind for the disk to do must not always meet the other.
    for (const turn of i % 2 === 0 ? turns : turns.reverse()) {
      await turn();
    }
  }
  database.close();
  await leave(tables, count);
  return { core, bare };
}

/** Looks that every append is there, and leaves nothing behind for what is measured next. */
async function leave(tables: Tables, count: number): Promise<void> {
  const appended = await tables.transact(TABLES_OF_ACCOUNTS, 'durable-write', async (transaction) => {
    const rows = [
      await transaction.table('outbox').within([ACCOUNT]),
      await transaction.table('locals').within([ACCOUNT]),
    ];
    for (const table of TABLES_OF_ACCOUNTS) {
      await transaction.table(table).removeWithin([ACCOUNT]);
    }
    return rows.map(({ length }) => length);
  });
  if (appended.some((length) => length !== count)) {
    throw new Error(`of ${count} entries and positions, ${appended.join(' and ')} were kept`);
  }
}

function rowOfBoth(lectureId: string, audioAssetId: string, i: number) {
  const at = Date.now();
  const steady = { elapsedMs: at, processId: PROCESS_ID, anchored: false };
  const origin = { offsetMs: 0, deviceAt: at, seenAt: at, ...steady };
  const stamp = { occurredAt: at, ...origin, lectureId, audioAssetId, positionMs: 60_000 + i };
  const intentId = crypto.randomUUID();
  return {
    ...{ account: ACCOUNT, id: intentId, type: 'PROGRESS', sent: false, parked: null, ...stamp },
    local: { account: ACCOUNT, intentId, offered: true, ...stamp },
  };
}

async function tookMs(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
