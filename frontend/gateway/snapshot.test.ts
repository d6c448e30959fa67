import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GatewayFailure, type CatalogueChanges, type CatalogueSnapshotHead } from '../offline/gateway-port';
import { STALL_MS } from '../offline/stall-timeout';
import { readSnapshot } from './snapshot';

const HEAD: CatalogueSnapshotHead = { epoch: 'epoch', revision: 7, lectures: 2 };

function page(title: string, more: boolean) {
  return {
    ...{ epoch: 'epoch', cursor: 7, more, scholars: [], series: [], assets: [] },
    lectures: [{ id: title, title, scholarId: 's', seriesId: null, number: 0, assetId: 'a', addedAt: 0 }],
  };
}

const LINES = [HEAD, page('الصبر', true), page('الشكر', false)].map((line) => JSON.stringify(line));

/** A server that sends the text a few bytes at a time, and never ends when it is not complete. */
function answerWith(text: string, ends = true): void {
  const bytes = new TextEncoder().encode(text);
  vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (let at = 0; at < bytes.length; at += 7) {
          controller.enqueue(bytes.slice(at, at + 7));
        }
        if (ends) {
          controller.close();
        }
        signal?.addEventListener('abort', () => {
          controller.error(signal.reason);
        });
      },
    });
    return Promise.resolve(new Response(body));
  });
}

let heads: CatalogueSnapshotHead[];
let pages: CatalogueChanges[];

const receiver = {
  head: (head: CatalogueSnapshotHead) => Promise.resolve(void heads.push(head)),
  page: (one: CatalogueChanges) => Promise.resolve(void pages.push(one)),
};

beforeEach(() => {
  heads = [];
  pages = [];
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the snapshot of the catalogue', () => {
  it('is passed on line by line', async () => {
    answerWith(LINES.join('\n') + '\n');
    expect(await readSnapshot(receiver)).toBe(true);
    expect(heads).toEqual([HEAD]);
    expect(pages.map(({ lectures }) => lectures[0]?.title)).toEqual(['الصبر', 'الشكر']);
    expect(pages[0]?.lectures[0]?.language).toBeNull();
  });

  it('may arrive at once', async () => {
    vi.stubGlobal('fetch', () =>
      Promise.resolve({ ok: true, status: 200, body: null, text: () => Promise.resolve(LINES.join('\n')) }),
    );
    expect(await readSnapshot(receiver)).toBe(true);
    expect(pages).toHaveLength(2);
  });

  it('is absent from a server that has none', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404 })));
    expect(await readSnapshot(receiver)).toBe(false);
  });

  it.each([
    ['without its last line', LINES.slice(0, 2).join('\n') + '\n'],
    ['that is a sign-in page', '<html>Welcome</html>'],
    ['that is empty', ''],
  ])('%s is no answer', async (_, text) => {
    answerWith(text);
    await expect(readSnapshot(receiver)).rejects.toThrow(new GatewayFailure('unavailable'));
  });

  it('R15: ends when it stalls, and the time of storing does not count', async () => {
    vi.useFakeTimers();
    answerWith(LINES.slice(0, 2).join('\n') + '\n', false);
    let ended = 'nothing yet';
    const slow = {
      ...receiver,
      page: (one: CatalogueChanges) =>
        new Promise<void>((resolve) => {
          pages.push(one);
          setTimeout(resolve, 2 * STALL_MS);
        }),
    };
    readSnapshot(slow).catch((failure: unknown) => (ended = String(failure)));
    await vi.advanceTimersByTimeAsync(2 * STALL_MS);
    expect(ended).toBe('nothing yet');
    await vi.advanceTimersByTimeAsync(STALL_MS + 1);
    expect(ended).toContain('unavailable');
  });

  it('ends with the failure of its receiver', async () => {
    answerWith(LINES.join('\n'));
    const full = new DOMException('full', 'QuotaExceededError');
    await expect(readSnapshot({ ...receiver, page: () => Promise.reject(full) })).rejects.toBe(full);
  });
});
