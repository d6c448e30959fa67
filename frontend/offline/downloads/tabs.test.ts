import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Changes } from '../live/changes';
import type { Channel } from '../ports';
import { ChunkStore } from '../storage/chunk-store';
import { countedNetwork } from '../testing/counted-network';
import { DownloadDevice, shown, silent } from '../testing/downloads/download-device';
import { settled } from '../testing/activity';
import { noChannel, sharedChannels } from '../testing/fake-world';
import { ManualTime } from '../testing/manual-time';
import { CHUNK_BYTES, recordedAudio } from '../testing/downloads/recorded-audio';
import { Downloads } from './downloads';
import { AudioSource, type Fetch } from './transfer/fetch-chunk';

const SIZE_BYTES = 5 * CHUNK_BYTES + 17;

let device: DownloadDevice;

beforeEach(async () => {
  device = new DownloadDevice(await recordedAudio('lecture', SIZE_BYTES));
});

describe('a download in several tabs', () => {
  it('C5: is taken over by another tab when the tab that downloads is killed', async () => {
    const [here = noChannel(), there = noChannel()] = sharedChannels(2);
    const killed = await device.tab(() => new Promise(() => undefined), { channel: here });
    const other = await device.tab(device.server, { channel: there });
    await killed.download(device.audio.asset);
    await settled();
    expect(shown(other)?.state).toBe('queued');
    device.world.locks.held.clear();
    await device.wait(12);
    expect(shown(other)?.state).toBe('ready');
  });

  it('C6: lets another tab go on as soon as its page is hidden, and goes on itself when nobody else does', async () => {
    const [here = noChannel(), there = noChannel()] = sharedChannels(2);
    const hidden = await device.tab(silent, { channel: here });
    await hidden.download(device.audio.asset);
    await settled();
    expect(shown(hidden)?.state).toBe('downloading');
    device.world.page.hide();
    await settled();
    expect(device.world.locks.held.size).toBe(0);
    const other = await device.tab(device.server, { channel: there });
    await settled();
    expect(shown(other)?.state).toBe('ready');
  });

  it('C6: a hidden page that runs on goes on by itself', async () => {
    let isSilent = true;
    const downloads = await device.tab((url, init) =>
      isSilent ? silent(url, init) : device.server(url, init),
    );
    await downloads.download(device.audio.asset);
    await settled();
    device.world.page.hide();
    await settled();
    isSilent = false;
    await device.wait(3);
    expect(shown(downloads)?.state).toBe('ready');
  });

  it('C6: takes the lock from a tab that was stopped without a word, and never from one that lives', async () => {
    const [here = noChannel(), there = noChannel()] = sharedChannels(2);
    const frozen = { ...device.world, time: new ManualTime() };
    const stopped = new Downloads({
      ...{ ...frozen, store: device.store },
      source: new AudioSource(
        countedNetwork(() => new Promise(() => undefined)),
        frozen.time,
        CHUNK_BYTES,
      ),
      changes: new Changes(here),
    });
    await stopped.start();
    await stopped.download(device.audio.asset);
    await settled();
    const other = await device.tab(device.server, { channel: there });
    for (let second = 0; second < 300; second++) {
      frozen.time.advance(1_000); // It lives: its heart beats.
      await device.wait(1);
    }
    expect(shown(other)?.state).toBe('queued');
    await device.wait(120);
    expect(shown(other)?.state).toBe('ready');
  });

  it('C5: stops waiting for a network in a tab when another tab downloads', async () => {
    const [here = noChannel(), there = noChannel()] = sharedChannels(2);
    const last = `bytes=${5 * CHUNK_BYTES}-${SIZE_BYTES - 1}`;
    const slow: Fetch = (url, init) =>
      new Headers(init.headers).get('Range') === last
        ? new Promise(() => undefined)
        : device.server(url, init);
    device.world.network.set(false);
    const one = await device.tab(slow, { channel: here });
    const other = await device.tab(slow, { channel: there });
    await one.download(device.audio.asset);
    await settled();
    expect([shown(one)?.state, shown(other)?.state]).toEqual(['waiting', 'waiting']);
    device.world.network.set(true);
    await settled();
    await device.wait(12);
    expect([shown(one)?.state, shown(other)?.state].sort()).toEqual(['downloading', 'queued']);
  });

  it('C10: stops a download that is paused in another tab', async () => {
    const [here = noChannel(), there = noChannel()] = sharedChannels(2);
    device.audio = await recordedAudio('lecture', 60 * CHUNK_BYTES);
    let other: Downloads | null = null;
    const working = await device.tab(
      async (url, init) => {
        if (new Headers(init.headers).get('Range') === `bytes=${CHUNK_BYTES}-${2 * CHUNK_BYTES - 1}`) {
          await other?.pause('lecture');
        }
        return device.server(url, init);
      },
      { channel: here },
    );
    other = await device.tab(device.server, { channel: there });
    await working.download(device.audio.asset);
    await settled();
    expect(shown(working)?.state).toBe('paused');
    expect(shown(other)?.state).toBe('paused');
    expect(device.askedRanges().length).toBeLessThan(30);
    await other.resume('lecture');
    await device.wait(12);
    expect(shown(working)?.state).toBe('ready');
  });

  it('reports its progress to other tabs from time to time, and each tab reads it once', async () => {
    const [here = noChannel(), there = noChannel()] = sharedChannels(2);
    let told = 0;
    const counted: Channel = {
      post: (change) => {
        told += change.kind === 'downloads' ? 1 : 0;
        here.post(change);
      },
      onMessage: (callback) => {
        here.onMessage(callback);
      },
    };
    const first = await device.tab(device.server, { channel: counted });
    const others = new ChunkStore(device.storeName);
    const downloadsOf = others.downloads.bind(others);
    let readings = 0;
    others.downloads = () => {
      readings++;
      return downloadsOf();
    };
    const second = await device.tab(device.server, { channel: there, store: others });
    await first.download(device.audio.asset);
    await settled();
    device.world.time.advance(1_000);
    await settled();
    expect(shown(second)).toMatchObject({ state: 'ready', storedBytes: SIZE_BYTES });
    // Two messages: its progress, and it is ready. Six chunks were stored.
    expect(told).toBe(2);
    expect(readings).toBeLessThanOrEqual(1 + 1 + told);
  });
});
