import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { CoreHarness, HOUR_MS, type Core } from '../../testing/core-harness';
import { settled } from '../../testing/activity';
import { begin, listen, play } from '../../testing/listening';

const HEARD_MS = 3_300_000;

let device: CoreHarness;
let core: Core;

beforeEach(async () => {
  device = new CoreHarness();
  core = await device.signedIn();
  play(device, core);
  device.world.media.positionNowMs = HEARD_MS - 2_000;
  listen(device, 2);
});

/** The listener's finger slips to the far end of the seek bar: the browser plays nothing, and says that it ended. */
function touchTheFarEnd(): void {
  core.seek(HOUR_MS);
  device.world.media.tell('seeked');
  device.world.media.end(HOUR_MS);
}

describe('C4: a touch at the far end', () => {
  it('keeps the place through a reload, and the lecture in progress', async () => {
    touchTheFarEnd();
    await settled();
    core = await device.restarted();
    await settled();
    expect(core.player.get()).toMatchObject({ state: 'paused', positionMs: HEARD_MS });
    expect(core.listening.get().get('lecture-1')).toMatchObject({
      resumePositionMs: HEARD_MS,
      completed: false,
    });
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(HEARD_MS);
    expect(device.server.state('lecture-1')?.completion ?? null).toBeNull();
  });

  it('keeps it through signing out and in', async () => {
    touchTheFarEnd();
    await core.signOut();
    await settled();
    await core.signIn('a', 'password');
    await settled();
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(HEARD_MS);
  });

  it('is undone by pressing play: the end has nothing left to hear', async () => {
    touchTheFarEnd();
    await settled();
    core.resume();
    expect(device.world.media.asked.slice(-2)).toEqual([`seek ${HEARD_MS}`, 'play']);
    device.world.media.tell('seeked');
    device.world.media.tell('playing');
    expect(core.player.get()).toMatchObject({ state: 'playing', positionMs: HEARD_MS });
  });

  it('on a lecture that is only shown moves nobody', async () => {
    core.pause();
    await settled();
    core = await device.restarted();
    await settled();
    core.seek(HOUR_MS);
    await settled();
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(HEARD_MS);
    core.resume();
    begin(device);
    expect(core.player.get().positionMs).toBe(HEARD_MS);
  });
});

describe('C4: a place in the end margin that the listener chose', () => {
  it('is played from, and completes at the end', async () => {
    core.pause();
    core.seek(HOUR_MS - 6_000);
    device.world.media.tell('seeked');
    await settled();
    device.world.media.asked.length = 0;
    core.resume();
    expect(device.world.media.asked).toEqual(['play']);
    device.world.media.tell('playing');
    listen(device, 5);
    device.world.media.end(HOUR_MS);
    await settled();
    expect(core.listening.get().get('lecture-1')?.completed).toBe(true);
  });

  it('is played from when the lecture is only shown, too', async () => {
    core.pause();
    await settled();
    core = await device.restarted();
    await settled();
    core.seek(HOUR_MS - 6_000);
    core.resume();
    begin(device);
    expect(core.player.get().positionMs).toBe(HOUR_MS - 6_000);
  });
});
