import { Changes } from 'Frontend/offline/changes';
import { Record } from 'Frontend/offline/outbox/record';
import { KEY_PATHS } from 'Frontend/offline/store/schema';
import { openBare, putStrictly } from './bare';
import { openWorld } from './world';

const ACCOUNT = 'bench-append';
const STORE = 'rows';

export interface Appended {
  /** Milliseconds of each append of an entry with its state and stamp. */
  readonly core: number[];
  /** Milliseconds of each bare put of a row that has the members of both. */
  readonly bare: number[];
}

/** One after the other, the core and the reference in turn, so that both meet the same disk. */
export async function appendEntries(count: number): Promise<Appended> {
  const { tables, channel, time, chance } = await openWorld();
  const record = new Record(tables, new Changes(channel), time, chance);
  const database = await openBare('bench-bare', { [STORE]: KEY_PATHS.outbox });
  const core: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i < count; i++) {
    const lectureId = chance.newId();
    const audioAssetId = chance.newId();
    const row = rowOfBoth(lectureId, audioAssetId, i);
    const deed = { kind: 'offer', lectureId, positionMs: 60_000 + i, audioAssetId } as const;
    const turns = [
      async () => bare.push(await tookMs(() => putStrictly(database, STORE, row))),
      async () => core.push(await tookMs(() => record.write(ACCOUNT, [deed]))),
    ];
    // What one leaves behind for the disk to do must not always meet the other.
    for (const turn of i % 2 === 0 ? turns : turns.reverse()) {
      await turn();
    }
  }
  database.close();
  return { core, bare };
}

function rowOfBoth(lectureId: string, audioAssetId: string, i: number) {
  const stamp = { occurredAt: Date.now(), lectureId, audioAssetId, positionMs: 60_000 + i };
  const intentId = crypto.randomUUID();
  return {
    ...{ account: ACCOUNT, id: intentId, type: 'PROGRESS', offsetMs: 0, sent: false, parked: null, ...stamp },
    local: { account: ACCOUNT, intentId, offered: true, ...stamp },
  };
}

async function tookMs(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
