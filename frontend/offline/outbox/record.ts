import type { Changes } from '../changes';
import type { Chance, Time } from '../ports';
import { draw } from '../rules/clock';
import type { Intent, IntentType, OutboxEntry } from '../rules/intent';
import { join, NO_REGISTERS } from '../rules/registers';
import { progressOf, type LocalPosition } from '../rules/standing';
import { GUEST } from '../store/schema';
import { readClock, readDeviceId, writeClock } from '../store/settings';
import type { Tables, Transaction } from '../store/tables';

/** What the listener did, or where playback came to. */
export type Deed =
  /** `keep` stays on this device; `offer` is also for the server (C3). */
  | {
      readonly kind: 'keep' | 'offer';
      readonly lectureId: string;
      readonly positionMs: number;
      readonly audioAssetId: string;
    }
  | { readonly kind: 'mark'; readonly lectureId: string; readonly type: Exclude<IntentType, 'PROGRESS'> };

const TABLES = ['settings', 'states', 'locals', 'outbox'] as const;

/**
 * Where listening becomes state (C1): what the listener sees, the stamp and the outbox entry are
 * written in one transaction, or none of them is. A guest has registers instead of entries (C9).
 */
export class Record {
  constructor(
    private readonly tables: Tables,
    private readonly changes: Changes,
    private readonly time: Time,
    private readonly chance: Chance,
  ) {}

  /** Resolves once the deeds would survive the loss of power (a `keep` alone: the browser's death). */
  async write(account: string, deeds: readonly Deed[]): Promise<void> {
    const promised = deeds.some((deed) => deed.kind !== 'keep');
    await this.tables.transact(TABLES, promised ? 'durable-write' : 'write', async (transaction) => {
      for (const deed of deeds) {
        await (deed.kind === 'mark'
          ? this.#mark(transaction, account, deed)
          : this.#moveTo(transaction, account, deed));
      }
    });
    this.#publish(account, [...new Set(deeds.map((deed) => deed.lectureId))], promised);
  }

  /** C3: at start, what was kept and never offered is offered, with its own time. */
  async offerKept(account: string): Promise<void> {
    const lectureIds = await this.tables.transact(TABLES, 'durable-write', async (transaction) => {
      const kept = (await transaction.table('locals').within([account])).filter((local) => !local.offered);
      for (const local of kept) {
        await this.#offer(transaction, account, local);
      }
      return kept.map((local) => local.lectureId);
    });
    if (lectureIds.length > 0) {
      this.#publish(account, lectureIds, true);
    }
  }

  async #moveTo(
    transaction: Transaction,
    account: string,
    deed: Extract<Deed, { kind: 'keep' | 'offer' }>,
  ): Promise<void> {
    const { lectureId, positionMs, audioAssetId } = deed;
    const kept = await transaction.table('locals').get([account, lectureId]);
    // What has not moved since it was kept keeps the time at which it moved.
    const local =
      kept?.positionMs === positionMs && kept.audioAssetId === audioAssetId && !kept.offered
        ? kept
        : {
            account,
            lectureId,
            positionMs,
            audioAssetId,
            offered: false,
            ...(await this.#stamp(transaction)),
          };
    await (deed.kind === 'offer'
      ? this.#offer(transaction, account, local)
      : transaction.table('locals').put(local));
  }

  async #mark(
    transaction: Transaction,
    account: string,
    { lectureId, type }: Extract<Deed, { kind: 'mark' }>,
  ): Promise<void> {
    const { intentId, occurredAt } = await this.#stamp(transaction);
    await this.#enter(transaction, account, {
      ...{ id: intentId, type, lectureId, occurredAt },
      positionMs: null,
      audioAssetId: null,
    });
  }

  async #offer(transaction: Transaction, account: string, local: LocalPosition): Promise<void> {
    await transaction.table('locals').put({ ...local, offered: true });
    await this.#enter(transaction, account, progressOf(local));
  }

  async #enter(transaction: Transaction, account: string, intent: Intent): Promise<void> {
    if (account === GUEST) {
      const states = transaction.table('states');
      const state = (await states.get([account, intent.lectureId])) ?? NO_REGISTERS;
      const deviceId = await readDeviceId(transaction, this.chance.newId);
      const joined = join(state, intent, deviceId);
      await states.put({ ...joined, account, lectureId: intent.lectureId, revision: 0 });
      return;
    }
    const { offsetMs } = await readClock(transaction);
    const entry: OutboxEntry = { ...intent, account, offsetMs, sent: false, parked: null };
    await transaction.table('outbox').put(entry);
  }

  async #stamp(transaction: Transaction): Promise<{ intentId: string; occurredAt: number }> {
    const { occurredAt, clock } = draw(await readClock(transaction), this.time.now());
    await writeClock(transaction, clock);
    return { intentId: this.chance.newId(), occurredAt };
  }

  #publish(account: string, lectureIds: readonly string[], entered: boolean): void {
    this.changes.publish({ kind: 'listening', account, lectureIds });
    if (entered) {
      this.changes.publish({ kind: 'outbox', account });
    }
  }
}
