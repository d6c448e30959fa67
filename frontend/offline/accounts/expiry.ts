import { appendToJournal } from '../storage/journal';
import { GUEST } from '../storage/schema';
import { findAccount, readSession, writeSetting } from '../storage/settings';
import type { Tables, Transaction } from '../storage/tables';

export const EXPIRY_TABLES = ['settings', 'accounts', 'journal', 'rejections'] as const;

/**
 * Notes that the server no longer knows the account's session (R15.1). Pending entries wait until the listener signs in
 * again. Nothing happens when another account is signed in by now.
 */
export function expireSession(tables: Tables, account: string, at: number): Promise<void> {
  return tables.transact(EXPIRY_TABLES, 'durable-write', (transaction) => expireIn(transaction, account, at));
}

/** As the other function, within a transaction on {@link EXPIRY_TABLES}. */
export async function expireIn(transaction: Transaction, account: string, at: number): Promise<void> {
  const session = await readSession(transaction);
  if (session.account !== account || account === GUEST || session.expired) {
    return;
  }
  await writeSetting(transaction, { ...session, expired: true });
  const row = await findAccount(transaction, account);
  if (row !== undefined) {
    const next = await appendToJournal(transaction, row, at, [{ kind: 'expired' }]);
    await transaction.table('accounts').put(next);
  }
}
