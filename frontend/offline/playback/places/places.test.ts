import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { CoreHarness, HOUR_MS, type Core } from '../../testing/core-harness';
import { settled } from '../../testing/activity';
import { uuid } from '../../testing/fake-world';
import { begin, listen, play } from '../../testing/listening';

const HEARD_MS = 3_300_000;

let device: CoreHarness;
let core: Core;

beforeEach(() => {
  device = new CoreHarness();
});

/** Listens to the first lecture for twenty seconds, up to this place. */
function listenTo(positionMs: number): void {
  play(device, core);
  device.world.media.positionNowMs = positionMs - 20_000;
  listen(device, 20);
}

function jump(positionMs: number): void {
  core.seek(positionMs);
  device.world.media.tell('seeked');
}

function places(lectureId = 'lecture-1'): Array<readonly [positionMs: number, cause: string]> {
  return (core.earlierPlaces.get().get(lectureId) ?? []).map(({ positionMs, cause }) => [positionMs, cause]);
}

async function elsewhere(positionMs: number, id = 9): Promise<void> {
  device.world.time.advance(1_000);
  device.server.elsewhere({
    ...{ id: uuid(id), type: 'PROGRESS', lectureId: 'lecture-1', occurredAt: device.world.time.at },
    ...{ positionMs, audioAssetId: 'asset-1' },
  });
  device.world.time.advance(1_000);
  await core.refresh();
  await settled();
}

describe('C12: the places that the listener left', () => {
  beforeEach(async () => {
    core = await device.signedIn();
    listenTo(HEARD_MS);
  });

  it('are kept with time and cause through a restart, and so is the way back', async () => {
    const leftAt = device.world.time.at;
    jump(600_000);
    await settled();
    expect(core.earlierPlaces.get().get('lecture-1')).toEqual([
      { positionMs: HEARD_MS, toMs: 600_000, leftAt, cause: 'jump' },
    ]);
    core = await device.restarted();
    expect(places()).toEqual([[HEARD_MS, 'jump']]);
    expect(core.seekUndo.get()).toEqual({ backToMs: HEARD_MS });
    core.undoSeek();
    await settled();
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(HEARD_MS);
  });

  it('are each kept once: looking around by many jumps leaves one place', async () => {
    for (const positionMs of [600_000, 1_200_000, 60_000, 3_000_000]) {
      jump(positionMs);
      listen(device, 5);
    }
    await settled();
    expect(places()).toEqual([[HEARD_MS, 'jump']]);
    listen(device, 20);
    jump(600_000);
    await settled();
    expect(places().map(([positionMs]) => positionMs)).toEqual([3_025_000, HEARD_MS]);
  });

  it('are ten at most', async () => {
    for (let n = 1; n <= 12; n++) {
      jump(n * 120_000);
      listen(device, 20);
    }
    jump(0);
    await settled();
    expect(places()).toHaveLength(10);
    expect(places()[0]).toEqual([12 * 120_000 + 20_000, 'jump']);
  });

  it('are gone back to, and the place that is left by that is one as well', async () => {
    jump(600_000);
    listen(device, 20);
    core.goToPlace('lecture-1', HEARD_MS);
    device.world.media.tell('seeked');
    await settled();
    expect(core.player.get().positionMs).toBe(HEARD_MS);
    expect(places()).toEqual([
      [620_000, 'restored'],
      [HEARD_MS, 'jump'],
    ]);
  });

  it('are gone back to in a lecture that is not in the player, without playing it', async () => {
    jump(600_000);
    await settled();
    play(device, core, 'lecture-2');
    core.goToPlace('lecture-1', HEARD_MS);
    await settled();
    expect(core.player.get()).toMatchObject({ lectureId: 'lecture-2', state: 'playing' });
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(HEARD_MS);
  });

  it('hold where another device took the position away from, and where it was when this one goes on', async () => {
    core.pause();
    await settled();
    await elsewhere(900_000);
    expect(places()).toEqual([[HEARD_MS, 'other-device']]);
    core.stayHere();
    await settled();
    expect(places()).toEqual([
      [900_000, 'other-device'],
      [HEARD_MS, 'other-device'],
    ]);
  });

  it('are not filled up by a device that plays on at the same time', async () => {
    for (let n = 0; n < 6; n++) {
      listen(device, 30);
      await settled();
      await elsewhere(900_000 + n * 30_000, 20 + n);
    }
    expect(places()).toHaveLength(2);
  });

  it('hold the own place when a link is played from, also of a lecture that is not in the player', async () => {
    play(device, core, 'lecture-2');
    core.playFrom('lecture-1', 600_000);
    begin(device);
    await settled();
    expect(core.player.get()).toMatchObject({
      lectureId: 'lecture-1',
      positionMs: 600_000,
      state: 'playing',
    });
    expect(places()).toEqual([[HEARD_MS, 'jump']]);
  });

  it('do not hold a place that nobody heard: the far end of the seek bar', async () => {
    jump(HOUR_MS);
    device.world.time.advance(60_000);
    jump(600_000);
    await settled();
    expect(places()).toEqual([[HEARD_MS, 'jump']]);
  });

  it('are the account’s: the guest sees none, and forgetting the account forgets them', async () => {
    jump(600_000);
    await core.signOut();
    await settled();
    expect(places()).toEqual([]);
    await core.signIn('a', 'password');
    await settled();
    expect(places()).toEqual([[HEARD_MS, 'jump']]);
    await core.forgetAccount(false);
    await core.signIn('a', 'password');
    await settled();
    expect(places()).toEqual([]);
  });
});

describe('C9, C12: the places that a guest left', () => {
  beforeEach(async () => {
    core = await device.signedIn();
    listenTo(HEARD_MS);
    core.pause();
    await core.signOut();
    await settled();
    core.play('lecture-1');
    begin(device);
    device.world.media.positionNowMs = 200_000;
    listen(device, 20);
    jump(1_000_000);
    core.pause();
    await settled();
    expect(places()).toEqual([[220_000, 'jump']]);
    await core.signIn('a', 'password');
    await settled();
  });

  it('stay the guest’s while nobody took them over', () => {
    expect(places()).toEqual([]);
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(HEARD_MS);
  });

  it('go along with the progress, and the account’s own place is kept', async () => {
    await core.keepGuestProgress(true);
    await settled();
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(1_000_000);
    expect(places()).toEqual([
      [HEARD_MS, 'guest'],
      [220_000, 'jump'],
    ]);
  });
});
