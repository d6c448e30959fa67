/** The parts of the world that pages and workers share. */
import { namedForBasePath } from '../../base-path';
import type { RandomSource, Change, Channel, Locks, Time } from '../ports';

export const time: Time = {
  now: () => Date.now(),
  elapsedMs: () => performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

export const random: RandomSource = { random: () => Math.random(), newId: () => crypto.randomUUID() };

/** Without Web Locks every tab drains. Correctness never depends on the lock (C6). */
export function webLocks(): Locks {
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) {
    return { ifFree: (_name, work) => work(), takeOver: (_name, work) => work() };
  }
  const request = async <T>(
    name: string,
    options: LockOptions,
    work: () => Promise<T>,
  ): Promise<T | 'busy'> => {
    /** What the work itself failed with. */
    const failures = new Set<unknown>();
    try {
      return await locks.request(name, options, (lock): Promise<T | 'busy'> =>
        lock === null
          ? Promise.resolve('busy')
          : work().catch((reason: unknown) => {
              failures.add(reason);
              throw reason;
            }),
      );
    } catch (reason) {
      if (!failures.has(reason) && reason instanceof DOMException && reason.name === 'AbortError') {
        return 'busy'; // Another tab took the lock over.
      }
      throw reason;
    }
  };
  return {
    ifFree: (name, work) => request(name, { ifAvailable: true }, work),
    takeOver: (name, work) => request(name, { steal: true }, work),
  };
}

export function broadcast(): Channel {
  const channel = new BroadcastChannel(namedForBasePath('durus'));
  return {
    post: (change) => {
      channel.postMessage(change);
    },
    onMessage: (callback) => {
      channel.addEventListener('message', (event: MessageEvent<Change>) => {
        callback(event.data);
      });
    },
  };
}
