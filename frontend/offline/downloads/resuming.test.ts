import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ChunkStore } from '../storage/chunk-store';
import { settled } from '../testing/activity';
import { databaseName } from '../testing/database-name';
import { DownloadDevice, shown, silent } from '../testing/downloads/download-device';
import type { Fault } from '../testing/downloads/faulty-server';
import { CHUNK_BYTES, recordedAudio } from '../testing/downloads/recorded-audio';
import { AudioSource } from './transfer/fetch-chunk';

const SIZE_BYTES = 5 * CHUNK_BYTES + 17;

let device: DownloadDevice;

beforeEach(async () => {
  device = new DownloadDevice(await recordedAudio('lecture', SIZE_BYTES));
});

const HONEST: Fault = { kind: 'honest' };
const UNAVAILABLE = { kind: 'status', status: 503 } satisfies Fault;

describe('a download that was interrupted', () => {
  it.each([
    { kind: 'drop', part: 0.2 },
    { kind: 'short' },
    UNAVAILABLE,
    { kind: 'untyped' },
    { kind: 'shifted' },
  ] satisfies Fault[])(
    'goes on by itself after the fault “$kind”, and fetches only what is missing',
    async (fault) => {
      device.faults = [HONEST, HONEST, fault];
      const downloads = await device.tab();
      await downloads.download(device.audio.asset);
      await settled();
      expect(shown(downloads)?.state).toBe('waiting');
      const before = await device.store.storedChunks(device.audio.asset.sha256);
      expect(before.size).toBeGreaterThan(0);
      const askedBefore = device.askedRanges().length;
      device.world.time.advance(60_000);
      await settled();
      expect(shown(downloads)?.state).toBe('ready');
      expect(device.askedRanges().length - askedBefore).toBe(6 - before.size);
      expect(await device.storedBytes()).toEqual(device.audio.bytes);
    },
  );

  it('resumes exactly where it stopped, also in a new page', async () => {
    const first = await device.tab();
    device.faults = [HONEST, HONEST, HONEST, UNAVAILABLE, UNAVAILABLE];
    await first.download(device.audio.asset);
    await settled();
    const kept = (await device.store.storedChunks(device.audio.asset.sha256)).size;
    device.restart();
    device.faults = [];
    const second = await device.tab();
    await settled();
    expect(shown(second)?.state).toBe('ready');
    expect(device.askedRanges()).toHaveLength(6 - kept);
    expect(await device.storedBytes()).toEqual(device.audio.bytes);
  });

  it('pauses when the listener asks for it, and resumes there', async () => {
    const downloads = await device.tab();
    device.faults = [HONEST, HONEST, UNAVAILABLE];
    await downloads.download(device.audio.asset);
    await settled();
    await downloads.pause('lecture');
    expect(shown(downloads)?.state).toBe('paused');
    device.world.time.advance(120_000);
    await settled();
    expect(shown(downloads)?.state).toBe('paused');
    await downloads.resume('lecture');
    await settled();
    expect(shown(downloads)?.state).toBe('ready');
  });

  it('C5: waits without calls while there is no network, and resumes when it is back', async () => {
    device.world.network.set(false);
    const downloads = await device.tab();
    await downloads.download(device.audio.asset);
    await settled();
    expect(shown(downloads)?.state).toBe('waiting');
    expect(device.askedRanges()).toEqual([]);
    device.world.network.set(true);
    await settled();
    expect(shown(downloads)?.state).toBe('ready');
  });

  it('C5: notices a network that returns without an event', async () => {
    device.world.network.set(false);
    const downloads = await device.tab();
    await downloads.download(device.audio.asset);
    await settled();
    device.world.network.setUnheard(true);
    await device.wait(60);
    expect(shown(downloads)?.state).toBe('ready');
  });

  it('C5: resumes by itself after the store failed for a reason other than space', async () => {
    const put = device.store.putChunks.bind(device.store);
    let failures = 1;
    device.store.putChunks = (...chunks) =>
      failures-- > 0 ? Promise.reject(new DOMException('lost', 'UnknownError')) : put(...chunks);
    const downloads = await device.tab();
    await downloads.download(device.audio.asset);
    await settled();
    await device.wait(5);
    expect(shown(downloads)?.state).toBe('ready');
    expect(await device.storedBytes()).toEqual(device.audio.bytes);
    expect(device.world.faults).toHaveLength(1);
  });

  it('ends a stalled connection and tries again', async () => {
    const source = new AudioSource(silent, device.world.time);
    const row = {
      ...device.audio.asset,
      ...{ assetId: device.audio.asset.id, queuedAt: 0, manifest: device.audio.manifest },
      ...{ state: 'wanted', problem: null },
    } as const;
    const fetching = source.manifest(row, new AbortController().signal);
    device.world.time.advance(20_000);
    expect(await fetching).toEqual({ kind: 'unavailable' });
  });

  it('is marked as missing at the start when the browser evicted a chunk, and fetches only that chunk again', async () => {
    const first = await device.tab();
    await first.download(device.audio.asset);
    await settled();
    // The state after an eviction: the row says ready, but a chunk is missing.
    const evicted = new ChunkStore(databaseName());
    const [row] = await device.store.downloads();
    await evicted.add({ ...(row ?? notPrepared()), state: 'wanted' });
    for (const index of [0, 1, 2, 4, 5]) {
      const bytes = (await device.store.chunk(device.audio.asset.sha256, index)) ?? notPrepared();
      await evicted.putChunks(device.audio.asset.sha256, [{ index, bytes }]);
    }
    await evicted.change('lecture', { state: 'ready' });
    device.store = evicted;
    device.asked = [];
    const second = await device.tab();
    await settled();
    expect(shown(second)?.state).toBe('missing');
    expect(device.askedRanges()).toEqual([]);
    await second.resume('lecture');
    await settled();
    expect(shown(second)?.state).toBe('ready');
    expect(device.askedRanges()).toEqual([`bytes=${3 * CHUNK_BYTES}-${4 * CHUNK_BYTES - 1}`]);
  });
});

function notPrepared(): never {
  throw new Error('the test should have prepared it');
}
