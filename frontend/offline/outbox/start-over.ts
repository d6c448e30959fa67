import { firstCompletionOf, intentsOf, registersOf } from '../rules/join';
import type { OutboxEntry } from '../rules/intent';
import { appendToJournal } from '../storage/journal';
import type { AccountRow } from '../storage/schema';
import type { Transaction } from '../storage/tables';

/**
 * R13.4: begins again from cursor zero, and offers every register with its original stamp and id. These entries count as
 * sent, because others know them under that id.
 */
export async function startOver(
  transaction: Transaction,
  row: AccountRow,
  epoch: string,
  at: number,
  newId: () => string,
): Promise<void> {
  const { account } = row;
  for (const state of await transaction.table('states').within([account])) {
    const registers = registersOf(state);
    const first = firstCompletionOf(state.lectureId, registers, newId);
    for (const intent of [...intentsOf(state.lectureId, registers), ...first]) {
      const entry: OutboxEntry = { ...intent, account, sent: true, offsetMs: 0, parked: null };
      await transaction.table('outbox').put(entry);
    }
    // The state is shown until the new history has one, which replaces it whatever its revision.
    await transaction.table('states').put({ ...state, revision: 0 });
  }
  const event = { kind: 'new-epoch', from: row.epoch, to: epoch } as const;
  const next = { ...row, epoch, cursor: 0 };
  await transaction.table('accounts').put(await appendToJournal(transaction, next, at, [event]));
}
