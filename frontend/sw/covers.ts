/**
 * Keeps pictures that were loaded once, with or without a network. The content of their address never changes. When
 * there are too many, the oldest are deleted.
 */
import { namedForBasePath } from '../base-path';
import { isOutOfSpace } from '../offline/storage/storage-errors';

const CACHE = namedForBasePath('durus-covers');
const KEPT = 500;
/** Deleted at a time, so that most responses need no listing of the cache. */
const SPARE = 50;

export function isCover(pathname: string): boolean {
  return /\/covers\/[0-9a-f]{64}-\d+\.jpg$/.test(pathname);
}

export interface Stores {
  readonly open: (name: string) => Promise<Pick<Cache, 'match' | 'put' | 'keys' | 'delete'>>;
}

/**
 * Answers from the cache, else from the network, and stores that answer. When the cache fails, the network's
 * response is used.
 *
 * @param keeping receives the work that outlasts the answer; it never fails
 * @param onFault is called when the cache fails, except when it is full
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

/** The browser lists the entries of a cache in the order in which they were added. */
async function makeRoom(cache: Pick<Cache, 'keys' | 'delete'>): Promise<void> {
  const all = await cache.keys();
  if (all.length > KEPT + SPARE) {
    await Promise.all(all.slice(0, all.length - KEPT).map((request) => cache.delete(request)));
  }
}
