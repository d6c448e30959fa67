import type { Changes } from '../changes';
import type { Chance, Time } from '../ports';
import type { IntentType } from '../rules/intent';
import type { Tables } from '../store/tables';
import { Entering } from './entering';

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
    const moved = deeds.flatMap((deed) => (deed.kind === 'mark' ? [] : [deed.lectureId]));
    await this.tables.transact(TABLES, promised ? 'durable-write' : 'write', async (transaction) => {
      const entering = await Entering.begin(transaction, account, moved, this.time.now(), this.chance);
      if (entering === null) {
        return;
      }
      for (const deed of deeds) {
        await (deed.kind === 'mark' ? entering.mark(deed, at) : entering.moveTo(deed, at));
      }
    });
    this.#publish(account, [...new Set(deeds.map((deed) => deed.lectureId))], promised);
  }

  /** C3: at start, what was kept and never offered is offered, with its own time. */
  async offerKept(account: string): Promise<void> {
    const lectureIds = await this.tables.transact(TABLES, 'durable-write', async (transaction) => {
      const kept = (await transaction.table('locals').within([account])).filter((local) => !local.offered);
      const entering =
        kept.length === 0
          ? null
          : await Entering.begin(transaction, account, [], this.time.now(), this.chance);
      if (entering === null) {
        return [];
      }
      for (const local of kept) {
        await entering.offer(local);
      }
      return kept.map((local) => local.lectureId);
    });
    if (lectureIds.length > 0) {
      this.#publish(account, lectureIds, true);
    }
  }

  #publish(account: string, lectureIds: readonly string[], entered: boolean): void {
    this.changes.publish({ kind: 'listening', account, lectureIds });
    if (entered) {
      this.changes.publish({ kind: 'outbox', account });
    }
  }
}
