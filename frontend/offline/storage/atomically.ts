import type { IDBPTransaction } from 'idb';
import { isOutOfSpace } from './storage-errors';

/** A transaction that writes, over any stores. */
export type Writable = IDBPTransaction<unknown, string[], 'readwrite'>;

/**
 * Runs `work` in a transaction. Resolves with its result once the transaction is complete. When `work` or the storage
 * fails, nothing is changed and the promise rejects with the reason.
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
    // Pending requests report only that the transaction was aborted. The transaction has the reason.
    throw isOutOfSpace(transaction.error) ? transaction.error : failure;
  }
}

/** Commits at once. Otherwise the storage would wait, after its last answer, whether another request comes. */
function commit(transaction: Writable): void {
  try {
    transaction.commit();
  } catch (failure) {
    // The transaction is being committed already.
    if (!isOver(failure)) {
      throw failure;
    }
  }
}

function isOver(failure: unknown): boolean {
  return failure instanceof DOMException && failure.name === 'InvalidStateError';
}

/** The caller gets the failure of `work`. The abort of the transaction that follows from it is expected. */
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
