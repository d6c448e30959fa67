import type { Time } from '../ports';
import type { OutboxEntry } from '../rules/intent';
import { readJournal } from '../storage/journal';
import type { JournalEvent, JournalRow } from '../storage/schema';
import { findAccount, readDeviceId } from '../storage/settings';
import type { Tables } from '../storage/tables';
import type { ChangeView, JournalEntryView, JournalEventView, JournalView } from '../types';

const TABLES = ['settings', 'accounts', 'outbox', 'journal', 'rejections'] as const;

/**
 * What synchronization did on this device for one account, for the listener to read and to send to support. A
 * guest has no outbox and so no journal.
 */
export class Journal {
  constructor(
    private readonly tables: Tables,
    private readonly time: Time,
  ) {}

  async read(account: string): Promise<JournalView> {
    const { events, rejections } = await this.tables.transact(TABLES, 'read', (transaction) =>
      readJournal(transaction, account),
    );
    return { entries: events.map(viewOf), rejected: rejections.map(viewOf) };
  }

  /** The whole journal as JSON, with what is pending. It contains nothing with which somebody could sign in. */
  async export(account: string): Promise<string> {
    const exported = await this.tables.transact(TABLES, 'read', async (transaction) => {
      const row = await findAccount(transaction, account);
      const pending = await transaction.table('outbox').within([account]);
      const deviceId = await readDeviceId(transaction, () => '');
      return { deviceId, account: row ?? null, pending, ...(await readJournal(transaction, account)) };
    });
    const exportedAt = this.time.now();
    return JSON.stringify({ app: 'Salafi Durus', journal: 1, exportedAt, ...exported }, null, 2);
  }
}

function viewOf({ at, event }: Pick<JournalRow, 'at' | 'event'>): JournalEntryView {
  return { at, event: eventView(event) };
}

function eventView(event: JournalEvent): JournalEventView {
  switch (event.kind) {
    case 'exchanged':
    case 'failed':
    case 'expired':
    case 'guest-taken-over':
      return event;
    case 'rejected':
      return { kind: event.kind, reason: event.reason, change: changeView(event.entry) };
    case 'corrected':
      return { kind: event.kind, change: changeView(event.to), fromAt: event.from.occurredAt };
    case 'unknown':
      return { kind: event.kind, change: changeView(event.entry) };
    case 'new-epoch':
      return { kind: event.kind };
  }
}

function changeView({ type, lectureId, occurredAt, positionMs }: OutboxEntry): ChangeView {
  return { type, lectureId, occurredAt, positionMs };
}
