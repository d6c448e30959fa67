import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { settled } from '../testing/activity';
import { DownloadDevice, shown } from '../testing/downloads/download-device';
import type { Fault } from '../testing/downloads/faulty-server';
import { CHUNK_BYTES, recordedAudio } from '../testing/downloads/recorded-audio';

const SIZE_BYTES = 5 * CHUNK_BYTES + 17;

let device: DownloadDevice;

beforeEach(async () => {
  device = new DownloadDevice(await recordedAudio('lecture', SIZE_BYTES));
});

const WRONG_BYTE: Fault = { kind: 'wrong-byte', part: 0.5 };

describe('a download', () => {
  it('ends with exactly the server’s bytes, and fetches each chunk once', async () => {
    const downloads = await device.tab();
    await downloads.download(device.audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({
      state: 'ready',
      storedBytes: SIZE_BYTES,
      totalBytes: SIZE_BYTES,
    });
    expect(await device.storedBytes()).toEqual(device.audio.bytes);
    expect(new Set(device.askedRanges()).size).toBe(6);
    expect(device.askedRanges()).toHaveLength(6);
    expect(downloads.storage.get().downloadedBytes).toBe(SIZE_BYTES);
  });

  it('never stores bytes with a wrong hash: it fetches them again, and stops as damaged when they stay wrong', async () => {
    device.faults = [WRONG_BYTE];
    const healed = await device.tab();
    await healed.download(device.audio.asset);
    await settled();
    expect(shown(healed)?.state).toBe('ready');
    expect(await device.storedBytes()).toEqual(device.audio.bytes);
    await healed.remove('lecture');

    device.faults = Array.from({ length: 20 }, () => WRONG_BYTE);
    await healed.download(device.audio.asset);
    await settled();
    expect(shown(healed)).toMatchObject({ state: 'stopped', problem: 'damaged', storedBytes: 0 });
  });

  it('shows the stored part during a first download', async () => {
    const downloads = await device.tab((url, init) => {
      const last = new Headers(init.headers).get('Range') === `bytes=${5 * CHUNK_BYTES}-${SIZE_BYTES - 1}`;
      return last ? new Promise(() => undefined) : device.server(url, init);
    });
    await downloads.download(device.audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'downloading', storedBytes: 5 * CHUNK_BYTES });
  });

  it('never becomes ready while a chunk is missing', async () => {
    await device.store.add({
      ...device.audio.asset,
      ...{ assetId: 'asset', queuedAt: 0, manifest: device.audio.manifest, state: 'wanted', problem: null },
    });
    await device.store.putChunks(device.audio.asset.sha256, [
      { index: 0, bytes: device.audio.bytes.slice(0, CHUNK_BYTES).buffer },
    ]);
    expect(await device.store.completeIfWhole('lecture')).toBe(false);
    expect(await device.store.whole(device.audio.asset.sha256)).toBeUndefined();
  });

  it('frees its space when it is removed, also from chunks that arrive later', async () => {
    const downloads = await device.tab();
    let removed: string | null = null;
    downloads.onRemoved((lectureId) => {
      removed = lectureId;
    });
    await downloads.download(device.audio.asset);
    await settled();
    await downloads.remove('lecture');
    expect(removed).toBe('lecture');
    expect(shown(downloads)).toBeUndefined();
    const late = { index: 0, bytes: device.audio.bytes.slice(0, CHUNK_BYTES).buffer };
    expect(await device.store.putChunks(device.audio.asset.sha256, [late])).toBe('unwanted');
    expect((await device.store.storedChunks(device.audio.asset.sha256)).size).toBe(0);
    expect(downloads.storage.get().downloadedBytes).toBe(0);
  });
});
