/** A value on this device that changes over time. Its shape fits React's `useSyncExternalStore`. */
export interface Live<T> {
  /** The present value; the same object until it changes. */
  readonly get: () => T;
  /** Calls `onChange` after each change, until the returned function is called. */
  readonly subscribe: (onChange: () => void) => () => void;
}
