import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { openCore } from '../../core';
import type { Core } from '../../offline';
import type { Change } from '../../ports';
import { settled } from '../../testing/activity';
import { countedNetwork } from '../../testing/counted-network';
import { CoreHarness, HOUR_MS } from '../../testing/core-harness';
import { play } from '../../testing/listening';

let device: CoreHarness;
/** What a request for a recording is answered with; null when nobody answers. */
let status: number | null;
let silent: boolean;
let tell: (change: Change) => void;

beforeEach(() => {
  device = new CoreHarness();
  status = 200;
  silent = false;
  device.world = {
    ...device.world,
    channel: {
      post: () => undefined,
      onMessage: (callback) => {
        tell = callback;
      },
    },
    fetch: countedNetwork(() => {
      if (silent) {
        return new Promise(() => undefined);
      }
      return status === null
        ? Promise.reject(new TypeError('Failed to fetch'))
        : Promise.resolve(new Response(null, { status }));
    }),
  };
});

const asked = () => device.world.media.asked;
const loads = () => asked().filter((one) => one.startsWith('load ')).length;

/** Playback of an hour that was heard up to here. */
async function playedTo(positionMs: number): Promise<Core> {
  const core = await device.signedIn();
  play(device, core);
  for (let at = 1_000; at <= positionMs; at += 1_000) {
    device.world.time.advance(1_000);
    device.world.media.playTo(at);
  }
  await settled();
  return core;
}

async function pass(ms: number): Promise<void> {
  device.world.time.advance(ms);
  await settled();
}

describe('a stream that fails', () => {
  it.each([500, 503, null])(
    'with %s is retried after 0.5, 2 and 5 s from the place, then told',
    async (code) => {
      const core = await playedTo(5_000);
      status = code;
      for (const waitMs of [500, 2_000, 5_000]) {
        const before = loads();
        device.world.media.tell('failed');
        await pass(waitMs - 1);
        expect(loads()).toBe(before);
        expect(core.player.get()).toMatchObject({ state: 'loading', positionMs: 5_000, problem: null });
        await pass(1);
        expect(loads()).toBe(before + 1);
        device.world.media.loaded(HOUR_MS);
        expect(asked().at(-1)).toBe('seek 5000');
      }
      device.world.media.tell('failed');
      await settled();
      expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'unavailable', positionMs: 5_000 });
      core.resume();
      expect(
        asked()
          .slice(-2)
          .map((one) => one.split(' ')[0]),
      ).toEqual(['load', 'play']);
    },
  );

  it('that hangs is retried too, and told in bounded time', async () => {
    const core = await playedTo(5_000);
    const before = loads();
    device.world.media.tell('stalled');
    for (let second = 0; second < 120 && core.player.get().state !== 'failed'; second++) {
      await pass(1_000);
    }
    expect(loads() - before).toBe(3);
    expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'unavailable' });
  });

  it('is told in bounded time when the server does not even say why in the end', async () => {
    const core = await playedTo(5_000);
    for (const waitMs of [500, 2_000, 5_000]) {
      device.world.media.tell('broke');
      await pass(waitMs);
    }
    silent = true;
    device.world.media.tell('broke');
    await pass(3_000);
    expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'unavailable' });
  });

  it.each([403, 404, 410])('with %i that stays is not offered any more', async (code) => {
    const core = await playedTo(5_000);
    status = code;
    for (const waitMs of [500, 2_000, 5_000, 0]) {
      device.world.media.tell('failed');
      await pass(waitMs);
    }
    expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'gone' });
  });

  it('although the server sends it cannot be played, which one retry shows', async () => {
    const core = await playedTo(5_000);
    for (const waitMs of [500, 2_000]) {
      device.world.media.tell('failed');
      await settled(); // The server has answered meanwhile.
      await pass(waitMs);
    }
    expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'unplayable' });
  });

  it('and goes on is counted anew the next time', async () => {
    const core = await playedTo(5_000);
    for (let times = 1; times <= 6; times++) {
      device.world.media.tell('broke');
      await pass(500);
      device.world.media.loaded(HOUR_MS);
      device.world.media.tell('seeked');
      device.world.media.tell('playing');
      device.world.media.playTo(times * 10_000);
      device.world.media.playTo(times * 10_000 + 2_000);
    }
    expect(core.player.get().state).toBe('playing');
  });

  it.each([
    [120_000, 'loading'],
    [301_000, 'failed'],
  ])('is played on by itself when the server is there again after %i ms: %s', async (laterMs, state) => {
    const core = await playedTo(5_000);
    status = null;
    for (const waitMs of [500, 2_000, 5_000, 0]) {
      device.world.media.tell('failed');
      await pass(waitMs);
    }
    expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'unavailable' });
    expect(core.online.get()).toBe(false);
    await pass(laterMs);
    await core.refresh();
    expect(core.player.get()).toMatchObject({ state, positionMs: 5_000 });
  });

  it('is not retried once the listener paused', async () => {
    const core = await playedTo(5_000);
    device.world.media.tell('broke');
    core.pause();
    const before = loads();
    await pass(60_000);
    expect(loads()).toBe(before);
    expect(core.player.get()).toMatchObject({ state: 'paused', positionMs: 5_000 });
  });

  it('without a network waits for it, says so in the end, and goes on when the event was lost', async () => {
    const core = await playedTo(5_000);
    device.world.network.setUnheard(false);
    device.world.media.tell('broke');
    await pass(60_000);
    const before = loads();
    device.world.network.setUnheard(true);
    await pass(5_000);
    expect(loads()).toBe(before + 1);
    device.world.network.setUnheard(false);
    device.world.media.tell('broke');
    for (let times = 0; times < 60; times++) {
      await pass(5_000);
    }
    expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'offline' });
  });
});

describe('a download that does not play', () => {
  async function failing(): Promise<Core> {
    await device.storeReadyDownload();
    const core = await playedTo(5_000);
    expect(core.player.get().source).toBe('device');
    device.world.media.tell('failed');
    return core;
  }

  it('is tried once more from the place, and is not called damaged for that', async () => {
    const core = await failing();
    expect(core.player.get()).toMatchObject({ state: 'loading', positionMs: 5_000, problem: null });
    device.world.media.loaded(HOUR_MS);
    expect(asked().at(-1)).toBe('seek 5000');
    device.world.media.tell('failed');
    expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'unplayable' });
  });

  it('is damaged when the worker says so; downloading it again fetches what is', async () => {
    const { chunks } = device.world;
    const sha256 = await device.storeReadyDownload();
    const core = await playedTo(5_000);
    await chunks.putChunks(sha256, [{ index: 0, bytes: new Uint8Array(1000).fill(7).buffer }]);
    device.world.media.tell('failed');
    tell({ kind: 'download-damaged', sha256 });
    device.world.media.tell('failed');
    expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'damaged' });
    status = 503;
    await core.download('lecture-1');
    await settled();
    expect(core.downloads.get().get('lecture-1')).toMatchObject({ state: 'waiting', storedBytes: 0 });
  });

  it('stays as it is when nothing of it is damaged', async () => {
    await device.storeReadyDownload();
    const core = await device.signedIn();
    await core.download('lecture-1');
    await settled();
    expect(core.downloads.get().get('lecture-1')?.state).toBe('ready');
  });
});

describe('a recording that the browser has no decoder for', () => {
  it('is not requested, is named, and the queue passes it over', async () => {
    device.world.media.unsupported.add('audio/ogg; codecs=opus');
    const { catalogue } = device.server;
    device.server.catalogue = {
      ...catalogue,
      assets: catalogue.assets.map((asset) =>
        asset.lectureId === 'lecture-2' ? { ...asset, mediaType: 'audio/ogg; codecs=opus' } : asset,
      ),
    };
    const core = await openCore(device.world);
    await settled();
    core.play('lecture-1');
    core.addToQueue('lecture-2');
    expect(core.upNext.get()).toMatchObject({ queue: ['lecture-2'], next: null });
    core.close();
    core.play('lecture-2');
    expect(core.player.get()).toMatchObject({
      lectureId: 'lecture-2',
      state: 'failed',
      problem: 'unsupported',
    });
    expect(loads()).toBe(1);
  });
});
