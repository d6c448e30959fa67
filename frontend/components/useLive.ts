import { useSyncExternalStore } from 'react';
import type { Live } from '../offline/index';

/** The present value of `live`; the component is drawn again when it changes. */
export function useLive<T>(live: Live<T>): T {
  return useSyncExternalStore(live.subscribe, live.get);
}

/** A part of `live`; drawn again only when that part is another object. `select` must not make new ones. */
export function useLivePart<T, P>(live: Live<T>, select: (value: T) => P): P {
  return useSyncExternalStore(live.subscribe, () => select(live.get()));
}
