import type { IDBPTransaction } from 'idb';
import { isOutOfSpace } from './storage-errors';

/** A transaction that writes, over any stores. */
export type Writable = IDBPTransaction<unknown, string[], 'readwrite'>;

/**
 * Runs `work` in a transaction: resolves with its result once the transaction is complete, and rejects with nothing
 * changed, saying why. Whatever was under way when `work` failed is not committed by itself.
 */
export async function atomically<T>(
  transaction: Writable,
  work: (transaction: Writable) => Promise<T>,
): Promise<T> {
  try {
    const result = await work(transaction);
    commit(transaction);
    await transaction.done;
    return result;
  } catch (failure) {
    await abort(transaction);
    // Requests that were under way say only that the transaction was aborted; it says why.
    throw isOutOfSpace(transaction.error) ? transaction.error : failure;
  }
}

/** Nothing more comes: the storage need not ask, once it has answered the last request, whether it was the last. */
function commit(transaction: Writable): void {
  try {
    transaction.commit();
  } catch (failure) {
    // It asked already, and is at it.
    if (!isOver(failure)) {
      throw failure;
    }
  }
}

function isOver(failure: unknown): boolean {
  return failure instanceof DOMException && failure.name === 'InvalidStateError';
}

/** Whatever `work` failed with is what the caller hears; that the transaction then ended is expected. */
async function abort(transaction: Writable): Promise<void> {
  try {
    transaction.abort();
  } catch (failure) {
    if (!isOver(failure)) {
      throw failure;
    }
  }
  await Promise.allSettled([transaction.done]);
}
