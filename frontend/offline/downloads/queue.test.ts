import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Changes } from '../live/changes';
import type { Channel, StorageQuota } from '../ports';
import { ChunkStore } from '../storage/chunk-store';
import { countedNetwork } from '../testing/counted-network';
import { databaseName } from '../testing/database-name';
import { settled } from '../testing/activity';
import { fakeWorld, noChannel, sharedChannels, type FakeWorld } from '../testing/fake-world';
import { CHUNK_BYTES, recordedAudio, type RecordedAudio } from '../testing/recorded-audio';
import { ManualTime } from '../testing/manual-time';
import { ScriptedServer } from '../testing/scripted-server';
import { Downloads } from './downloads';
import { AudioSource, type Fetch } from './fetch-chunk';

const SIZE_BYTES = 5 * CHUNK_BYTES + 17;

let world: FakeWorld;
let store: ChunkStore;
let audio: RecordedAudio;
let asked: string[];

beforeEach(async () => {
  world = fakeWorld(new ScriptedServer(() => world.time.at));
  store = new ChunkStore(databaseName());
  audio = await recordedAudio('lecture', SIZE_BYTES);
  asked = [];
});

const honest: Fetch = (url, init) => {
  asked.push(new Headers(init.headers).get('Range') ?? url);
  return Promise.resolve(audio.answer(url, init));
};

/** The downloads of one tab, over the store that all tabs share. */
/** Never answers, until it is given up. */
const silent: Fetch = (_, { signal }) =>
  new Promise((__, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new DOMException('given up', 'AbortError'));
    });
  });

async function tab(
  fetch: Fetch,
  { channel = noChannel(), space = world.space }: { channel?: Channel; space?: StorageQuota } = {},
): Promise<Downloads> {
  const downloads = new Downloads({
    ...{ ...world, store, space },
    source: new AudioSource(countedNetwork(fetch), world.time, CHUNK_BYTES),
    changes: new Changes(channel),
  });
  await downloads.start();
  return downloads;
}

const shown = (downloads: Downloads, lectureId = 'lecture') => downloads.view.get().get(lectureId);

async function storedBytes(): Promise<Uint8Array> {
  const parts: number[] = [];
  for (const index of audio.manifest.chunkSha256.keys()) {
    parts.push(...new Uint8Array((await store.chunk(audio.asset.sha256, index)) ?? new ArrayBuffer()));
  }
  return Uint8Array.from(parts);
}

async function wait(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    world.time.advance(1_000);
    await settled();
  }
  await settled();
}

describe('the queue of downloads', () => {
  it('R15: continues with other downloads when one is not available', async () => {
    const other = await recordedAudio('other', SIZE_BYTES);
    const downloads = await tab((url, init) =>
      Promise.resolve(
        url.startsWith(audio.asset.url) ? new Response('', { status: 500 }) : other.answer(url, init),
      ),
    );
    await downloads.download(audio.asset);
    await downloads.download(other.asset);
    await settled();
    await wait(10);
    expect(shown(downloads, 'other')?.state).toBe('ready');
    expect(shown(downloads)?.state).toBe('waiting');
  });

  it('a 404 that lasts a minute ends nothing: that one waits, the others go on, and then it comes too', async () => {
    const other = await recordedAudio('other', SIZE_BYTES);
    let status = 404;
    const downloads = await tab((url, init) => {
      asked.push(url);
      return Promise.resolve(
        url.startsWith(audio.asset.url) && status !== 200
          ? new Response('', { status })
          : (url.startsWith(audio.asset.url) ? audio : other).answer(url, init),
      );
    });
    await downloads.downloadAll([audio.asset, other.asset]);
    await settled();
    expect(shown(downloads, 'other')?.state).toBe('ready');
    expect(shown(downloads)).toMatchObject({ state: 'waiting', waitsFor: 'server' });
    await wait(60);
    expect(shown(downloads)).toMatchObject({ state: 'waiting', waitsFor: 'server' });
    status = 200;
    await wait(60);
    expect(shown(downloads)?.state).toBe('ready');
  });

  it.each([403, 404, 410])(
    'a %i that stays ends that one, after a while and with a reason',
    async (status) => {
      const other = await recordedAudio('other', SIZE_BYTES);
      let first = 0;
      const downloads = await tab((url, init) => {
        if (url.startsWith(audio.asset.url)) {
          first++;
          return Promise.resolve(new Response('', { status }));
        }
        return Promise.resolve(other.answer(url, init));
      });
      await downloads.downloadAll([audio.asset, other.asset]);
      await settled();
      await wait(280);
      expect(shown(downloads)?.state).toBe('waiting');
      await wait(60);
      expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'gone' });
      const before = first;
      await wait(300);
      expect(first).toBe(before);
      expect(first).toBeLessThan(30);
    },
  );

  it('a server that refuses one after the other is not asked for all of them each time', async () => {
    const others = await Promise.all(
      Array.from({ length: 30 }, (_, n) => recordedAudio(String.fromCharCode(97 + n), CHUNK_BYTES)),
    );
    const downloads = await tab((url) => {
      asked.push(url);
      return Promise.resolve(new Response('', { status: 503 }));
    });
    await downloads.downloadAll(others.map(({ asset }) => asset));
    await settled();
    expect(asked).toHaveLength(3);
    expect([...downloads.view.get().values()].every(({ state }) => state === 'waiting')).toBe(true);
  });

  it('the listener’s tap tries at once what waits by itself', async () => {
    let status = 503;
    const downloads = await tab((url, init) =>
      status === 200 ? honest(url, init) : Promise.resolve(new Response('', { status })),
    );
    await downloads.download(audio.asset);
    await settled();
    status = 200;
    await downloads.pause('lecture');
    await downloads.resume('lecture');
    await settled();
    expect(shown(downloads)?.state).toBe('ready');
  });

  it('stops with 50 MB to spare, before a byte is asked for, and goes on when there is room again', async () => {
    let freeBytes = 50_000_000 + SIZE_BYTES - 1;
    const space = { ...world.space, freeBytes: () => Promise.resolve(freeBytes) };
    const downloads = await tab(honest, { space });
    await downloads.download(audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space', storedBytes: 0 });
    expect(asked.filter((one) => one.startsWith('bytes'))).toEqual([]);
    await wait(120);
    expect(shown(downloads)?.state).toBe('stopped');
    freeBytes += 1;
    await wait(60);
    expect(shown(downloads)?.state).toBe('ready');
    expect(downloads.storage.get().full).toBe(false);
  });

  it('stops when something else fills the device meanwhile', async () => {
    audio = await recordedAudio('lecture', 60 * CHUNK_BYTES);
    let freeBytes = 60_000_000;
    const space = { ...world.space, freeBytes: () => Promise.resolve(freeBytes) };
    const downloads = await tab(
      (url, init) => {
        freeBytes = asked.length > 10 ? 1_000_000 : freeBytes;
        return honest(url, init);
      },
      { space },
    );
    await downloads.download(audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space' });
    expect(shown(downloads)?.storedBytes).toBeGreaterThan(0);
  });

  it('does not try for ever where the browser speaks of room and refuses', async () => {
    const put = store.putChunks.bind(store);
    let full = true;
    let freeBytes = 1_000_000_000;
    store.putChunks = (...chunks) =>
      full ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : put(...chunks);
    const space = { ...world.space, freeBytes: () => Promise.resolve(freeBytes) };
    const downloads = await tab(honest, { space });
    await downloads.download(audio.asset);
    await settled();
    const before = asked.length;
    await wait(300);
    expect(asked.length).toBe(before);
    full = false;
    freeBytes += 20_000_000;
    await wait(60);
    expect(shown(downloads)?.state).toBe('ready');
  });

  it('C5: resumes by itself after the store failed for a reason other than space', async () => {
    const put = store.putChunks.bind(store);
    let failures = 1;
    store.putChunks = (...chunks) =>
      failures-- > 0 ? Promise.reject(new DOMException('lost', 'UnknownError')) : put(...chunks);
    const downloads = await tab(honest);
    await downloads.download(audio.asset);
    await settled();
    await wait(5);
    expect(shown(downloads)?.state).toBe('ready');
    expect(await storedBytes()).toEqual(audio.bytes);
    expect(world.faults).toHaveLength(1);
  });

  it('continues when the browser does not report the free space', async () => {
    const space = { ...world.space, freeBytes: () => Promise.reject(new TypeError('no estimate')) };
    const downloads = await tab(honest, { space });
    await downloads.download(audio.asset);
    await settled();
    expect(shown(downloads)?.state).toBe('ready');
    expect(world.faults.length).toBeGreaterThan(0);
  });

  it('requests no further chunk once a chunk finds no space', async () => {
    audio = await recordedAudio('lecture', 60 * CHUNK_BYTES);
    const chunksAsked = () => asked.filter((range) => range.startsWith('bytes')).length;
    const put = store.putChunks.bind(store);
    let askedBefore = Infinity;
    store.putChunks = (sha256, chunks) => {
      if (chunks.some(({ index }) => index === 0)) {
        askedBefore = Math.min(askedBefore, chunksAsked());
        return Promise.reject(new DOMException('full', 'QuotaExceededError'));
      }
      return put(sha256, chunks);
    };
    const downloads = await tab(honest);
    await downloads.download(audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space' });
    // Each of the two fetchers may be about to request.
    expect(chunksAsked()).toBeLessThanOrEqual(askedBefore + 2);
    expect(askedBefore).toBeLessThan(30);
  });

  it('stops once when there is no space, and resumes all downloads after one choice', async () => {
    const other = await recordedAudio('other', SIZE_BYTES);
    const put = store.putChunks.bind(store);
    let full = true;
    store.putChunks = (...chunks) =>
      full ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : put(...chunks);
    const downloads = await tab((url, init) =>
      Promise.resolve((url.startsWith(audio.asset.url) ? audio : other).answer(url, init)),
    );
    await downloads.download(audio.asset);
    await downloads.download(other.asset);
    await settled();
    await wait(90);
    expect(downloads.storage.get().full).toBe(true);
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space' });
    expect(shown(downloads, 'other')?.state).toBe('queued');

    full = false;
    await downloads.resume('lecture');
    await wait(5);
    expect(downloads.storage.get().full).toBe(false);
    expect(shown(downloads)?.state).toBe('ready');
    expect(shown(downloads, 'other')?.state).toBe('ready');
  });

  /** A device without any space, even for a small row. */
  function fill(): { giveSpaceBack: () => void } {
    const full = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    Object.assign(store, { putChunks: full, add: full, addAll: full, change: full });
    return {
      giveSpaceBack: () => {
        for (const name of ['putChunks', 'add', 'addAll', 'change']) {
          Reflect.deleteProperty(store, name); // What it takes by nature.
        }
      },
    };
  }

  it('reports missing space even when that fact cannot be stored, and requests nothing more', async () => {
    const downloads = await tab((url, init) => {
      if (!url.endsWith('.json')) {
        fill();
      }
      return honest(url, init);
    });
    await downloads.download(audio.asset);
    await settled();
    await wait(600);
    expect(downloads.storage.get().full).toBe(true);
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space' });
    expect(asked.length).toBeLessThan(5);
  });

  it('starts a download that was asked for on a full device once there is space', async () => {
    const device = fill();
    const downloads = await tab(honest);
    await downloads.download(audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space' });
    await downloads.resume('lecture');
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space' });
    device.giveSpaceBack();
    await downloads.resume('lecture');
    await wait(5);
    expect(shown(downloads)?.state).toBe('ready');
    expect(await storedBytes()).toEqual(audio.bytes);
  });

  it('C10: pauses a download on a full device, and drops one that is removed there', async () => {
    const other = await recordedAudio('other', SIZE_BYTES);
    const downloads = await tab((url, init) =>
      url.endsWith('.json') ? honest(url, init) : new Promise(() => undefined),
    );
    await downloads.download(audio.asset);
    await settled();
    const device = fill();
    await downloads.pause('lecture');
    expect(shown(downloads)?.state).toBe('paused');
    await downloads.download(other.asset);
    await downloads.remove('other');
    expect(shown(downloads, 'other')).toBeUndefined();
    device.giveSpaceBack();
    await downloads.lookAgain();
    expect(shown(downloads)?.state).toBe('paused');
  });

  it('C10: keeps reporting on a full device that the browser evicted a download', async () => {
    const first = await tab(honest);
    await first.download(audio.asset);
    await settled();
    expect(shown(first)?.state).toBe('ready');
    const { sha256 } = audio.asset;
    await store.remove('lecture');
    await store.add({
      ...audio.asset,
      assetId: 'asset',
      queuedAt: 0,
      problem: null,
      manifest: audio.manifest,
      state: 'wanted',
    });
    await store.putChunks(sha256, [{ index: 0, bytes: audio.bytes.slice(0, CHUNK_BYTES).buffer }]);
    await store.change('lecture', { state: 'ready' });
    fill();
    const again = await tab(honest);
    expect(shown(again)?.state).toBe('missing');
    await again.lookAgain();
    expect(shown(again)?.state).toBe('missing');
  });

  it('resumes by itself after the listener freed space', async () => {
    const other = await recordedAudio('other', SIZE_BYTES);
    const put = store.putChunks.bind(store);
    let full = false;
    store.putChunks = (...chunks) =>
      full ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : put(...chunks);
    const downloads = await tab((url, init) =>
      Promise.resolve((url.startsWith(audio.asset.url) ? audio : other).answer(url, init)),
    );
    await downloads.download(other.asset);
    await settled();
    full = true;
    await downloads.download(audio.asset);
    await settled();
    expect(downloads.storage.get().full).toBe(true);
    full = false;
    await downloads.remove('other');
    await settled();
    expect(shown(downloads)?.state).toBe('ready');
  });

  it('C5: is taken over by another tab when the tab that downloads is killed', async () => {
    const [here, there] = sharedChannels(2);
    const killed = await tab(() => new Promise(() => undefined), { channel: here ?? noChannel() });
    const other = await tab(honest, { channel: there ?? noChannel() });
    await killed.download(audio.asset);
    await settled();
    expect(shown(other)?.state).toBe('queued');
    world.locks.held.clear();
    await wait(12);
    expect(shown(other)?.state).toBe('ready');
  });

  it('C6: lets another tab go on as soon as its page is hidden, and goes on itself when nobody else does', async () => {
    const [here = noChannel(), there = noChannel()] = sharedChannels(2);
    const hidden = await tab(silent, { channel: here });
    await hidden.download(audio.asset);
    await settled();
    expect(shown(hidden)?.state).toBe('downloading');
    world.page.hide();
    await settled();
    expect(world.locks.held.size).toBe(0);
    const other = await tab(honest, { channel: there });
    await settled();
    expect(shown(other)?.state).toBe('ready');
  });

  it('C6: a hidden page that runs on goes on by itself', async () => {
    let isSilent = true;
    const downloads = await tab((url, init) => (isSilent ? silent(url, init) : honest(url, init)));
    await downloads.download(audio.asset);
    await settled();
    world.page.hide();
    await settled();
    isSilent = false;
    await wait(3);
    expect(shown(downloads)?.state).toBe('ready');
  });

  it('C6: takes the lock from a tab that was stopped without a word, and never from one that lives', async () => {
    const [here = noChannel(), there = noChannel()] = sharedChannels(2);
    const frozen = { ...world, time: new ManualTime() };
    const stopped = new Downloads({
      ...{ ...frozen, store },
      source: new AudioSource(
        countedNetwork(() => new Promise(() => undefined)),
        frozen.time,
        CHUNK_BYTES,
      ),
      changes: new Changes(here),
    });
    await stopped.start();
    await stopped.download(audio.asset);
    await settled();
    const other = await tab(honest, { channel: there });
    for (let second = 0; second < 300; second++) {
      frozen.time.advance(1_000); // It lives: its heart beats.
      await wait(1);
    }
    expect(shown(other)?.state).toBe('queued');
    await wait(120);
    expect(shown(other)?.state).toBe('ready');
  });

  it('C5: stops waiting for a network in a tab when another tab downloads', async () => {
    const [here = noChannel(), there = noChannel()] = sharedChannels(2);
    const last = `bytes=${5 * CHUNK_BYTES}-${SIZE_BYTES - 1}`;
    const slow: Fetch = (url, init) =>
      new Headers(init.headers).get('Range') === last ? new Promise(() => undefined) : honest(url, init);
    world.network.set(false);
    const one = await tab(slow, { channel: here });
    const other = await tab(slow, { channel: there });
    await one.download(audio.asset);
    await settled();
    expect([shown(one)?.state, shown(other)?.state]).toEqual(['waiting', 'waiting']);
    world.network.set(true);
    await settled();
    for (let second = 0; second < 12; second++) {
      world.time.advance(1_000);
      await settled();
    }
    expect([shown(one)?.state, shown(other)?.state].sort()).toEqual(['downloading', 'queued']);
  });

  it('C10: stops a download that is paused in another tab', async () => {
    const [here, there] = sharedChannels(2);
    audio = await recordedAudio('lecture', 60 * CHUNK_BYTES);
    let other: Downloads | null = null;
    const working = await tab(
      async (url, init) => {
        if (new Headers(init.headers).get('Range') === `bytes=${CHUNK_BYTES}-${2 * CHUNK_BYTES - 1}`) {
          await other?.pause('lecture');
        }
        return honest(url, init);
      },
      { channel: here ?? noChannel() },
    );
    other = await tab(honest, { channel: there ?? noChannel() });
    await working.download(audio.asset);
    await settled();
    expect(shown(working)?.state).toBe('paused');
    expect(shown(other)?.state).toBe('paused');
    expect(asked.filter((range) => range.startsWith('bytes')).length).toBeLessThan(30);
    await other.resume('lecture');
    await wait(12);
    expect(shown(working)?.state).toBe('ready');
  });

  it('shows the stored part during a first download', async () => {
    const downloads = await tab((url, init) => {
      const last = new Headers(init.headers).get('Range') === `bytes=${5 * CHUNK_BYTES}-${SIZE_BYTES - 1}`;
      return last ? new Promise(() => undefined) : honest(url, init);
    });
    await downloads.download(audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'downloading', storedBytes: 5 * CHUNK_BYTES });
  });

  it('C5: notices a network that returns without an event', async () => {
    world.network.set(false);
    const downloads = await tab(honest);
    await downloads.download(audio.asset);
    await settled();
    world.network.setUnheard(true);
    await wait(60);
    expect(shown(downloads)?.state).toBe('ready');
  });
});

describe('a server without support for ranges', () => {
  const whole: Fetch = (url) => {
    asked.push(url);
    return Promise.resolve(audio.answer(url, {}));
  };

  it('is asked once for the whole file, of which each chunk is verified', async () => {
    const downloads = await tab(whole);
    await downloads.download(audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'ready', storedBytes: SIZE_BYTES });
    expect(await storedBytes()).toEqual(audio.bytes);
    // The manifest, the first ranges requested in parallel, and the whole file.
    expect(asked.filter((url) => !url.endsWith('.json')).length).toBeLessThanOrEqual(3);
  });

  it('delivers chunks that are kept when the connection breaks, except those with a wrong hash', async () => {
    const wrong = audio.bytes.slice();
    wrong[CHUNK_BYTES * 2] = (wrong[CHUNK_BYTES * 2] ?? 0) ^ 1;
    let bodies: Array<Uint8Array<ArrayBuffer>> = [audio.bytes.slice(0, CHUNK_BYTES * 2 + 5), wrong];
    const headers = { 'Content-Type': 'audio/mpeg' };
    const downloads = await tab((url, init) => {
      if (url.endsWith('.json')) {
        return whole(url, init);
      }
      // Only the request without a range reads the body.
      const body = new Headers(init.headers).has('Range') ? audio.bytes : (bodies.shift() ?? audio.bytes);
      return Promise.resolve(new Response(body, { headers }));
    });
    await downloads.download(audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'waiting', storedBytes: 2 * CHUNK_BYTES });
    await wait(3);
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'damaged' });
    expect([...(await store.storedChunks(audio.asset.sha256))].sort()).toEqual([0, 1, 3, 4, 5]);
    bodies = [];
    await downloads.resume('lecture');
    await settled();
    expect(shown(downloads)?.state).toBe('ready');
    expect(await storedBytes()).toEqual(audio.bytes);
  });

  it('R15: is distinguished from a sign-in page, after which the download is tried again', async () => {
    const page = () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } });
    const downloads = await tab((url, init) =>
      url.endsWith('.json') ? whole(url, init) : Promise.resolve(page()),
    );
    await downloads.download(audio.asset);
    await settled();
    expect(shown(downloads)?.state).toBe('waiting');
  });
});
