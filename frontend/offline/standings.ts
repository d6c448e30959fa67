import type { Changes } from './changes';
import { LiveValue } from './live';
import type { Change, Chance } from './ports';
import type { Catalogue } from './rules/catalogue';
import type { OutboxEntry } from './rules/intent';
import { overlay, standingOf, type LocalPosition, type Standing } from './rules/standing';
import type { Registers } from './rules/registers';
import { readClock, readDeviceId } from './store/settings';
import type { Tables, Transaction } from './store/tables';
import type { ListeningView, Live } from './types';

const TABLES = ['states', 'locals', 'outbox'] as const;

/** What one lecture's rows come to. */
interface Overlaid {
  readonly registers: Registers;
  readonly pending: number;
}

/**
 * Where the present listener stands in every lecture (C8): a mirror of the store that re-reads what a
 * commit touched, here or in another tab, and nothing else.
 */
export class Standings {
  readonly view = new LiveValue<ReadonlyMap<string, ListeningView>>(new Map());
  readonly pending = new LiveValue(0);
  #account = '';
  #deviceId = '';
  #offsetMs = 0;
  #overlaid = new Map<string, Overlaid>();
  #standings = new Map<string, Standing>();
  #reading: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly tables: Tables,
    private readonly catalogue: Live<Catalogue>,
    private readonly chance: Chance,
    changes: Changes,
    private readonly onFault: (fault: unknown) => void,
  ) {
    changes.onChange((change) => {
      this.#follow(change);
    });
    catalogue.subscribe(() => {
      this.#show([...this.#overlaid.keys()]);
    });
  }

  /** Where the listener stands; null for a lecture never touched. */
  of(lectureId: string): Standing | null {
    return this.#standings.get(lectureId) ?? null;
  }

  /** The device that carries what is done here. */
  readonly thisDevice = (): string => this.#deviceId;

  /** The time of a stamp drawn at the device's time `deviceAt`, as far as the anchored clock was last read. */
  stampedAt(deviceAt: number): number {
    return deviceAt + this.#offsetMs;
  }

  /** Reads everything of the account, forgetting any other's. */
  async load(account: string): Promise<void> {
    this.#account = account;
    await this.tables.transact(['settings'], 'write', async (transaction) => {
      this.#deviceId = await readDeviceId(transaction, this.chance.newId);
      this.#offsetMs = (await readClock(transaction)).offsetMs;
    });
    await this.#enqueue(null);
  }

  /** Resolves when everything committed so far is shown. */
  async settled(): Promise<void> {
    await this.#reading;
  }

  #follow(change: Change): void {
    if (change.kind === 'listening' && change.account === this.#account) {
      this.#enqueue(change.lectureIds).catch(this.onFault);
    }
  }

  /** One reading after the other, so that the last one shown is the last one read. */
  #enqueue(lectureIds: readonly string[] | null): Promise<void> {
    const account = this.#account;
    const reading = this.#reading.then(() => this.#read(account, lectureIds));
    this.#reading = Promise.allSettled([reading]); // The caller hears how it ended; the next reading goes on.
    return reading;
  }

  async #read(account: string, lectureIds: readonly string[] | null): Promise<void> {
    const read = await this.tables.transact(TABLES, 'read', async (transaction) => {
      const rows = await Promise.all((lectureIds ?? [null]).map((id) => rowsOf(transaction, account, id)));
      return rows.map((each) => overlaidOf(each, this.#deviceId));
    });
    if (account !== this.#account) {
      return; // Somebody else listens meanwhile, and is being read.
    }
    if (lectureIds === null) {
      this.#overlaid = new Map();
      this.#standings = new Map();
    }
    // A lecture whose last row is gone, say after a rejection, was never touched.
    lectureIds?.forEach((lectureId) => {
      this.#overlaid.delete(lectureId);
      this.#standings.delete(lectureId);
    });
    const touched = read.flatMap((overlaid) => [...overlaid]);
    touched.forEach(([lectureId, overlaid]) => this.#overlaid.set(lectureId, overlaid));
    this.#show(touched.map(([lectureId]) => lectureId));
  }

  #show(lectureIds: readonly string[]): void {
    const { assets } = this.catalogue.get();
    for (const lectureId of lectureIds) {
      const overlaid = this.#overlaid.get(lectureId);
      if (overlaid !== undefined) {
        const durationMs = assets.get(lectureId)?.durationMs ?? null;
        this.#standings.set(lectureId, standingOf(lectureId, overlaid.registers, durationMs));
      }
    }
    this.view.set(new Map([...this.#standings].map(([lectureId, { view }]) => [lectureId, view])));
    this.pending.set([...this.#overlaid.values()].reduce((sum, { pending }) => sum + pending, 0));
  }
}

interface LectureRows {
  readonly states: ReadonlyArray<Registers & { readonly lectureId: string }>;
  readonly locals: readonly LocalPosition[];
  readonly entries: readonly OutboxEntry[];
}

async function rowsOf(
  transaction: Transaction,
  account: string,
  lectureId: string | null,
): Promise<LectureRows> {
  const prefix = lectureId === null ? [account] : [account, lectureId];
  const [states, locals, entries] = await Promise.all([
    transaction.table('states').within(prefix),
    transaction.table('locals').within(prefix),
    transaction.table('outbox').within(prefix),
  ]);
  return { states, locals, entries };
}

function overlaidOf({ states, locals, entries }: LectureRows, deviceId: string): Map<string, Overlaid> {
  const stateOf = new Map(states.map((state) => [state.lectureId, state]));
  const localOf = new Map(locals.map((local) => [local.lectureId, local]));
  const pendingOf = new Map<string, OutboxEntry[]>();
  for (const entry of entries) {
    const pending = pendingOf.get(entry.lectureId);
    if (pending === undefined) {
      pendingOf.set(entry.lectureId, [entry]);
    } else {
      pending.push(entry);
    }
  }
  const lectureIds = new Set([...stateOf.keys(), ...localOf.keys(), ...pendingOf.keys()]);
  return new Map(
    [...lectureIds].map((lectureId) => {
      const pending = pendingOf.get(lectureId) ?? [];
      const registers = overlay(
        stateOf.get(lectureId) ?? null,
        pending,
        localOf.get(lectureId) ?? null,
        deviceId,
      );
      return [lectureId, { registers, pending: pending.length }];
    }),
  );
}
