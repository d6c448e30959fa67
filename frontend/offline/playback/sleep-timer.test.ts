import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Device, HOUR_MS, type Core } from '../testing/device';
import { settled } from '../testing/activity';
import { listen, play } from '../testing/listening';

let device: Device;
let core: Core;

beforeEach(async () => {
  device = new Device();
  core = await device.signedIn();
  play(device, core);
});

describe('the sleep timer', () => {
  it('fades in the last seconds and pauses; the position recorded is where listening stopped', async () => {
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

  it('counts listening: a pause does not use it up', () => {
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

  it('is extended by a tap while it fades, and the sound comes back', () => {
    core.setSleep(5);
    listen(device, 297);
    expect(device.world.media.volume).toBe(0.3);
    core.extendSleep();
    expect(device.world.media.volume).toBe(1);
    expect(core.sleep.get()).toEqual({ kind: 'minutes', remainingMs: 303_000 });
  });

  it('can be called off while it fades', () => {
    core.setSleep(5);
    listen(device, 297);
    core.setSleep(null);
    expect(device.world.media.volume).toBe(1);
    listen(device, 60);
    expect(core.player.get().state).toBe('playing');
  });

  it('lets nothing begin after the lecture whose end it waits for, and is off then', async () => {
    core.setSleep('end-of-lecture');
    device.world.media.end(HOUR_MS);
    expect(core.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'paused' });
    expect(core.sleep.get()).toEqual({ kind: 'off' });
    await settled();
    expect(core.listening.get().get('lecture-1')?.completed).toBe(true);
  });

  it('is off after an end that a seek led to, and not armed for the next lecture', () => {
    core.setSleep('end-of-lecture');
    core.seek(HOUR_MS);
    device.world.media.tell('seeked');
    device.world.media.end(HOUR_MS);
    expect(core.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'paused' });
    expect(core.sleep.get()).toEqual({ kind: 'off' });
  });

  it('waits on where a recording broke off: that is not the lecture’s end', () => {
    core.setSleep('end-of-lecture');
    listen(device, 60);
    device.world.media.end(60_000);
    expect(core.sleep.get()).toEqual({ kind: 'end-of-lecture' });
  });

  it('lets nothing begin when it runs out as the lecture ends', () => {
    core.setSleep(5);
    listen(device, 5 * 60 - 1);
    device.world.time.advance(1_000);
    device.world.media.end(HOUR_MS);
    expect(core.sleep.get().kind).toBe('off');
    expect(core.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'paused' });
  });

  it('goes on into the lecture that follows', () => {
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
