import { useSyncExternalStore } from 'react';

/** What the offline core's live values offer, as React's `useSyncExternalStore` wants it. */
interface Live<T> {
  readonly get: () => T;
  readonly subscribe: (onChange: () => void) => () => void;
}

/** The present value of `live`. The component is drawn again when it changes. */
export function useLive<T>(live: Live<T>): T {
  return useSyncExternalStore(live.subscribe, live.get);
}

/** A part of `live`. The component is drawn again only when that part is another object: `select` must not make new ones. */
export function useLivePart<T, P>(live: Live<T>, select: (value: T) => P): P {
  return useSyncExternalStore(live.subscribe, () => select(live.get()));
}
