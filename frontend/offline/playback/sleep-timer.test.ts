import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { CoreHarness, HOUR_MS, type Core } from '../testing/core-harness';
import { settled } from '../testing/activity';
import { listen, play } from '../testing/listening';

let device: CoreHarness;
let core: Core;

beforeEach(async () => {
  device = new CoreHarness();
  core = await device.signedIn();
  play(device, core);
});

describe('the sleep timer', () => {
  it('fades out in the last seconds and pauses, and stores the position where it paused', async () => {
    core.setSleep(5);
    listen(device, 290);
    expect(device.world.media.volume).toBe(1);
    listen(device, 5);
    expect(device.world.media.volume).toBe(0.5);
    expect(core.sleep.get()).toEqual({ kind: 'minutes', remainingMs: 5_000 });
    listen(device, 5);
    expect(core.player.get()).toMatchObject({ state: 'paused', positionMs: 300_000 });
    expect(core.sleep.get()).toEqual({ kind: 'off' });
    expect(device.world.media.volume).toBe(1);
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(300_000);
  });

  it('counts only while a lecture plays', () => {
    core.setSleep(5);
    listen(device, 60);
    core.pause();
    device.world.time.advance(HOUR_MS);
    core.resume();
    if (device.world.media.asked.includes('seek 55000')) {
      device.world.media.tell('seeked');
    }
    device.world.media.tell('playing');
    expect(core.sleep.get()).toEqual({ kind: 'minutes', remainingMs: 240_000 });
    listen(device, 239);
    expect(core.player.get().state).toBe('playing');
    listen(device, 1);
    expect(core.player.get().state).toBe('paused');
  });

  it('is extended by a tap during the fade, which restores the volume', () => {
    core.setSleep(5);
    listen(device, 297);
    expect(device.world.media.volume).toBe(0.3);
    core.extendSleep();
    expect(device.world.media.volume).toBe(1);
    expect(core.sleep.get()).toEqual({ kind: 'minutes', remainingMs: 303_000 });
  });

  it('can be switched off during the fade', () => {
    core.setSleep(5);
    listen(device, 297);
    core.setSleep(null);
    expect(device.world.media.volume).toBe(1);
    listen(device, 60);
    expect(core.player.get().state).toBe('playing');
  });

  it('starts no lecture after the one whose end it waited for, and is then off', async () => {
    core.setSleep('end-of-lecture');
    device.world.media.end(HOUR_MS);
    expect(core.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'paused' });
    expect(core.sleep.get()).toEqual({ kind: 'off' });
    await settled();
    expect(core.listening.get().get('lecture-1')?.completed).toBe(true);
  });

  it('is off after a seek to the end, and not set for the next lecture', () => {
    core.setSleep('end-of-lecture');
    core.seek(HOUR_MS);
    device.world.media.tell('seeked');
    device.world.media.end(HOUR_MS);
    expect(core.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'paused' });
    expect(core.sleep.get()).toEqual({ kind: 'off' });
  });

  it('keeps waiting when a recording breaks off, which is not the end of the lecture', () => {
    core.setSleep('end-of-lecture');
    listen(device, 60);
    device.world.media.end(60_000);
    expect(core.sleep.get()).toEqual({ kind: 'end-of-lecture' });
  });

  it('starts no lecture when it runs out at the end of one', () => {
    core.setSleep(5);
    listen(device, 5 * 60 - 1);
    device.world.time.advance(1_000);
    device.world.media.end(HOUR_MS);
    expect(core.sleep.get().kind).toBe('off');
    expect(core.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'paused' });
  });

  it('continues to count in the next lecture', () => {
    core.setSleep(5);
    listen(device, 60);
    device.world.media.end(HOUR_MS);
    expect(core.player.get().lectureId).toBe('lecture-2');
    device.world.media.loaded(HOUR_MS);
    device.world.media.tell('playing');
    listen(device, 240);
    expect(core.player.get().state).toBe('paused');
  });
});
