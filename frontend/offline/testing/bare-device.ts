import { composeOutbox } from '../compose';
import { Changes } from '../live/changes';
import type { Exchange } from '../outbox/exchange';
import type { EventRecorder } from '../outbox/event-recorder';
import type { Locks } from '../ports';
import type { OutboxEntry } from '../rules/intent';
import type { Registers } from '../rules/registers';
import { overlay } from '../rules/lecture-progress';
import { IdbTables } from '../storage/idb-tables';
import type { AccountRow } from '../storage/schema';
import type { Tables } from '../storage/tables';
import type { Drain, Drained } from '../sync/drain';
import { databaseName } from './database-name';
import { heldLocks, noChannel, uuid } from './fake-world';
import { ManualTime } from './manual-time';
import type { ScriptedServer } from './scripted-server';

/** The parts of a tab that write and send, without its player and views. */
export interface Tab {
  readonly tables: Tables;
  readonly eventRecorder: EventRecorder;
  readonly exchange: Exchange;
  readonly drain: Drain;
}

/** One browser profile with an account and several tabs over one database. */
export class BareDevice {
  readonly name = databaseName();
  readonly time: ManualTime;
  readonly #locks: Locks = heldLocks();
  #tabs: Tab[] = [];
  #ids: number;

  /** @param firstId the first id that it makes; each later one is smaller; other devices need other ids */
  constructor(
    private readonly server: ScriptedServer,
    readonly account: string,
    firstId = 1,
  ) {
    this.time = new ManualTime();
    this.#ids = firstId;
  }

  async opened(tabs: number): Promise<this> {
    this.#tabs = Array.from({ length: tabs }, () => this.#newTab());
    await this.tab(0).tables.transact(['accounts'], 'write', (transaction) =>
      transaction.table('accounts').put(newRow(this.account)),
    );
    return this;
  }

  tab(index: number): Tab {
    const tab = this.#tabs[index % this.#tabs.length];
    if (tab === undefined) {
      throw new Error('no tab is open');
    }
    return tab;
  }

  /** Kills every tab. The first one that starts offers the kept positions (C3). */
  async restart(): Promise<void> {
    this.#tabs.forEach(({ tables }) => {
      tables.close();
    });
    this.#tabs = this.#tabs.map(() => this.#newTab());
    await this.tab(0).eventRecorder.offerKept(this.account);
  }

  async drain(tab = 0): Promise<Drained> {
    return this.tab(tab).drain.run(this.account, true);
  }

  entries(): Promise<OutboxEntry[]> {
    return this.tab(0).tables.transact(['outbox'], 'read', (transaction) =>
      transaction.table('outbox').within([this.account]),
    );
  }

  /** The earlier ids of entries that were restamped. */
  async correctedIds(): Promise<string[]> {
    const rows = await this.tab(0).tables.transact(['journal'], 'read', (transaction) =>
      transaction.table('journal').within([this.account]),
    );
    return rows.flatMap(({ event }) => (event.kind === 'corrected' ? [event.from.id] : []));
  }

  async pending(): Promise<number> {
    return (await this.entries()).length;
  }

  /** What the listener sees of a lecture, including pending entries. */
  registers(lectureId: string): Promise<Registers> {
    return this.tab(0).tables.transact(['states', 'locals', 'outbox'], 'read', async (transaction) => {
      const key = [this.account, lectureId];
      const state = (await transaction.table('states').get(key)) ?? null;
      const local = (await transaction.table('locals').get(key)) ?? null;
      return overlay(state, await transaction.table('outbox').within(key), local, 'this-device');
    });
  }

  #newTab(): Tab {
    const tables = new IdbTables({}, this.name);
    const outbox = composeOutbox(
      {
        tables,
        changes: new Changes(noChannel()),
        random: { random: () => 0.5, newId: () => uuid(this.#ids--) },
        time: this.time,
        network: { mayBeThere: () => true },
        locks: this.#locks,
        gateway: this.server,
      },
      'page',
    );
    return { tables, ...outbox };
  }
}

function newRow(account: string): AccountRow {
  return {
    ...{ account, name: 'a', cursor: 0, epoch: null, failures: 0, nextAttemptAt: 0, mostIntents: 500 },
    ...{ lastSuccessAt: null, rejected: 0, guestLeftAt: 0, journalLength: 0 },
  };
}
