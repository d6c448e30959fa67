/** Errors of the request itself. They would occur again. */
const OUR_OWN_FAULTS = ['DataError', 'DataCloneError', 'ConstraintError', 'NotFoundError', 'ReadOnlyError'];

/** Whether a write failed because of the storage: it is full, or its connection was lost. A retry may succeed. */
export function isStorageError(failure: unknown): boolean {
  return failure instanceof DOMException && !OUR_OWN_FAULTS.includes(failure.name);
}

/** Whether the device, or the browser's quota of it, is full. */
export function isOutOfSpace(failure: unknown): failure is DOMException {
  return failure instanceof DOMException && failure.name === 'QuotaExceededError';
}
