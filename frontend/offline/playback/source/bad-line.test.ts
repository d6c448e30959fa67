import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { CoreHarness, HOUR_MS } from '../../testing/core-harness';
import { settled } from '../../testing/activity';
import { play } from '../../testing/listening';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

describe('a lecture that is streamed over a bad line', () => {
  it('C4: is requested again from the current position when the network falls silent', async () => {
    const core = await device.signedIn();
    play(device, core);
    device.world.time.advance(5_000);
    device.world.media.playTo(5_000);
    device.world.media.tell('stalled');
    const { asked } = device.world.media;
    const before = asked.length;
    device.world.time.advance(9_000);
    device.world.media.tell('received');
    device.world.time.advance(9_000);
    expect(asked.length).toBe(before);
    device.world.time.advance(1_000);
    expect(core.player.get()).toMatchObject({ state: 'loading', positionMs: 5_000 });
    device.world.time.advance(500);
    await settled();
    expect(asked.slice(before).map((one) => one.split(' ')[0])).toEqual(['load', 'play']);
    device.world.media.loaded(HOUR_MS);
    expect(asked.at(-1)).toBe('seek 5000');
    device.world.media.tell('seeked');
    device.world.media.tell('playing');
    device.world.time.advance(60_000);
    expect(core.player.get()).toMatchObject({ state: 'playing', positionMs: 5_000 });
    core.pause();
    const rested = asked.length;
    device.world.time.advance(60_000);
    expect(asked.length).toBe(rested);
  });

  it('C4: resumes by itself at the current position once there is a network after the connection broke', async () => {
    const core = await device.signedIn();
    play(device, core);
    device.world.time.advance(5_000);
    device.world.media.playTo(5_000);
    device.world.network.set(false);
    device.world.media.tell('broke');
    await settled();
    expect(core.player.get()).toMatchObject({ state: 'loading', positionMs: 5_000, problem: null });
    const { asked } = device.world.media;
    const before = asked.length;
    device.world.network.set(true);
    await settled();
    expect(asked.slice(before).map((one) => one.split(' ')[0])).toEqual(['load', 'play']);
    device.world.media.loaded(HOUR_MS);
    expect(asked.at(-1)).toBe('seek 5000');
  });

  it('stays paused when the connection breaks during a pause', async () => {
    const core = await device.signedIn();
    play(device, core);
    device.world.media.playTo(5_000);
    core.pause();
    const before = device.world.media.asked.length;
    device.world.media.tell('broke');
    device.world.time.advance(60_000);
    await settled();
    expect(device.world.media.asked.slice(before)).toEqual(['unload']);
    expect(core.player.get()).toMatchObject({ state: 'paused', problem: null });
    core.resume();
    device.world.media.loaded(HOUR_MS);
    expect(core.player.get().positionMs).toBe(5_000);
  });

  it('C4: fails when the stream cannot be sought in, and the listener’s position stays', async () => {
    let core = await device.signedIn();
    play(device, core);
    device.world.time.advance(60_000);
    device.world.media.playTo(600_000);
    core.pause();
    await settled();
    core = await device.restarted();
    const { media } = device.world;
    let seeks = 0;
    Object.assign(media, {
      seek: () => {
        seeks++;
        media.positionNowMs = 0;
      },
    });
    core.play('lecture-1');
    media.loaded(HOUR_MS);
    for (let answered = 0; answered < seeks && answered < 100; answered++) {
      media.tell('seeked');
    }
    await settled();
    expect(seeks).toBeLessThan(10);
    expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'unplayable' });
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(600_000);
  });

  it('stops reporting a missing network once there is one', async () => {
    const core = await device.signedIn();
    device.world.network.set(false);
    await settled();
    core.play('lecture-2');
    await settled();
    expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'offline' });
    device.world.network.set(true);
    await settled();
    expect(core.player.get()).toMatchObject({ state: 'paused', problem: null });
  });

  it('C3: has its position sent to other devices before it is requested again', async () => {
    const core = await device.signedIn();
    play(device, core);
    for (let second = 1; second < 60; second++) {
      device.world.time.advance(1_000);
      device.world.media.playTo(second * 1_000);
    }
    await settled();
    device.world.media.tell('stalled');
    device.world.time.advance(10_000);
    device.world.time.advance(500);
    device.world.media.loaded(HOUR_MS);
    device.world.media.tell('seeked');
    core.pause();
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(59_000);
  });
});
