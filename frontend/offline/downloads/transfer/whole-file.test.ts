import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { DownloadDevice, shown } from '../../testing/downloads/download-device';
import { settled } from '../../testing/activity';
import { CHUNK_BYTES, recordedAudio } from '../../testing/downloads/recorded-audio';
import type { Fetch } from './fetch-chunk';

const SIZE_BYTES = 5 * CHUNK_BYTES + 17;

let device: DownloadDevice;

beforeEach(async () => {
  device = new DownloadDevice(await recordedAudio('lecture', SIZE_BYTES));
});

describe('a server without support for ranges', () => {
  const whole: Fetch = (url) => {
    device.asked.push(url);
    return Promise.resolve(device.audio.answer(url, {}));
  };

  it('is asked once for the whole file, of which each chunk is verified', async () => {
    const downloads = await device.tab(whole);
    await downloads.download(device.audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'ready', storedBytes: SIZE_BYTES });
    expect(await device.storedBytes()).toEqual(device.audio.bytes);
    // The manifest, the first ranges requested in parallel, and the whole file.
    expect(device.asked.filter((url) => !url.endsWith('.json')).length).toBeLessThanOrEqual(3);
  });

  it('delivers chunks that are kept when the connection breaks, except those with a wrong hash', async () => {
    const wrong = device.audio.bytes.slice();
    wrong[CHUNK_BYTES * 2] = (wrong[CHUNK_BYTES * 2] ?? 0) ^ 1;
    let bodies: Array<Uint8Array<ArrayBuffer>> = [device.audio.bytes.slice(0, CHUNK_BYTES * 2 + 5), wrong];
    const headers = { 'Content-Type': 'audio/mpeg' };
    const downloads = await device.tab((url, init) => {
      if (url.endsWith('.json')) {
        return whole(url, init);
      }
      // Only the request without a range reads the body.
      const body = new Headers(init.headers).has('Range')
        ? device.audio.bytes
        : (bodies.shift() ?? device.audio.bytes);
      return Promise.resolve(new Response(body, { headers }));
    });
    await downloads.download(device.audio.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'waiting', storedBytes: 2 * CHUNK_BYTES });
    await device.wait(3);
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'damaged' });
    expect([...(await device.store.storedChunks(device.audio.asset.sha256))].sort()).toEqual([0, 1, 3, 4, 5]);
    bodies = [];
    await downloads.resume('lecture');
    await settled();
    expect(shown(downloads)?.state).toBe('ready');
    expect(await device.storedBytes()).toEqual(device.audio.bytes);
  });

  it('R15: is distinguished from a sign-in page, after which the download is tried again', async () => {
    const page = () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } });
    const downloads = await device.tab((url, init) =>
      url.endsWith('.json') ? whole(url, init) : Promise.resolve(page()),
    );
    await downloads.download(device.audio.asset);
    await settled();
    expect(shown(downloads)?.state).toBe('waiting');
  });
});
