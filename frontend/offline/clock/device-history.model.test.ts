import fc from 'fast-check';
import '../testing/same-histories';
import { expect, it } from 'vitest';
import { Changes } from '../live/changes';
import { EventRecorder } from '../outbox/event-recorder';
import type { Time } from '../ports';
import { MemoryTables } from '../storage/memory-tables';
import { GUEST, TABLES_OF_ACCOUNTS, type AccountRow } from '../storage/schema';
import { noChannel, uuid } from '../testing/fake-world';
import { ClockWatch } from './clock-watch';
import { readDeviceStamps } from './device-stamps';
import { learnTime } from './learn-time';

/**
 * Histories of one device against true time, which the model knows and the device does not. They contain two
 * tabs and a worker, two accounts and a guest, quick and slow answers, sleep with a stopped or running steady
 * clock, a clock that somebody sets, and an empty battery that resets the clock to 1970.
 */

const BEGINNING = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
/**
 * Never equal to an amount by which the clock is set: nobody can distinguish a sleep from a clock that is set
 * back by the same amount.
 */
const SHORT_SLEEP_MS = 137_911;
const LONG_SLEEP_MS = 8 * HOUR_MS + 171_717;
const PROCESSES = 3;
const ACCOUNTS = ['listener-a', 'listener-b', GUEST];
const KINDS = ['FAVORITED', 'COMPLETED', 'keep'] as const;
/** R8: the largest error of a stamp whose moment the device knows. */
const KNOWN_TO_MS = 2_000;

type Step =
  | {
      readonly do: 'act';
      readonly by: number;
      readonly account: string;
      readonly kind: (typeof KINDS)[number];
    }
  | { readonly do: 'hear'; readonly by: number; readonly roundTripMs: number }
  | { readonly do: 'pass' | 'sleep' | 'set'; readonly ms: number }
  | { readonly do: 'restart'; readonly by: number }
  | { readonly do: 'battery dies' };

const by = fc.nat(PROCESSES - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      ...{ do: fc.constant('act' as const), by },
      ...{ account: fc.constantFrom(...ACCOUNTS), kind: fc.constantFrom(...KINDS) },
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('hear' as const),
      by,
      roundTripMs: fc.constantFrom(0, 100, 2_000, 2_500),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(0, 1, 1_000, 60_000, HOUR_MS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('sleep' as const),
      ms: fc.constantFrom(SHORT_SLEEP_MS, LONG_SLEEP_MS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      // Somebody sets the clock for daylight saving by an hour.
      ms: fc.constantFrom(-240 * HOUR_MS, -HOUR_MS, -60_000, 60_000, HOUR_MS, 240 * HOUR_MS),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const), by }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('battery dies' as const) }) },
);

interface Act {
  readonly key: string;
  readonly trueAt: number;
  /** The process that issued it, and how often the clock had been disturbed by then. */
  readonly life: number;
  readonly disturbances: number;
  /** Whether the device knows its moment: its clock was anchored then, or before the clock was disturbed again. */
  isKnown: boolean;
  /** The final stamp; null until an anchor came. */
  finalAt: number | null;
}

interface Process {
  readonly life: number;
  readonly watch: ClockWatch;
  readonly recorder: EventRecorder;
}

class Device {
  #trueAt = BEGINNING;
  #skewMs = 0;
  #steadyMs = 0;
  #disturbances = 0;
  #lives = 0;
  #ids = 0;
  readonly #tables = new MemoryTables();
  readonly #changes = new Changes(noChannel());
  readonly #random = { random: () => 0.5, newId: () => uuid(++this.#ids) };
  readonly #processes: Process[];
  readonly #acts: Act[] = [];

  constructor(private readonly steadyStopsAsleep: boolean) {
    this.#processes = Array.from({ length: PROCESSES }, () => this.#born());
  }

  async open(): Promise<void> {
    await this.#tables.transact(['accounts'], 'write', async (transaction) => {
      for (const account of ACCOUNTS.filter((one) => one !== GUEST)) {
        await transaction.table('accounts').put(newRow(account));
      }
    });
  }

  async do(next: Step): Promise<void> {
    switch (next.do) {
      case 'act':
        await this.#act(this.#process(next.by), next.account, next.kind);
        break;
      case 'hear':
        await this.#hear(this.#process(next.by), next.roundTripMs);
        break;
      case 'pass':
        this.#pass(next.ms);
        break;
      case 'sleep':
        this.#trueAt += next.ms;
        if (this.steadyStopsAsleep) {
          this.#disturbances++;
        } else {
          this.#steadyMs += next.ms;
        }
        break;
      case 'set':
        this.#skewMs += next.ms;
        this.#disturbances++;
        break;
      case 'restart':
        this.#processes[next.by] = this.#born();
        break;
      case 'battery dies':
        this.#processes.forEach((_, index) => {
          this.#processes[index] = this.#born();
        });
        this.#skewMs = -this.#trueAt;
        this.#disturbances++;
        break;
    }
    await this.#check();
  }

  async #act(
    { life, recorder, watch }: Process,
    account: string,
    kind: (typeof KINDS)[number],
  ): Promise<void> {
    const lectureId = `lecture-${this.#acts.length}`;
    await recorder.write(account, [
      kind === 'keep'
        ? { kind, lectureId, positionMs: 1_000, audioAssetId: 'asset' }
        : { kind: 'flag', lectureId, type: kind },
    ]);
    const [trueAt, disturbances] = [this.#trueAt, this.#disturbances];
    const key = `${account} ${lectureId}`;
    const isKnown = watch.read().anchoredOffsetMs !== null;
    // A stamp that earlier stamps pushed far ahead moves once more.
    const stampedAt = (await this.#stamps()).get(key) ?? 0;
    const finalAt = isKnown && Math.abs(stampedAt - trueAt) <= KNOWN_TO_MS ? stampedAt : null;
    this.#acts.push({ key, trueAt, life, disturbances, isKnown, finalAt });
  }

  /** An answer arrives. The server read its clock at any moment of the round trip. */
  async #hear({ life, watch }: Process, roundTripMs: number): Promise<void> {
    const sent = watch.read();
    this.#pass(Math.floor(roundTripMs / 3));
    const serverTime = this.#trueAt;
    this.#pass(roundTripMs - Math.floor(roundTripMs / 3));
    const known = watch.learn(sent, serverTime);
    await this.#tables.transact(['settings', ...TABLES_OF_ACCOUNTS], 'durable-write', (transaction) =>
      learnTime(transaction, known, this.#random.newId),
    );
    if (known.reading.anchoredOffsetMs === null) {
      return;
    }
    watch.anchor(known.reading);
    const stamps = await this.#stamps();
    for (const act of this.#acts.filter(({ finalAt }) => finalAt === null)) {
      act.isKnown ||= act.life === life && act.disturbances === this.#disturbances;
      act.finalAt = stamps.get(act.key) ?? null;
    }
  }

  async #check(): Promise<void> {
    const stamps = await this.#stamps();
    let previousAt = 0;
    for (const { key, trueAt, isKnown, finalAt } of this.#acts) {
      const at = stamps.get(key) ?? Number.NaN;
      expect(at, 'the order of what was done is the order of its stamps').toBeGreaterThan(previousAt);
      previousAt = at;
      if (finalAt !== null) {
        expect(at, 'a final stamp never moves').toBe(finalAt);
        expect(at, 'no final stamp is from the future').toBeLessThanOrEqual(this.#trueAt + KNOWN_TO_MS);
      }
      if (finalAt !== null && isKnown) {
        expect(Math.abs(at - trueAt), 'what is known is told').toBeLessThanOrEqual(KNOWN_TO_MS);
      }
    }
  }

  async #stamps(): Promise<Map<string, number>> {
    const stamps = await this.#tables.transact(['outbox', 'locals', 'states'], 'read', readDeviceStamps);
    return new Map(
      stamps.map(({ account, lectureId, occurredAt }) => [`${account} ${lectureId}`, occurredAt]),
    );
  }

  #pass(ms: number): void {
    this.#trueAt += ms;
    this.#steadyMs += ms;
  }

  #born(): Process {
    const bornMs = this.#steadyMs;
    const time: Time = {
      now: () => this.#trueAt + this.#skewMs,
      elapsedMs: () => this.#steadyMs - bornMs,
      after: () => () => undefined,
    };
    const watch = new ClockWatch(time, this.#random);
    const recorder = new EventRecorder(this.#tables, this.#changes, watch, this.#random);
    return { life: this.#lives++, watch, recorder };
  }

  #process(index: number): Process {
    const process = this.#processes[index];
    if (process === undefined) {
      throw new RangeError(`no process ${index}`);
    }
    return process;
  }
}

function newRow(account: string): AccountRow {
  return {
    ...{ account, name: 'a', cursor: 0, epoch: null, failures: 0, nextAttemptAt: 0, mostIntents: 500 },
    ...{ lastSuccessAt: null, rejected: 0, guestLeftAt: 0, journalLength: 0 },
  };
}

it('C1, C11, R8: stamps have the order of the actions, final stamps never move, and a known time is the true time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }),
      fc.boolean(),
      async (steps, steadyStopsAsleep) => {
        const device = new Device(steadyStopsAsleep);
        await device.open();
        for (const next of steps) {
          await device.do(next);
        }
      },
    ),
    { numRuns: Number(process.env.DEVICE_RUNS ?? 300) },
  );
});
