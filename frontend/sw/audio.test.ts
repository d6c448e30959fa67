import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { AudioSource, sha256Of } from '../offline/downloads/transfer/fetch-chunk';
import type { Download } from '../offline/rules/downloads/download';
import { ChunkReader } from '../offline/downloads/chunk-reader';
import { ChunkStore } from '../offline/storage/chunk-store';
import { settled } from '../offline/testing/activity';
import { databaseName } from '../offline/testing/database-name';
import { silent } from '../offline/testing/downloads/download-device';
import { ManualTime } from '../offline/testing/manual-time';
import { AudioRoute } from './audio';

const CHUNK_BYTES = 10;
const SIZE_BYTES = 35;
const bytes = Uint8Array.from({ length: SIZE_BYTES }, (_, n) => n);

let store: ChunkStore;
let download: Download;
let online: boolean;
/** Whether the network keeps what it is asked for to itself. */
let isSilent: boolean;
/** The signals of the requests for chunks. */
let signals: AbortSignal[];
/** Requests that left the device. */
let network: string[];
let faults: unknown[];
/** Hashes of recordings that were said to be damaged. */
let damaged: string[];

beforeEach(async () => {
  store = new ChunkStore(databaseName());
  online = false;
  isSilent = false;
  signals = [];
  network = [];
  faults = [];
  damaged = [];
  const sha256 = await sha256Of(bytes.slice().buffer);
  const chunks = [0, 1, 2, 3].map((n) => bytes.slice(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES));
  const chunkSha256 = await Promise.all(chunks.map((chunk) => sha256Of(chunk.buffer)));
  const shared = { sha256, sizeBytes: SIZE_BYTES, mediaType: 'audio/mp4' };
  download = {
    ...shared,
    ...{
      lectureId: 'l',
      assetId: 'a',
      url: `audio/${sha256}.m4a`,
      queuedAt: 0,
      state: 'wanted',
      problem: null,
    },
    manifest: { ...shared, chunkSizeBytes: CHUNK_BYTES, chunkSha256 },
  };
  await store.add(download);
  for (const [index, chunk] of chunks.entries()) {
    await store.putChunks(sha256, [{ index, bytes: chunk.buffer }]);
  }
  await store.completeIfWhole('l');
});

function routeOn(from: ChunkStore): AudioRoute {
  const source = new AudioSource((url, init) => {
    const asked = new Headers(init.headers).get('Range') ?? '';
    network.push(asked);
    if (init.signal) {
      signals.push(init.signal);
    }
    if (isSilent) {
      return silent(url, init);
    }
    const [first = 0, last = 0] = asked.replace('bytes=', '').split('-').map(Number);
    const headers = { 'Content-Range': `bytes ${first}-${last}/${SIZE_BYTES}` };
    return Promise.resolve(new Response(bytes.slice(first, last + 1), { status: 206, headers }));
  }, new ManualTime());
  const onFault = (fault: unknown) => faults.push(fault);
  return new AudioRoute(
    from,
    new ChunkReader(from, source, () => online, onFault),
    (asked) => {
      network.push(asked.url);
      return Promise.resolve(new Response('network'));
    },
    onFault,
    (sha256) => damaged.push(sha256),
  );
}

function request(range: string | null, ifRange: string | null = null, signal?: AbortSignal): Request {
  const headers = new Headers();
  if (range !== null) {
    headers.set('Range', range);
  }
  if (ifRange !== null) {
    headers.set('If-Range', ifRange);
  }
  return new Request(`http://app/audio/${download.sha256}.m4a`, { headers, signal: signal ?? null });
}

/** Like a worker that was just started. */
function ask(
  range: string | null,
  { ifRange = null, from = store }: { ifRange?: string | null; from?: ChunkStore } = {},
): Promise<Response> {
  return routeOn(from).answer(request(range, ifRange), download.sha256);
}

/** Evicts chunks by making the download anew without them. */
async function without(...missing: number[]): Promise<void> {
  const chunks = await Promise.all([0, 1, 2, 3].map((index) => store.chunk(download.sha256, index)));
  await store.remove('l');
  await store.add(download);
  for (const [index, chunk] of chunks.entries()) {
    if (!missing.includes(index) && chunk !== undefined) {
      await store.putChunks(download.sha256, [{ index, bytes: chunk }]);
    }
  }
  await store.change('l', { state: 'ready' });
}

describe('the audio of a ready download', () => {
  it.each([
    ['bytes=0-1', 0, 1],
    ['bytes=0-', 0, 34],
    ['bytes=9-10', 9, 10],
    ['bytes=10-19', 10, 19],
    ['bytes=5-32', 5, 32],
    ['bytes=34-', 34, 34],
    ['bytes=30-99', 30, 34],
    ['bytes=-3', 32, 34],
  ])('is answered for %s with exactly those bytes and without the network', async (range, first, last) => {
    const response = await ask(range);
    expect(response.status).toBe(206);
    expect(response.headers.get('Content-Range')).toBe(`bytes ${first}-${last}/${SIZE_BYTES}`);
    expect(response.headers.get('Content-Length')).toBe(String(last + 1 - first));
    expect(response.headers.get('Content-Type')).toBe('audio/mp4');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes.slice(first, last + 1));
    expect(network).toEqual([]);
  });

  it('is answered with a range after If-Range only for identical bytes (RFC 9110, 13.1.5)', async () => {
    const tag = `"${download.sha256}"`;
    expect((await ask('bytes=0-1', { ifRange: tag })).status).toBe(206);
    const other = await ask('bytes=0-1', { ifRange: '"other"' });
    expect(other.status).toBe(200);
    expect(new Uint8Array(await other.arrayBuffer())).toEqual(bytes);
    expect((await ask('bytes=99-', { ifRange: `W/${tag}` })).status).toBe(200);
  });

  it.each([
    ['wrong bytes', () => new Uint8Array(CHUNK_BYTES).buffer],
    ['fewer bytes', () => bytes.slice(20, 29).buffer],
    ['more bytes', () => bytes.slice(20, 31).buffer],
  ])(
    'with %s in a chunk fails offline, is repaired online, and is complete afterwards',
    async (_, broken) => {
      await store.putChunks(download.sha256, [{ index: 2, bytes: broken() }]);
      expect((await ask('bytes=20-21')).status).toBe(503);
      expect(damaged).toEqual([download.sha256]);
      online = true;
      expect(new Uint8Array(await (await ask('bytes=15-')).arrayBuffer())).toEqual(bytes.slice(15));
      expect(network).toEqual(['bytes=20-29']);
      online = false;
      expect(new Uint8Array(await (await ask(null)).arrayBuffer())).toEqual(bytes);
    },
  );

  it('is answered while a better recording is being downloaded', async () => {
    await store.replace({ ...download, id: 'better', sha256: 'f'.repeat(64), url: 'audio/f.m4a' });
    expect(new Uint8Array(await (await ask('bytes=5-32')).arrayBuffer())).toEqual(bytes.slice(5, 33));
    expect(network).toEqual([]);
  });

  it.each([
    ['offline', false],
    ['online', true],
  ])('goes to the network after the download was removed, and is not repaired (%s)', async (_, there) => {
    online = there;
    const route = routeOn(store);
    expect((await route.answer(request('bytes=0-1'), download.sha256)).status).toBe(206);
    await store.remove('l');
    expect(await (await route.answer(request('bytes=0-1'), download.sha256)).text()).toBe('network');
    expect(network).toEqual([request(null).url]);
  });

  it('is no longer repaired once the player cancelled the request', async () => {
    await without(1);
    online = true;
    isSilent = true;
    const player = new AbortController();
    const answering = routeOn(store).answer(request('bytes=12-', null, player.signal), download.sha256);
    await settled();
    expect(signals).toHaveLength(1);
    player.abort();
    await expect(answering).rejects.toThrow('aborted');
  });

  it('is answered completely for a request without a range', async () => {
    const response = await ask(null);
    expect(response.status).toBe(200);
    expect(response.headers.get('Accept-Ranges')).toBe('bytes');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it('is answered with 416 and the size for a range beyond the end', async () => {
    const response = await ask('bytes=35-');
    expect(response.status).toBe(416);
    expect(response.headers.get('Content-Range')).toBe('bytes */35');
  });

  it('is read from the chunks of the range only, and no further after the player seeks away', async () => {
    const read: number[] = [];
    const chunk = store.chunk.bind(store);
    store.chunk = (sha256, index) => {
      read.push(index);
      return chunk(sha256, index);
    };
    await (await ask('bytes=12-25')).arrayBuffer();
    expect(read).toEqual([1, 2]);
    read.length = 0;
    const reader = (await ask('bytes=0-')).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(read.length).toBeLessThan(4);
  });

  it('with a missing chunk fails at once offline', async () => {
    await without(0, 2);
    expect((await ask('bytes=0-5')).status).toBe(503);
    await expect((await ask('bytes=10-29')).arrayBuffer()).rejects.toThrow();
    expect(network).toEqual([]);
    expect(damaged).toEqual([download.sha256, download.sha256]);
  });

  it('with a missing chunk is repaired online, and is complete afterwards', async () => {
    await without(2);
    online = true;
    expect(new Uint8Array(await (await ask('bytes=15-')).arrayBuffer())).toEqual(bytes.slice(15));
    expect(network).toEqual(['bytes=20-29']);
    online = false;
    expect(new Uint8Array(await (await ask(null)).arrayBuffer())).toEqual(bytes);
  });
});

describe('ready audio with an unreadable chunk', () => {
  it.each([
    ['offline', false],
    ['online', true],
  ])(
    'C10: is repaired from the network when there is one, and the fault is reported (%s)',
    async (_, there) => {
      online = there;
      const unreadable = new DOMException('data lost', 'DataError');
      const chunk = store.chunk.bind(store);
      store.chunk = (sha256, index) => (index === 2 ? Promise.reject(unreadable) : chunk(sha256, index));
      const body = (await ask('bytes=0-')).arrayBuffer();
      if (there) {
        expect(new Uint8Array(await body)).toEqual(bytes);
        expect(network).toEqual(['bytes=20-29']);
      } else {
        await expect(body).rejects.toThrow('damaged download');
      }
      expect(faults).toEqual([unreadable]);
    },
  );
});

describe('other audio', () => {
  it('goes to the network while the download is not ready', async () => {
    await store.change('l', { state: 'wanted' });
    expect(await (await ask('bytes=0-1')).text()).toBe('network');
    expect(network).toHaveLength(1);
  });

  it.each([
    [`/audio/${'a'.repeat(64)}.mp3`, 'a'.repeat(64)],
    [`/audio/${'a'.repeat(64)}.mp3.json`, null],
    [`/audio/${'a'.repeat(63)}.mp3`, null],
    ['/connect/audio', null],
  ])('%s is recognized by the hash in its path', (path, sha256) => {
    expect(AudioRoute.sha256In(path)).toBe(sha256);
  });

  it('is repaired for playback also when there is no space to keep the chunk', async () => {
    await without(2);
    online = true;
    store.putChunks = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    const response = await ask('bytes=0-');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it('goes to the network when the store does not open', async () => {
    const broken = new ChunkStore(databaseName());
    broken.whole = () => Promise.reject(new DOMException('no store', 'UnknownError'));
    const response = await ask('bytes=0-1', { from: broken });
    expect(await response.text()).toBe('network');
    expect(faults).toHaveLength(1);
  });
});
