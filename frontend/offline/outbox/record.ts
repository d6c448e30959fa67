import type { Changes } from '../changes';
import type { Chance, Time } from '../ports';
import { draw } from '../rules/clock';
import type { Drawing, Intent, IntentType, OutboxEntry } from '../rules/intent';
import { join, NO_REGISTERS, registerOf } from '../rules/registers';
import { progressOf, type LocalPosition } from '../rules/standing';
import { GUEST, type StateRow } from '../store/schema';
import { findAccount, readClock, readDeviceId, writeClock } from '../store/settings';
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

const TABLES = ['settings', 'accounts', 'states', 'locals', 'outbox'] as const;

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

  /**
   * Resolves once the deeds would survive the loss of power (a `keep` alone: the browser's death), or were
   * dropped because the account was forgotten on this device meanwhile (C9).
   *
   * @param at the device's time when it happened
   */
  async write(account: string, deeds: readonly Deed[], at = this.time.now()): Promise<void> {
    const promised = deeds.some((deed) => deed.kind !== 'keep');
    await this.tables.transact(TABLES, promised ? 'durable-write' : 'write', async (transaction) => {
      if (account !== GUEST && (await findAccount(transaction, account)) === undefined) {
        return;
      }
      for (const deed of deeds) {
        await (deed.kind === 'mark'
          ? this.#mark(transaction, account, deed, at)
          : this.#moveTo(transaction, account, deed, at));
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
    at: number,
  ): Promise<void> {
    const { lectureId, positionMs, audioAssetId } = deed;
    const kept = await transaction.table('locals').get([account, lectureId]);
    // What has not moved since it was kept keeps the time at which it moved.
    const local =
      kept?.positionMs === positionMs && kept.audioAssetId === audioAssetId && !kept.offered
        ? kept
        : {
            ...{ account, lectureId, positionMs, audioAssetId, offered: false },
            ...(await this.#stamp(transaction, at)),
          };
    await (deed.kind === 'offer'
      ? this.#offer(transaction, account, local)
      : transaction.table('locals').put(local));
  }

  async #mark(
    transaction: Transaction,
    account: string,
    { lectureId, type }: Extract<Deed, { kind: 'mark' }>,
    at: number,
  ): Promise<void> {
    const { intentId, occurredAt, ...drawing } = await this.#stamp(transaction, at);
    const nowhere = { positionMs: null, audioAssetId: null };
    await this.#enter(
      transaction,
      account,
      { id: intentId, type, lectureId, occurredAt, ...nowhere },
      drawing,
    );
  }

  async #offer(transaction: Transaction, account: string, local: LocalPosition): Promise<void> {
    await transaction.table('locals').put({ ...local, offered: true });
    const { offsetMs, deviceAt, seenAt } = local;
    // The first version of the app did not keep how the stamp was drawn.
    const drawing = { offsetMs: offsetMs ?? (await readClock(transaction)).offsetMs, deviceAt, seenAt };
    await this.#enter(transaction, account, progressOf(local), drawing);
  }

  async #enter(transaction: Transaction, account: string, intent: Intent, drawing: Drawing): Promise<void> {
    if (account === GUEST) {
      await this.#join(transaction, intent, drawing);
      return;
    }
    const entry: OutboxEntry = { ...intent, ...drawing, account, sent: false, parked: null };
    await transaction.table('outbox').put(entry);
  }

  async #join(transaction: Transaction, intent: Intent, drawing: Drawing): Promise<void> {
    const { lectureId } = intent;
    const state = await transaction.table('states').get([GUEST, lectureId]);
    const deviceId = await readDeviceId(transaction, this.chance.newId);
    const joined = join(state ?? NO_REGISTERS, intent, deviceId);
    const row: StateRow = { ...joined, account: GUEST, lectureId, revision: 0 };
    if (joined !== state) {
      const drawings = { ...state?.drawings, [registerOf(intent.type)]: drawing };
      await transaction.table('states').put({ ...row, drawings });
    }
  }

  async #stamp(
    transaction: Transaction,
    at: number,
  ): Promise<{ intentId: string; occurredAt: number } & Drawing> {
    const { occurredAt, drawing, clock } = draw(await readClock(transaction), at);
    await writeClock(transaction, clock);
    return { intentId: this.chance.newId(), occurredAt, ...drawing };
  }

  #publish(account: string, lectureIds: readonly string[], entered: boolean): void {
    this.changes.publish({ kind: 'listening', account, lectureIds });
    if (entered) {
      this.changes.publish({ kind: 'outbox', account });
    }
  }
}
