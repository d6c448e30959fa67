import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { CoreHarness, HOUR_MS, type Core } from '../testing/core-harness';
import { settled } from '../testing/activity';
import { uuid } from '../testing/fake-world';
import { begin, listen, play, withSeries } from '../testing/listening';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

let device: CoreHarness;
let core: Core;

beforeEach(async () => {
  device = new CoreHarness();
  withSeries(device, 3);
  core = await device.signedIn();
});

async function pausedAt(seconds: number): Promise<void> {
  play(device, core);
  device.world.media.positionNowMs = (seconds - 1) * 1_000;
  listen(device, 1);
  core.pause();
  await settled();
}

/** Another device moves on in the first lecture, and this one receives it. */
async function elsewhere(positionMs: number, id = 9): Promise<void> {
  device.server.elsewhere({
    ...{ id: uuid(id), type: 'PROGRESS', lectureId: 'lecture-1', occurredAt: device.world.time.at },
    ...{ positionMs, audioAssetId: 'asset-1' },
  });
  await core.refresh();
  await settled();
}

describe('resuming after a pause', () => {
  it.each([
    ['a moment', MINUTE_MS, null],
    ['minutes', 2 * MINUTE_MS, 'seek 595000'],
    ['hours', 2 * HOUR_MS, 'seek 585000'],
    ['days', 2 * DAY_MS, 'seek 570000'],
  ])('C4: of %s goes back a little, which is no progress and writes nothing', async (_pause, ms, seek) => {
    await pausedAt(600);
    const sent = device.sentTypes().length;
    device.world.time.advance(ms);
    device.world.media.asked.length = 0;
    core.resume();
    expect(device.world.media.asked).toEqual(seek === null ? ['play'] : [seek, 'play']);
    device.world.media.tell('seeked');
    core.pause();
    await settled();
    expect(device.sentTypes()).toHaveLength(sent);
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(600_000);
  });

  it('C3: does not go back twice when play is pressed again without listening in between', async () => {
    await pausedAt(600);
    device.world.time.advance(2 * DAY_MS);
    core.resume();
    device.world.media.tell('seeked');
    core.pause();
    await settled();
    core.resume();
    device.world.media.tell('seeked');
    expect(core.player.get().positionMs).toBe(570_000);
  });

  it('goes back after a restart too, by the anchored clock, also on a device that is days ahead', async () => {
    await pausedAt(600);
    device.world.time.at += 20 * DAY_MS;
    await core.refresh();
    await settled();
    const again = await device.restarted();
    again.play('lecture-1');
    device.world.media.loaded(HOUR_MS);
    expect(device.world.media.asked.at(-1)).toBe('seek 570000');
  });

  it('C3: goes back at a position of another device too, by the time since that device stopped', async () => {
    await pausedAt(600);
    device.world.time.advance(MINUTE_MS);
    await elsewhere(900_000);
    device.world.time.advance(2 * HOUR_MS);
    core.resume();
    expect(device.world.media.asked.slice(-2)).toEqual(['seek 885000', 'play']);
  });
});

describe('the position of another device', () => {
  it('C8: is offered without moving anything, and stays offered while this device records positions', async () => {
    play(device, core);
    listen(device, 60);
    await settled();
    device.world.time.advance(1_000);
    await elsewhere(900_000);
    expect(core.otherDevicePosition.get()).toEqual({ positionMs: 900_000 });
    expect(device.world.media.positionNowMs).toBe(60_000);
    listen(device, 40);
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).not.toBe(900_000);
    core.moveToOtherDevice();
    device.world.media.tell('seeked');
    expect(core.player.get()).toMatchObject({ state: 'playing', positionMs: 900_000 });
    expect(core.otherDevicePosition.get()).toBeNull();
    expect(core.seekUndo.get()).toEqual({ backToMs: 100_000 });
  });

  it('is no longer offered once the listener chose to stay', async () => {
    play(device, core);
    listen(device, 60);
    await settled();
    await elsewhere(900_000);
    core.stayHere();
    expect(core.otherDevicePosition.get()).toBeNull();
    device.world.time.advance(1_000);
    await elsewhere(930_000, 10);
    expect(core.otherDevicePosition.get()).toBeNull();
  });

  it('C3: is not used when the listener chose to stay during a pause: play continues at the own position', async () => {
    await pausedAt(60);
    device.world.time.advance(1_000);
    await elsewhere(900_000);
    device.world.time.advance(1_000);
    core.stayHere();
    await settled();
    core.resume();
    expect(device.world.media.asked.at(-1)).toBe('play');
    expect(core.player.get().positionMs).toBe(60_000);
    expect(core.seekUndo.get()).toBeNull();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(60_000);
  });

  it('C3: is where playback continues when the listener presses play, and the seek can be undone', async () => {
    await pausedAt(60);
    device.world.time.advance(1_000);
    await elsewhere(900_000);
    expect(core.otherDevicePosition.get()).toEqual({ positionMs: 900_000 });
    core.resume();
    device.world.media.tell('seeked');
    expect(core.player.get().positionMs).toBe(900_000);
    expect(core.otherDevicePosition.get()).toBeNull();
    expect(core.seekUndo.get()).toEqual({ backToMs: 60_000 });
  });

  it('moves a lecture that is only shown and was not played on this device', async () => {
    await pausedAt(60);
    core = await device.restarted();
    await settled();
    expect(core.player.get()).toMatchObject({ state: 'paused', positionMs: 60_000 });
    device.world.time.advance(1_000);
    await elsewhere(900_000);
    expect(core.player.get()).toMatchObject({ state: 'paused', positionMs: 900_000 });
    expect(core.otherDevicePosition.get()).toBeNull();
  });
});

describe('the speed', () => {
  it('is stored for the series, and other series keep the default', async () => {
    play(device, core);
    core.setRate(1.5);
    core.setPlayback({ rate: 1.25 });
    expect(device.world.media.rate).toBe(1.5);
    play(device, core, 'lecture-9');
    expect(device.world.media.rate).toBe(1.25);
    await settled();
    core = await device.restarted();
    core.play('lecture-2');
    expect(device.world.media.rate).toBe(1.5);
    expect(core.player.get().rate).toBe(1.5);
  });

  it('changes to that of the next lecture when it begins by itself', () => {
    core.play('lecture-9');
    core.setRate(2);
    play(device, core, 'lecture-1');
    core.playNext('lecture-9');
    device.world.media.end(HOUR_MS);
    expect(device.world.media.rate).toBe(2);
  });
});

describe('listening again', () => {
  it('C4: from the beginning stores position 0, also for a lecture that is not loaded', async () => {
    await pausedAt(600);
    await core.setFlag('lecture-1', 'completion', true);
    core.play('lecture-2');
    begin(device);
    core.playFromStart('lecture-1');
    device.world.media.loaded(HOUR_MS);
    expect(device.world.media.asked.at(-1)).toBe('play');
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(0);
    expect(core.listening.get().get('lecture-1')).toMatchObject({ completed: true, resumePositionMs: 0 });
  });

  it('to the loaded lecture can be undone', async () => {
    await pausedAt(600);
    core.playFromStart('lecture-1');
    expect(device.world.media.asked.slice(-2)).toEqual(['seek 0', 'play']);
    expect(core.seekUndo.get()).toEqual({ backToMs: 600_000 });
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(0);
  });
});
