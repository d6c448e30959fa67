import { describe, expect, it } from 'vitest';
import { answerCover, isCover, type Stores } from './covers';

const HASH = 'ab'.repeat(32);
const address = (index: number) => `https://durus.example/covers/${HASH}-${index}.jpg`;

function stores(): Stores & { readonly kept: Map<string, Response> } {
  const kept = new Map<string, Response>();
  const url = (request: RequestInfo | URL) => (request as Request).url;
  return {
    kept,
    open: () =>
      Promise.resolve({
        match: (request) => Promise.resolve(kept.get(url(request))?.clone()),
        put: (request, response) => {
          kept.set(url(request), response);
          return Promise.resolve();
        },
        keys: () => Promise.resolve([...kept.keys()].map((key) => new Request(key))),
        delete: (request) => Promise.resolve(kept.delete(url(request))),
      }),
  };
}

const seen = () => Promise.resolve(new Response('picture'));

async function ask(
  index: number,
  from: Stores,
  network: () => Promise<Response>,
  faults: unknown[] = [],
): Promise<string> {
  const work: Array<Promise<void>> = [];
  const response = await answerCover(
    new Request(address(index)),
    from,
    network,
    (one) => work.push(one),
    (fault) => faults.push(fault),
  );
  await Promise.all(work);
  return response.text();
}

describe('pictures in the worker', () => {
  it('are recognized by their path', () => {
    expect(isCover(`/covers/${HASH}-192.jpg`)).toBe(true);
    expect(isCover('/covers/abc-192.jpg')).toBe(false);
    expect(isCover(`/audio/${HASH}.mp3`)).toBe(false);
  });

  it('are shown without a network once they were shown before', async () => {
    const from = stores();
    expect(await ask(192, from, seen)).toBe('picture');
    expect(await ask(192, from, () => Promise.reject(new Error('offline')))).toBe('picture');
  });

  it('are not kept when the answer is an error', async () => {
    const from = stores();
    await ask(192, from, () => Promise.resolve(new Response('not found', { status: 404 })));
    expect(from.kept.size).toBe(0);
  });

  const broken = new Error('broken');
  const failing = (fault: Error, does: 'match' | 'put'): Stores => ({
    open: async (name) => ({ ...(await stores().open(name)), [does]: () => Promise.reject(fault) }),
  });

  it.each<[string, Stores]>([
    ['open', { open: () => Promise.reject(broken) }],
    ['be read', failing(broken, 'match')],
    ['be written', failing(broken, 'put')],
  ])('are shown when the cache cannot %s, and the fault is reported', async (_, from) => {
    const faults: unknown[] = [];
    expect(await ask(192, from, seen, faults)).toBe('picture');
    expect(faults).toEqual([broken]);
  });

  it('are shown when the cache is full, without a report', async () => {
    const full = new DOMException('full', 'QuotaExceededError');
    const faults: unknown[] = [];
    expect(await ask(192, failing(full, 'put'), seen, faults)).toBe('picture');
    expect(faults).toEqual([]);
  });

  it('are limited in number, and the oldest are removed', async () => {
    const from = stores();
    for (let index = 0; index <= 550; index++) {
      await ask(index, from, seen);
    }
    expect(from.kept.size).toBe(500);
    expect(from.kept.has(address(50))).toBe(false);
    expect(from.kept.has(address(550))).toBe(true);
  });
});
