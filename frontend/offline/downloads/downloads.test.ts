import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Changes } from '../live/changes';
import type { Channel } from '../ports';
import type { AssetRow } from '../rules/catalogue';
import type { Manifest } from '../rules/downloads/download';
import { ChunkStore } from '../storage/chunk-store';
import { countedNetwork } from '../testing/counted-network';
import { databaseName } from '../testing/database-name';
import { settled } from '../testing/activity';
import { fakeWorld, sharedChannels, type FakeWorld } from '../testing/fake-world';
import { ScriptedServer } from '../testing/scripted-server';
import { Downloads } from './downloads';
import { AudioSource, sha256Of } from './fetch-chunk';

const CHUNK_BYTES = 64;
const SIZE_BYTES = 5 * CHUNK_BYTES + 17;
const LECTURE = 'lecture';

/** What the server does with one request for a range. */
type Fault = 'drop' | 'wrong-bytes' | 'short' | 'whole' | 'unavailable' | 'gone' | 'off-by-one';

let world: FakeWorld;
let store: ChunkStore;
let storeName: string;
let bytes: Uint8Array<ArrayBuffer>;
let asset: AssetRow;
let manifest: Manifest;
/** One entry for each request for a range; null means an honest answer. */
let faults: Array<Fault | null>;
/** The `Range` headers of all requests. */
let asked: string[];

beforeEach(async () => {
  world = fakeWorld(new ScriptedServer(() => world.time.at));
  storeName = databaseName();
  store = new ChunkStore(storeName);
  bytes = Uint8Array.from({ length: SIZE_BYTES }, (_, n) => (n * 7) % 251);
  const sha256 = await sha256Of(bytes.buffer);
  const chunks = Array.from({ length: 6 }, (_, n) => bytes.slice(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES));
  const chunkSha256 = await Promise.all(chunks.map((chunk) => sha256Of(chunk.buffer)));
  const shared = { sha256, sizeBytes: SIZE_BYTES, mediaType: 'audio/mpeg' };
  manifest = { ...shared, chunkSizeBytes: CHUNK_BYTES, chunkSha256 };
  asset = { ...shared, id: 'asset', lectureId: LECTURE, url: `audio/${sha256}.mp3`, durationMs: 1000 };
  faults = [];
  asked = [];
});

function answer(url: string, init: RequestInit): Promise<Response> {
  if (url.endsWith('.json')) {
    return Promise.resolve(Response.json(manifest));
  }
  const headers = new Headers(init.headers);
  const range = headers.get('Range') ?? '';
  asked.push(range);
  expect(headers.get('If-Range')).toBe(`"${asset.sha256}"`);
  const [first = 0, last = 0] = range.replace('bytes=', '').split('-').map(Number);
  const honest = bytes.slice(first, last + 1);
  const contentRange = `bytes ${first}-${last}/${SIZE_BYTES}`;
  const partial = (body: BodyInit) =>
    Promise.resolve(new Response(body, { status: 206, headers: { 'Content-Range': contentRange } }));
  switch (faults.shift() ?? null) {
    case null:
      return partial(honest);
    case 'drop':
      return partial(
        new ReadableStream({
          pull: (controller) => {
            controller.enqueue(honest.slice(0, 10));
            controller.error(new TypeError('connection reset'));
          },
        }),
      );
    case 'wrong-bytes':
      return partial(honest.map((byte) => byte ^ 1));
    case 'short':
      return partial(honest.slice(1));
    case 'off-by-one':
      return Promise.resolve(
        new Response(honest, { status: 206, headers: { 'Content-Range': `bytes ${first + 1}-${last}/9` } }),
      );
    case 'whole':
      return Promise.resolve(new Response(bytes, { status: 200 }));
    case 'unavailable':
      return Promise.resolve(new Response('down', { status: 503 }));
    case 'gone':
      return Promise.resolve(new Response('gone', { status: 404 }));
  }
}

async function started(from = store, channel: Channel = world.channel): Promise<Downloads> {
  const source = new AudioSource(countedNetwork(answer), world.time, CHUNK_BYTES);
  const downloads = new Downloads({ ...world, store: from, source, changes: new Changes(channel) });
  await downloads.start();
  return downloads;
}

async function storedBytes(): Promise<Uint8Array> {
  const parts: number[] = [];
  for (let index = 0; index < manifest.chunkSha256.length; index++) {
    parts.push(...new Uint8Array((await store.chunk(asset.sha256, index)) ?? new ArrayBuffer()));
  }
  return Uint8Array.from(parts);
}

const shown = (downloads: Downloads) => downloads.view.get().get(LECTURE);

describe('a download', () => {
  it('ends with exactly the server’s bytes, and fetches each chunk once', async () => {
    const downloads = await started();
    await downloads.download(asset);
    await settled();
    expect(shown(downloads)).toMatchObject({
      state: 'ready',
      storedBytes: SIZE_BYTES,
      totalBytes: SIZE_BYTES,
    });
    expect(await storedBytes()).toEqual(bytes);
    expect(new Set(asked).size).toBe(6);
    expect(asked).toHaveLength(6);
    expect(downloads.storage.get().downloadedBytes).toBe(SIZE_BYTES);
  });

  it.each(['drop', 'short', 'unavailable', 'whole', 'off-by-one'] as const)(
    'resumes by itself after the fault “%s”, and fetches only what is missing',
    async (fault) => {
      faults = [null, null, fault];
      const downloads = await started();
      await downloads.download(asset);
      await settled();
      expect(shown(downloads)?.state).toBe('waiting');
      const before = await store.storedChunks(asset.sha256);
      expect(before.size).toBeGreaterThan(0);
      const askedBefore = asked.length;
      world.time.advance(60_000);
      await settled();
      expect(shown(downloads)?.state).toBe('ready');
      expect(asked.length - askedBefore).toBe(6 - before.size);
      expect(await storedBytes()).toEqual(bytes);
    },
  );

  it('never stores bytes with a wrong hash: it fetches them again, and stops as damaged when they stay wrong', async () => {
    faults = ['wrong-bytes'];
    const healed = await started();
    await healed.download(asset);
    await settled();
    expect(shown(healed)?.state).toBe('ready');
    expect(await storedBytes()).toEqual(bytes);
    await healed.remove(LECTURE);

    faults = Array.from({ length: 20 }, () => 'wrong-bytes');
    await healed.download(asset);
    await settled();
    expect(shown(healed)).toMatchObject({ state: 'stopped', problem: 'damaged', storedBytes: 0 });
  });

  it('reports its progress to other tabs from time to time, and each tab reads it once', async () => {
    const [here, there] = sharedChannels(2);
    let told = 0;
    const counted: Channel = {
      post: (change) => {
        told += change.kind === 'downloads' ? 1 : 0;
        here?.post(change);
      },
      onMessage: (callback) => here?.onMessage(callback),
    };
    world = { ...world, channel: counted };
    const first = await started();
    const others = new ChunkStore(storeName);
    const downloadsOf = others.downloads.bind(others);
    let readings = 0;
    others.downloads = () => {
      readings++;
      return downloadsOf();
    };
    const second = await started(others, there);
    await first.download(asset);
    await settled();
    world.time.advance(1_000);
    await settled();
    expect(shown(second)).toMatchObject({ state: 'ready', storedBytes: SIZE_BYTES });
    // Two messages: its progress, and it is ready. Six chunks were stored.
    expect(told).toBe(2);
    expect(readings).toBeLessThanOrEqual(1 + 1 + told);
  });

  it('C10: stops when the server no longer has the recording, and deletes nothing', async () => {
    faults = [null, null, null, ...Array.from({ length: 100 }, () => 'gone' as const)];
    const downloads = await started();
    await downloads.download(asset);
    await settled();
    for (let second = 0; second < 400; second++) {
      world.time.advance(1_000);
      await settled();
    }
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'gone' });
    expect((await store.storedChunks(asset.sha256)).size).toBeGreaterThanOrEqual(3);
  });

  it('resumes exactly where it stopped, also in a new page', async () => {
    const first = await started();
    faults = [null, null, null, 'unavailable', 'unavailable'];
    await first.download(asset);
    await settled();
    const kept = (await store.storedChunks(asset.sha256)).size;
    world = fakeWorld(new ScriptedServer(() => world.time.at));
    asked = [];
    faults = [];
    const second = await started();
    await settled();
    expect(shown(second)?.state).toBe('ready');
    expect(asked).toHaveLength(6 - kept);
    expect(await storedBytes()).toEqual(bytes);
  });

  it('C5: waits without calls while there is no network, and resumes when it is back', async () => {
    world.network.set(false);
    const downloads = await started();
    await downloads.download(asset);
    await settled();
    expect(shown(downloads)?.state).toBe('waiting');
    expect(asked).toEqual([]);
    world.network.set(true);
    await settled();
    expect(shown(downloads)?.state).toBe('ready');
  });

  it('pauses when the listener asks for it, and resumes there', async () => {
    const downloads = await started();
    faults = [null, null, 'unavailable'];
    await downloads.download(asset);
    await settled();
    await downloads.pause(LECTURE);
    expect(shown(downloads)?.state).toBe('paused');
    world.time.advance(120_000);
    await settled();
    expect(shown(downloads)?.state).toBe('paused');
    await downloads.resume(LECTURE);
    await settled();
    expect(shown(downloads)?.state).toBe('ready');
  });

  it('stops when there is no space, and keeps the stored chunks', async () => {
    const put = store.putChunks.bind(store);
    const stored: number[] = [];
    store.putChunks = async (sha256, chunks) => {
      if (chunks.some(({ index }) => index === 3)) {
        throw new DOMException('full', 'QuotaExceededError');
      }
      const kept = await put(sha256, chunks);
      stored.push(...chunks.map(({ index }) => index));
      return kept;
    };
    const downloads = await started();
    await downloads.download(asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space' });
    expect(stored.length).toBeGreaterThan(0);
    expect([...(await store.storedChunks(asset.sha256))].sort()).toEqual(stored.sort());
    expect(world.faults).toEqual([]);
  });

  it('is marked as missing at the start when the browser evicted a chunk, and fetches only that chunk again', async () => {
    const first = await started();
    await first.download(asset);
    await settled();
    // The state after an eviction: the row says ready, but a chunk is missing.
    const evicted = new ChunkStore(databaseName());
    const [row] = await store.downloads();
    await evicted.add({ ...(row ?? never()), state: 'wanted' });
    for (const index of [0, 1, 2, 4, 5]) {
      const bytes = (await store.chunk(asset.sha256, index)) ?? never();
      await evicted.putChunks(asset.sha256, [{ index, bytes }]);
    }
    await evicted.change(LECTURE, { state: 'ready' });
    store = evicted;
    asked = [];
    const second = await started();
    await settled();
    expect(shown(second)?.state).toBe('missing');
    expect(asked).toEqual([]);
    await second.resume(LECTURE);
    await settled();
    expect(shown(second)?.state).toBe('ready');
    expect(asked).toEqual([`bytes=${3 * CHUNK_BYTES}-${4 * CHUNK_BYTES - 1}`]);
  });

  it('never becomes ready while a chunk is missing', async () => {
    await store.add({
      ...{
        lectureId: LECTURE,
        assetId: 'asset',
        url: asset.url,
        sha256: asset.sha256,
        sizeBytes: SIZE_BYTES,
      },
      ...{ mediaType: 'audio/mpeg', queuedAt: 0, manifest, state: 'wanted', problem: null },
    });
    await store.putChunks(asset.sha256, [{ index: 0, bytes: bytes.slice(0, CHUNK_BYTES).buffer }]);
    expect(await store.completeIfWhole(LECTURE)).toBe(false);
    expect(await store.whole(asset.sha256)).toBeUndefined();
  });

  it('frees its space when it is removed, also from chunks that arrive later', async () => {
    const downloads = await started();
    let removed: string | null = null;
    downloads.onRemoved((lectureId) => {
      removed = lectureId;
    });
    await downloads.download(asset);
    await settled();
    await downloads.remove(LECTURE);
    expect(removed).toBe(LECTURE);
    expect(shown(downloads)).toBeUndefined();
    const late = { index: 0, bytes: bytes.slice(0, CHUNK_BYTES).buffer };
    expect(await store.putChunks(asset.sha256, [late])).toBe('unwanted');
    expect((await store.storedChunks(asset.sha256)).size).toBe(0);
    expect(downloads.storage.get().downloadedBytes).toBe(0);
  });

  it('ends a stalled connection and tries again', async () => {
    const source = new AudioSource(
      (_url, init) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener('abort', () => {
            reject(new DOMException('aborted', 'AbortError'));
          });
        }),
      world.time,
    );
    const row = {
      ...asset,
      assetId: asset.id,
      queuedAt: 0,
      manifest,
      state: 'wanted',
      problem: null,
    } as const;
    const fetching = source.manifest(row, new AbortController().signal);
    world.time.advance(20_000);
    expect(await fetching).toEqual({ kind: 'unavailable' });
  });
});

function never(): never {
  throw new Error('the test prepared it');
}
