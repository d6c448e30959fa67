import type { AccountRow, JournalRow } from './schema';
import type { Transaction } from './tables';

/** How much of the past the journal holds. */
export const LONGEST_JOURNAL = 500;

/** Adds to the account's journal, forgetting what is oldest; answers the account's row to be written. */
export async function appendToJournal(
  transaction: Transaction,
  account: AccountRow,
  at: number,
  events: ReadonlyArray<JournalRow['event']>,
): Promise<AccountRow> {
  const journal = transaction.table('journal');
  let number = account.journalLength;
  for (const event of events) {
    await journal.put({ account: account.account, number, at, event });
    await journal.remove([account.account, number - LONGEST_JOURNAL]);
    number++;
  }
  return { ...account, journalLength: number };
}
