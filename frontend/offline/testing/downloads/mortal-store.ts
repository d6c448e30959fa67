import type { ChunkStore } from '../../storage/chunk-store';

/** What happens to one call of the store. */
export type StoreFault = 'none' | 'full' | 'lost' | 'killed-before' | 'killed-after';

/** A page's end. */
export interface Life {
  dead: boolean;
}

/** Never settles, because the page was killed. */
export function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}

/**
 * The store of a page that may be killed between any two of its steps, before or after a step takes effect,
 * and whose writes may fail.
 *
 * @param faults taken from the front, one for each call
 * @param onStored is called for what is durable, also when the page was killed before it learned of it
 */
export function mortalStore(
  store: ChunkStore,
  life: Life,
  faults: StoreFault[],
  onStored: (indexes: readonly number[]) => void,
): ChunkStore {
  return new Proxy(store, {
    get: (_, name) => {
      const call = (args: unknown[]) =>
        (Reflect.get(store, name) as (...args: unknown[]) => Promise<unknown>).apply(store, args);
      return async (...args: unknown[]): Promise<unknown> => {
        const fault = life.dead ? 'killed-before' : (faults.shift() ?? 'none');
        if (fault === 'killed-before') {
          life.dead = true;
          return never();
        }
        if (name === 'putChunks' && fault === 'full') {
          throw new DOMException('full', 'QuotaExceededError');
        }
        if (fault === 'lost') {
          throw new DOMException('connection lost', 'UnknownError');
        }
        const answer = await call(args);
        if (name === 'putChunks' && answer !== 'unwanted') {
          onStored((args[1] as ReadonlyArray<{ index: number }>).map(({ index }) => index));
        }
        if (fault === 'killed-after') {
          life.dead = true;
        }
        return life.dead ? never() : answer;
      };
    },
  });
}
