import type { AccountRow, JournalEvent, JournalRow, Rejection, RejectionRow } from './schema';
import type { Transaction } from './tables';

/** How many events the journal holds, and how many rejections beside them. */
export const MAX_JOURNAL_ROWS = 500;

/**
 * Adds events to the account's journal and removes the oldest. Answers the account's row, which the caller writes.
 * Rejections are stored a second time, where other events do not push them out (R10.3).
 */
export async function appendToJournal(
  transaction: Transaction,
  account: AccountRow,
  at: number,
  events: readonly JournalEvent[],
): Promise<AccountRow> {
  const journal = transaction.table('journal');
  let number = account.journalLength;
  for (const event of events) {
    await journal.put({ account: account.account, number, at, event });
    await journal.remove([account.account, number - MAX_JOURNAL_ROWS]);
    number++;
  }
  const rejections = events.filter((event): event is Rejection => event.kind === 'rejected');
  for (const [index, event] of rejections.entries()) {
    const row = { account: account.account, number: account.rejected + index, at, event };
    await transaction.table('rejections').put(row);
    await transaction.table('rejections').remove([account.account, row.number - MAX_JOURNAL_ROWS]);
  }
  return { ...account, journalLength: number, rejected: account.rejected + rejections.length };
}

/** Adds a failure. A failure that goes on is one event with a count, not one event for each attempt. */
export async function journalFailure(
  transaction: Transaction,
  account: AccountRow,
  at: number,
  problem: 'unavailable' | 'conflict',
): Promise<AccountRow> {
  const last = await transaction.table('journal').get([account.account, account.journalLength - 1]);
  if (last?.event.kind === 'failed' && last.event.problem === problem) {
    const event = { ...last.event, times: last.event.times + 1 };
    await transaction.table('journal').put({ ...last, at, event });
    return account;
  }
  return appendToJournal(transaction, account, at, [{ kind: 'failed', problem, times: 1 }]);
}

/** Newest first. */
export async function readJournal(
  transaction: Transaction,
  account: string,
): Promise<{ readonly events: readonly JournalRow[]; readonly rejections: readonly RejectionRow[] }> {
  const events = await transaction.table('journal').within([account]);
  const rejections = await transaction.table('rejections').within([account]);
  return { events: events.reverse(), rejections: rejections.reverse() };
}
