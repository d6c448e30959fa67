import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { DownloadDevice, shown } from '../testing/downloads/download-device';
import { settled } from '../testing/activity';
import { CHUNK_BYTES, recordedAudio } from '../testing/downloads/recorded-audio';

const SIZE_BYTES = 5 * CHUNK_BYTES + 17;

let device: DownloadDevice;

beforeEach(async () => {
  device = new DownloadDevice(await recordedAudio('lecture', SIZE_BYTES));
});

/** The store takes no chunk while `isFull`. */
function chunksWithoutRoom(isFull: boolean): { isFull: boolean } {
  const room = { isFull };
  const put = device.store.putChunks.bind(device.store);
  device.store.putChunks = (...chunks) => (room.isFull ? noRoom() : put(...chunks));
  return room;
}

/** Nothing has room, not even a small row, until the returned function is called. */
function fillDevice(): () => void {
  Object.assign(device.store, { putChunks: noRoom, add: noRoom, addAll: noRoom, change: noRoom });
  return () => {
    for (const name of ['putChunks', 'add', 'addAll', 'change']) {
      Reflect.deleteProperty(device.store, name); // The class's own method is called again.
    }
  };
}

function noRoom(): Promise<never> {
  return Promise.reject(new DOMException('full', 'QuotaExceededError'));
}

describe('a download without room on the device', () => {
  it('stops with 50 MB to spare, before a byte is asked for, and goes on when there is room again', async () => {
    let freeBytes = 50_000_000 + SIZE_BYTES - 1;
    const space = { ...device.world.space, freeBytes: () => Promise.resolve(freeBytes) };
    const downloads = await device.tab(device.server, { space });
    await downloads.download(device.audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space', storedBytes: 0 });
    expect(device.askedRanges()).toEqual([]);
    await device.wait(120);
    expect(shown(downloads)?.state).toBe('stopped');
    freeBytes += 1;
    await device.wait(60);
    expect(shown(downloads)?.state).toBe('ready');
    expect(downloads.storage.get().full).toBe(false);
  });

  it('stops when something else fills the device meanwhile', async () => {
    device.audio = await recordedAudio('lecture', 60 * CHUNK_BYTES);
    let freeBytes = 60_000_000;
    const space = { ...device.world.space, freeBytes: () => Promise.resolve(freeBytes) };
    const downloads = await device.tab(
      (url, init) => {
        freeBytes = device.asked.length > 10 ? 1_000_000 : freeBytes;
        return device.server(url, init);
      },
      { space },
    );
    await downloads.download(device.audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space' });
    expect(shown(downloads)?.storedBytes).toBeGreaterThan(0);
  });

  it('does not try for ever where the browser speaks of room and refuses', async () => {
    const room = chunksWithoutRoom(true);
    let freeBytes = 1_000_000_000;
    const space = { ...device.world.space, freeBytes: () => Promise.resolve(freeBytes) };
    const downloads = await device.tab(device.server, { space });
    await downloads.download(device.audio.asset);
    await settled();
    const before = device.asked.length;
    await device.wait(300);
    expect(device.asked.length).toBe(before);
    room.isFull = false;
    freeBytes += 20_000_000;
    await device.wait(60);
    expect(shown(downloads)?.state).toBe('ready');
  });

  it('continues when the browser does not report the free space', async () => {
    const space = { ...device.world.space, freeBytes: () => Promise.reject(new TypeError('no estimate')) };
    const downloads = await device.tab(device.server, { space });
    await downloads.download(device.audio.asset);
    await settled();
    expect(shown(downloads)?.state).toBe('ready');
    expect(device.world.faults.length).toBeGreaterThan(0);
  });

  it('requests no further chunk once a chunk finds no space', async () => {
    device.audio = await recordedAudio('lecture', 60 * CHUNK_BYTES);
    const chunksAsked = () => device.askedRanges().length;
    const put = device.store.putChunks.bind(device.store);
    let askedBefore = Infinity;
    device.store.putChunks = (sha256, chunks) => {
      if (chunks.some(({ index }) => index === 0)) {
        askedBefore = Math.min(askedBefore, chunksAsked());
        return noRoom();
      }
      return put(sha256, chunks);
    };
    const downloads = await device.tab();
    await downloads.download(device.audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space' });
    // Each of the two fetchers may be about to request.
    expect(chunksAsked()).toBeLessThanOrEqual(askedBefore + 2);
    expect(askedBefore).toBeLessThan(30);
  });

  it('stops once when there is no space, and resumes all downloads after one choice', async () => {
    const other = await recordedAudio('other', SIZE_BYTES);
    const room = chunksWithoutRoom(true);
    const downloads = await device.tab((url, init) =>
      Promise.resolve((url.startsWith(device.audio.asset.url) ? device.audio : other).answer(url, init)),
    );
    await downloads.download(device.audio.asset);
    await downloads.download(other.asset);
    await settled();
    await device.wait(90);
    expect(downloads.storage.get().full).toBe(true);
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space' });
    expect(shown(downloads, 'other')?.state).toBe('queued');

    room.isFull = false;
    await downloads.resume('lecture');
    await device.wait(5);
    expect(downloads.storage.get().full).toBe(false);
    expect(shown(downloads)?.state).toBe('ready');
    expect(shown(downloads, 'other')?.state).toBe('ready');
  });

  it('reports missing space even when that fact cannot be stored, and requests nothing more', async () => {
    const downloads = await device.tab((url, init) => {
      if (!url.endsWith('.json')) {
        fillDevice();
      }
      return device.server(url, init);
    });
    await downloads.download(device.audio.asset);
    await settled();
    await device.wait(600);
    expect(downloads.storage.get().full).toBe(true);
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space' });
    expect(device.asked.length).toBeLessThan(5);
  });

  it('starts a download that was asked for on a full device once there is space', async () => {
    const giveSpaceBack = fillDevice();
    const downloads = await device.tab();
    await downloads.download(device.audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space' });
    await downloads.resume('lecture');
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space' });
    giveSpaceBack();
    await downloads.resume('lecture');
    await device.wait(5);
    expect(shown(downloads)?.state).toBe('ready');
    expect(await device.storedBytes()).toEqual(device.audio.bytes);
  });

  it('C10: pauses a download on a full device, and drops one that is removed there', async () => {
    const other = await recordedAudio('other', SIZE_BYTES);
    const downloads = await device.tab((url, init) =>
      url.endsWith('.json') ? device.server(url, init) : new Promise(() => undefined),
    );
    await downloads.download(device.audio.asset);
    await settled();
    const giveSpaceBack = fillDevice();
    await downloads.pause('lecture');
    expect(shown(downloads)?.state).toBe('paused');
    await downloads.download(other.asset);
    await downloads.remove('other');
    expect(shown(downloads, 'other')).toBeUndefined();
    giveSpaceBack();
    await downloads.lookAgain();
    expect(shown(downloads)?.state).toBe('paused');
  });

  it('C10: keeps reporting on a full device that the browser evicted a download', async () => {
    const first = await device.tab();
    await first.download(device.audio.asset);
    await settled();
    expect(shown(first)?.state).toBe('ready');
    const { sha256 } = device.audio.asset;
    await device.store.remove('lecture');
    await device.store.add({
      ...device.audio.asset,
      assetId: 'asset',
      queuedAt: 0,
      problem: null,
      manifest: device.audio.manifest,
      state: 'wanted',
    });
    await device.store.putChunks(sha256, [
      { index: 0, bytes: device.audio.bytes.slice(0, CHUNK_BYTES).buffer },
    ]);
    await device.store.change('lecture', { state: 'ready' });
    fillDevice();
    const again = await device.tab();
    expect(shown(again)?.state).toBe('missing');
    await again.lookAgain();
    expect(shown(again)?.state).toBe('missing');
  });

  it('resumes by itself after the listener freed space', async () => {
    const other = await recordedAudio('other', SIZE_BYTES);
    const room = chunksWithoutRoom(false);
    const downloads = await device.tab((url, init) =>
      Promise.resolve((url.startsWith(device.audio.asset.url) ? device.audio : other).answer(url, init)),
    );
    await downloads.download(other.asset);
    await settled();
    room.isFull = true;
    await downloads.download(device.audio.asset);
    await settled();
    expect(downloads.storage.get().full).toBe(true);
    room.isFull = false;
    await downloads.remove('other');
    await settled();
    expect(shown(downloads)?.state).toBe('ready');
  });

  it('stops, and keeps the stored chunks', async () => {
    const put = device.store.putChunks.bind(device.store);
    const stored: number[] = [];
    device.store.putChunks = async (sha256, chunks) => {
      if (chunks.some(({ index }) => index === 3)) {
        return noRoom();
      }
      const kept = await put(sha256, chunks);
      stored.push(...chunks.map(({ index }) => index));
      return kept;
    };
    const downloads = await device.tab();
    await downloads.download(device.audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'no-space' });
    expect(stored.length).toBeGreaterThan(0);
    expect([...(await device.store.storedChunks(device.audio.asset.sha256))].sort()).toEqual(stored.sort());
    expect(device.world.faults).toEqual([]);
  });
});
