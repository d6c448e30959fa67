import type { CurrentSession } from './accounts/current-session';
import type { Changes } from './live/changes';
import { LiveValue } from './live/live';
import type { Change, RandomSource } from './ports';
import type { MovedElsewhere } from './playback/elsewhere/played-elsewhere';
import type { Catalogue } from './rules/catalogue';
import { join, NO_REGISTERS, registersOf } from './rules/join';
import type { OutboxEntry } from './rules/intent';
import { collapses, registerOf, type RegisterName, type Registers } from './rules/registers';
import type { EarlierPlace } from './rules/playback/earlier-places';
import { overlay, lectureProgressOf, type LectureProgress } from './rules/lecture-progress';
import { readClock, readDeviceId } from './storage/settings';
import type { Key } from './storage/key';
import type { Tables, Transaction } from './storage/tables';
import { isStorageError } from './storage/storage-errors';
import type { ListeningView, Live } from './types';

const TABLES = ['states', 'locals', 'outbox', 'places'] as const;

/** What the rows of one lecture give together. */
interface Overlaid {
  readonly registers: Registers;
  /** How many of its entries will be sent: of those that collapse, only the latest is (C2.1). */
  readonly pending: number;
  /** The registers of which an entry that collapses is pending. */
  readonly collapsing: ReadonlySet<RegisterName>;
}

/** By lecture. */
type Places = ReadonlyMap<string, readonly EarlierPlace[]>;

const NOTHING: Overlaid = { registers: NO_REGISTERS, pending: 0, collapsing: new Set() };

/** What the progress store reads and follows. */
export interface ProgressStoreDependencies {
  readonly session: CurrentSession;
  readonly tables: Tables;
  readonly catalogue: Live<Catalogue>;
  readonly random: RandomSource;
  readonly changes: Changes;
  readonly onFault: (fault: unknown) => void;
}

/**
 * The present listener's progress in every lecture (C8), as a mirror of the store. It re-reads only the
 * lectures that a commit touched, here or in another tab.
 */
export class ProgressStore {
  readonly view = new LiveValue<ReadonlyMap<string, ListeningView>>(new Map());
  /** How many changes wait to be sent, as they will be sent. */
  readonly pending = new LiveValue(0);
  /** The places that the present listener left, newest first, by lecture (C12). */
  readonly places = new LiveValue<Places>(new Map());
  #deviceId = '';
  #offsetMs = 0;
  #overlaid = new Map<string, Overlaid>();
  #progress = new Map<string, LectureProgress>();
  #reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly dependencies: ProgressStoreDependencies) {
    const { session, changes, catalogue, onFault } = dependencies;
    session.onSwitch(() => {
      this.load().catch(onFault);
    });
    changes.onChange((change) => {
      this.#follow(change);
    });
    catalogue.subscribe(() => {
      this.#show(this.#overlaid.keys());
    });
  }

  /** The listener's progress; null for a lecture that was never touched. */
  of(lectureId: string): LectureProgress | null {
    return this.#progress.get(lectureId) ?? null;
  }

  /** Where another device moved last in any lecture; null where none did. */
  latestElsewhere(): MovedElsewhere | null {
    let latest: MovedElsewhere | null = null;
    for (const { view, positionAt, positionBy } of this.#progress.values()) {
      const isElsewhere = positionAt !== null && positionBy !== this.#deviceId && view.resumePositionMs > 0;
      if (isElsewhere && positionAt > (latest?.at ?? 0)) {
        latest = { lectureId: view.lectureId, positionMs: view.resumePositionMs, at: positionAt };
      }
    }
    return latest;
  }

  /** The id of this device, which intents carry. */
  readonly thisDevice = (): string => this.#deviceId;

  /** The time of a stamp issued at the device's time `deviceAt`, by the anchor as last read. */
  stampedAt(deviceAt: number): number {
    return deviceAt + this.#offsetMs;
  }

  /**
   * Reads everything of the present account and forgets any other's. It takes its place in the queue at once,
   * so that later commits of another listener are read after it.
   */
  load(): Promise<void> {
    return this.#enqueue(null);
  }

  /** Resolves when everything committed so far is shown. */
  async settled(): Promise<void> {
    await this.#reading;
  }

  #follow(change: Change): void {
    if (change.kind === 'listening' && change.account === this.dependencies.session.account) {
      this.#enqueue(change.lectureIds).catch(this.dependencies.onFault);
    }
  }

  /** Readings run one after the other, so that the last one shown is the last one read. */
  #enqueue(lectureIds: readonly string[] | null): Promise<void> {
    const { account } = this.dependencies.session;
    const reading = this.#reading.then(() => this.#read(account, lectureIds));
    this.#reading = Promise.allSettled([reading]); // The caller gets the failure. The next reading continues.
    return reading;
  }

  async #readSettings(): Promise<void> {
    try {
      await this.dependencies.tables.transact(['settings'], 'write', async (transaction) => {
        this.#deviceId = await readDeviceId(transaction, this.dependencies.random.newId);
        this.#offsetMs = (await readClock(transaction)).offsetMs;
      });
    } catch (failure) {
      if (!isStorageError(failure)) {
        throw failure;
      }
      this.dependencies.onFault(failure); // On a full device that never stored anything, the id is created with the first event.
    }
  }

  /** @param lectureIds null for all lectures and the device's own settings */
  async #read(account: string, lectureIds: readonly string[] | null): Promise<void> {
    if (lectureIds === null) {
      await this.#readSettings();
    }
    const [read, places] = await this.dependencies.tables.transact(TABLES, 'read', async (transaction) => {
      const overlaid = new Map<string, Overlaid>();
      const prefixes = lectureIds?.map((id) => [account, id]) ?? [[account]];
      await Promise.all(prefixes.map((prefix) => layOver(transaction, prefix, overlaid, this.#deviceId)));
      return [overlaid, await placesWithin(transaction, prefixes)] as const;
    });
    if (account !== this.dependencies.session.account) {
      return; // Another listener is current now, whose rows are being read.
    }
    if (lectureIds === null) {
      this.#overlaid = new Map();
      this.#progress = new Map();
    }
    // A lecture whose last row was removed, for instance after a rejection, counts as never touched.
    lectureIds?.forEach((lectureId) => {
      this.#overlaid.delete(lectureId);
      this.#progress.delete(lectureId);
    });
    read.forEach((overlaid, lectureId) => this.#overlaid.set(lectureId, overlaid));
    this.#show(read.keys());
    this.#showPlaces(lectureIds, places);
  }

  /** @param lectureIds as {@link #read} has it */
  #showPlaces(lectureIds: readonly string[] | null, read: Places): void {
    const shown = this.places.get();
    const isNew = [...read].some(([lectureId, places]) => {
      const before = shown.get(lectureId);
      return before?.length !== places.length || before[0]?.leftAt !== places[0]?.leftAt;
    });
    if (isNew || (lectureIds === null && shown.size !== read.size)) {
      this.places.set(lectureIds === null ? read : new Map([...shown, ...read]));
    }
  }

  #show(lectureIds: Iterable<string>): void {
    const { assets } = this.dependencies.catalogue.get();
    for (const lectureId of lectureIds) {
      const overlaid = this.#overlaid.get(lectureId);
      if (overlaid !== undefined) {
        const durationMs = assets.get(lectureId)?.durationMs ?? null;
        this.#progress.set(lectureId, lectureProgressOf(lectureId, overlaid.registers, durationMs));
      }
    }
    this.view.set(new Map([...this.#progress].map(([lectureId, { view }]) => [lectureId, view])));
    this.pending.set([...this.#overlaid.values()].reduce((sum, { pending }) => sum + pending, 0));
  }
}

async function placesWithin(transaction: Transaction, prefixes: readonly Key[]): Promise<Places> {
  const rows = await Promise.all(prefixes.map((prefix) => transaction.table('places').within(prefix)));
  return new Map(rows.flat().map(({ lectureId, places }) => [lectureId, places]));
}

/** Pending entries are applied while they are read, in parts, so that any number of them can be read (C8). */
async function layOver(
  transaction: Transaction,
  prefix: Key,
  overlaid: Map<string, Overlaid>,
  deviceId: string,
): Promise<void> {
  for await (const states of transaction.table('states').partsWithin(prefix)) {
    for (const state of states) {
      overlaid.set(state.lectureId, { ...NOTHING, registers: registersOf(state) });
    }
  }
  for await (const entries of transaction.table('outbox').partsWithin(prefix)) {
    for (const entry of entries) {
      overlaid.set(entry.lectureId, withEntry(overlaid.get(entry.lectureId) ?? NOTHING, entry, deviceId));
    }
  }
  for await (const locals of transaction.table('locals').partsWithin(prefix)) {
    for (const local of locals) {
      const before = overlaid.get(local.lectureId) ?? NOTHING;
      const registers = overlay(before.registers, [], local, deviceId);
      overlaid.set(local.lectureId, { ...before, registers });
    }
  }
}

function withEntry(
  { registers, pending, collapsing }: Overlaid,
  entry: OutboxEntry,
  deviceId: string,
): Overlaid {
  const name = registerOf(entry.type);
  const isCovered = collapses(entry.type) && collapsing.has(name);
  return {
    registers: join(registers, entry, deviceId),
    pending: isCovered ? pending : pending + 1,
    collapsing: collapses(entry.type) && !isCovered ? new Set([...collapsing, name]) : collapsing,
  };
}
