/**
 * Pictures that were seen once are here from then on, with or without a network: what stands at their address never
 * changes. The oldest go when there are many.
 */
import { isOutOfSpace } from '../offline/storage/storage-errors';

const CACHE = 'durus-covers';
const KEPT = 500;
/** Deleted at a time, so that most answers look at no list. */
const SPARE = 50;

export function isCover(pathname: string): boolean {
  return /\/covers\/[0-9a-f]{64}-\d+\.jpg$/.test(pathname);
}

export interface Stores {
  readonly open: (name: string) => Promise<Pick<Cache, 'match' | 'put' | 'keys' | 'delete'>>;
}

/**
 * From the cache, else from the network, and kept. A cache that fails is none: the network's answer is shown.
 *
 * @param keeping is handed the work that outlasts the answer; it never fails
 * @param onFault hears of a cache that fails, but for want of room: that is no fault that anybody would want to hear of
 */
export async function answerCover(
  request: Request,
  stores: Stores,
  network: (request: Request) => Promise<Response>,
  keeping: (work: Promise<void>) => void,
  onFault: (fault: unknown) => void,
): Promise<Response> {
  const heard = (fault: unknown) => {
    if (!isOutOfSpace(fault)) {
      onFault(fault);
    }
    return undefined;
  };
  const cache = await stores.open(CACHE).catch(heard);
  const kept = await cache?.match(request).catch(heard);
  if (kept !== undefined) {
    return kept;
  }
  const response = await network(request);
  if (cache !== undefined && response.status === 200) {
    const copy = response.clone();
    keeping(
      cache
        .put(request, copy)
        .then(() => makeRoom(cache))
        .catch(heard),
    );
  }
  return response;
}

/** The browser lists what it keeps in the order in which it came. */
async function makeRoom(cache: Pick<Cache, 'keys' | 'delete'>): Promise<void> {
  const all = await cache.keys();
  if (all.length > KEPT + SPARE) {
    await Promise.all(all.slice(0, all.length - KEPT).map((request) => cache.delete(request)));
  }
}
