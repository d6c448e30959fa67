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

describe('a server that refuses a download', () => {
  it('R15: does not keep other downloads from going on', async () => {
    const other = await recordedAudio('other', SIZE_BYTES);
    const downloads = await device.tab((url, init) =>
      Promise.resolve(
        url.startsWith(device.audio.asset.url) ? new Response('', { status: 500 }) : other.answer(url, init),
      ),
    );
    await downloads.download(device.audio.asset);
    await downloads.download(other.asset);
    await settled();
    await device.wait(10);
    expect(shown(downloads, 'other')?.state).toBe('ready');
    expect(shown(downloads)?.state).toBe('waiting');
  });

  it('ends nothing by a 404 that lasts a minute: the download waits, and others go on', async () => {
    const other = await recordedAudio('other', SIZE_BYTES);
    let status = 404;
    const downloads = await device.tab((url, init) => {
      device.asked.push(url);
      return Promise.resolve(
        url.startsWith(device.audio.asset.url) && status !== 200
          ? new Response('', { status })
          : (url.startsWith(device.audio.asset.url) ? device.audio : other).answer(url, init),
      );
    });
    await downloads.downloadAll([device.audio.asset, other.asset]);
    await settled();
    expect(shown(downloads, 'other')?.state).toBe('ready');
    expect(shown(downloads)).toMatchObject({ state: 'waiting', waitsFor: 'server' });
    await device.wait(60);
    expect(shown(downloads)).toMatchObject({ state: 'waiting', waitsFor: 'server' });
    status = 200;
    await device.wait(60);
    expect(shown(downloads)?.state).toBe('ready');
  });

  it.each([403, 404, 410])('ends it by a %i that stays, after a while and with a reason', async (status) => {
    const other = await recordedAudio('other', SIZE_BYTES);
    let first = 0;
    const downloads = await device.tab((url, init) => {
      if (url.startsWith(device.audio.asset.url)) {
        first++;
        return Promise.resolve(new Response('', { status }));
      }
      return Promise.resolve(other.answer(url, init));
    });
    await downloads.downloadAll([device.audio.asset, other.asset]);
    await settled();
    await device.wait(280);
    expect(shown(downloads)?.state).toBe('waiting');
    await device.wait(60);
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'gone' });
    const before = first;
    await device.wait(300);
    expect(first).toBe(before);
    expect(first).toBeLessThan(30);
  });

  it('is not asked for all downloads each time when it refuses one after the other', async () => {
    const others = await Promise.all(
      Array.from({ length: 30 }, (_, n) => recordedAudio(String.fromCharCode(97 + n), CHUNK_BYTES)),
    );
    const downloads = await device.tab((url) => {
      device.asked.push(url);
      return Promise.resolve(new Response('', { status: 503 }));
    });
    await downloads.downloadAll(others.map(({ asset }) => asset));
    await settled();
    expect(device.asked).toHaveLength(3);
    expect([...downloads.view.get().values()].every(({ state }) => state === 'waiting')).toBe(true);
  });

  it('is asked again at once when the listener taps', async () => {
    let status = 503;
    const downloads = await device.tab((url, init) =>
      status === 200 ? device.server(url, init) : Promise.resolve(new Response('', { status })),
    );
    await downloads.download(device.audio.asset);
    await settled();
    status = 200;
    await downloads.pause('lecture');
    await downloads.resume('lecture');
    await settled();
    expect(shown(downloads)?.state).toBe('ready');
  });

  it('C10: stops a download whose recording is gone, and deletes nothing of it', async () => {
    device.faults = Array.from({ length: 100 }, (_, n) =>
      n < 3 ? { kind: 'honest' } : { kind: 'status', status: 404 },
    );
    const downloads = await device.tab();
    await downloads.download(device.audio.asset);
    await settled();
    await device.wait(400);
    expect(shown(downloads)).toMatchObject({ state: 'stopped', problem: 'gone' });
    expect((await device.store.storedChunks(device.audio.asset.sha256)).size).toBeGreaterThanOrEqual(3);
  });
});
