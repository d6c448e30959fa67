import type { Changes } from '../live/changes';
import type { ClockWatch } from '../clock/clock-watch';
import type { RandomSource } from '../ports';
import type { ClockReading } from '../rules/clock';
import type { Tables } from '../storage/tables';
import type { ListeningEvent } from './listening-event';
import { OutboxTransaction } from './outbox-transaction';

const TABLES = ['settings', 'accounts', 'states', 'locals', 'outbox', 'places'] as const;

/**
 * Turns listening events into state (C1). One transaction writes what the listener sees, the stamp and the outbox
 * entry, or none of them. A guest has registers instead of entries (C9).
 */
export class EventRecorder {
  constructor(
    private readonly tables: Tables,
    private readonly changes: Changes,
    private readonly watch: ClockWatch,
    private readonly random: RandomSource,
  ) {}

  /**
   * Resolves once the events survive a loss of power (events that are all `keep`: a crash of the browser), or were
   * dropped because the account was forgotten on this device meanwhile (C9).
   *
   * @param at the clocks at the events
   */
  async write(
    account: string,
    events: readonly ListeningEvent[],
    at: ClockReading = this.watch.read(),
  ): Promise<void> {
    const promised = events.some((event) => event.kind !== 'keep');
    const moved = events.flatMap((event) => (event.kind === 'flag' ? [] : [event.lectureId]));
    await this.tables.transact(TABLES, promised ? 'durable-write' : 'write', async (transaction) => {
      const { deviceAt } = this.watch.read();
      const outbox = await OutboxTransaction.begin(transaction, account, moved, deviceAt, this.random);
      if (outbox === null) {
        return;
      }
      for (const event of events) {
        await (event.kind === 'flag' ? outbox.setFlag(event, at) : outbox.moveTo(event, at));
      }
    });
    this.#publish(account, [...new Set(events.map((event) => event.lectureId))], promised);
  }

  /** C3: offers at the start the positions that were kept and never offered, with their own times. */
  async offerKept(account: string): Promise<void> {
    const lectureIds = await this.tables.transact(TABLES, 'durable-write', async (transaction) => {
      const kept = (await transaction.table('locals').within([account])).filter((local) => !local.offered);
      const outbox =
        kept.length === 0
          ? null
          : await OutboxTransaction.begin(transaction, account, [], this.watch.read().deviceAt, this.random);
      if (outbox === null) {
        return [];
      }
      for (const local of kept) {
        await outbox.offer(local);
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
