import type { Account } from '../gateway-port';
import { MAX_INTENTS } from '../rules/outbox';
import type { AccountRow } from '../storage/schema';
import { writeSetting } from '../storage/settings';
import type { Transaction } from '../storage/tables';

/** From now on this account listens; what it left on this device earlier goes on (C9). */
export async function enter(transaction: Transaction, { listenerId, name }: Account): Promise<void> {
  const accounts = transaction.table('accounts');
  const known = await accounts.get([listenerId]);
  await accounts.put(known === undefined ? newAccount(listenerId, name) : { ...known, name });
  await writeSetting(transaction, {
    name: 'session',
    account: listenerId,
    expired: false,
    signOutOwed: false,
  });
}

function newAccount(account: string, name: string): AccountRow {
  return {
    ...{ account, name, cursor: 0, epoch: null, failures: 0, nextAttemptAt: 0, mostIntents: MAX_INTENTS },
    ...{ lastSuccessAt: null, rejected: 0, guestLeftAt: 0, journalLength: 0 },
  };
}
