/** What is wrong with what was asked, and would be again. */
const OUR_OWN_FAULTS = ['DataError', 'DataCloneError', 'ConstraintError', 'NotFoundError', 'ReadOnlyError'];

/** Whether a write failed for the storage's sake: no room, a lost connection. It may succeed another time. */
export function isStorageTrouble(failure: unknown): boolean {
  return failure instanceof DOMException && !OUR_OWN_FAULTS.includes(failure.name);
}

/** Whether the device, or what the browser gives of it, is full. */
export function isOutOfSpace(failure: unknown): failure is DOMException {
  return failure instanceof DOMException && failure.name === 'QuotaExceededError';
}
