import 'fake-indexeddb/auto';
import { afterEach, expect, it, vi } from 'vitest';
import { ONCE_ONLINE, PERIODICALLY } from '../offline/background/background';
import { drainInBackground } from './sync';

afterEach(() => {
  vi.unstubAllGlobals();
});

it('C5: a worker that is woken several times opens one channel to the pages', async () => {
  const listeners = new Map<string, (event: object) => void>();
  const clients = { matchAll: () => Promise.resolve([]) };
  vi.stubGlobal('self', {
    clients,
    addEventListener: (name: string, listener: (event: object) => void) => listeners.set(name, listener),
  });
  let channels = 0;
  class CountedChannel extends EventTarget {
    constructor() {
      super();
      channels++;
    }
  }
  vi.stubGlobal('BroadcastChannel', CountedChannel);
  drainInBackground();
  for (const [name, tag] of [
    ['sync', ONCE_ONLINE],
    ['periodicsync', PERIODICALLY],
    ['sync', ONCE_ONLINE],
  ] as const) {
    const waitedFor: Array<Promise<void>> = [];
    const waitUntil = (work: Promise<void>) => waitedFor.push(work);
    listeners.get(name)?.({ tag, waitUntil });
    expect(waitedFor).toHaveLength(1);
    await Promise.all(waitedFor);
  }
  expect(channels).toBe(1);
});
