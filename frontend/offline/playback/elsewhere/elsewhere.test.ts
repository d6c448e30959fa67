import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { openCore } from '../../core';
import { ScriptedMedia } from '../../testing/scripted-media';
import { CoreHarness, HOUR_MS, type Core } from '../../testing/core-harness';
import { settled } from '../../testing/activity';
import { noChannel, sharedChannels, uuid } from '../../testing/fake-world';
import { listen, play, withSeries } from '../../testing/listening';
import { JUST_NOW_MS } from './played-elsewhere';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
  withSeries(device, 3);
});

describe('two tabs of one browser', () => {
  let one: Core;
  let other: Core;
  let otherMedia: ScriptedMedia;

  beforeEach(async () => {
    const [first = noChannel(), second = noChannel()] = sharedChannels(2);
    const { world } = device;
    device.world = { ...world, channel: first };
    one = await device.signedIn();
    otherMedia = new ScriptedMedia();
    let ids = 5_000;
    const random = { random: () => 0.5, newId: () => uuid(ids++) };
    other = await openCore({ ...world, channel: second, media: otherMedia, random });
    await settled();
  });

  function playInOther(lectureId: string): void {
    other.play(lectureId);
    otherMedia.loaded(HOUR_MS);
    otherMedia.tell('playing');
  }

  it('do not play at once: the newer one pauses the older, which writes its position', async () => {
    play(device, one);
    await settled();
    listen(device, 10);
    device.world.time.advance(1);
    playInOther('lecture-2');
    await settled();
    expect(one.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'paused' });
    expect(other.player.get()).toMatchObject({ lectureId: 'lecture-2', state: 'playing' });
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(10_000);
    device.world.time.advance(1);
    one.resume();
    device.world.media.tell('playing');
    await settled();
    expect([one.player.get().state, other.player.get().state]).toEqual(['playing', 'paused']);
  });

  it('that begin within the same millisecond do not pause each other', async () => {
    one.play('lecture-1');
    playInOther('lecture-2');
    await settled();
    const states = [one.player.get().state, other.player.get().state];
    expect(states.filter((state) => state === 'paused')).toHaveLength(1);
  });

  it('do not play at once after the device’s clock was set back', async () => {
    play(device, one);
    await settled();
    device.world.time.at -= HOUR_MS;
    playInOther('lecture-2');
    await settled();
    expect([one.player.get().state, other.player.get().state]).toEqual(['paused', 'playing']);
  });
});

describe('another device that plays another lecture', () => {
  let core: Core;

  async function elsewhere(lectureId: string, positionMs: number, id = 9): Promise<void> {
    device.server.elsewhere({
      ...{ id: uuid(id), type: 'PROGRESS', lectureId, occurredAt: device.world.time.at },
      ...{ positionMs, audioAssetId: `asset-${lectureId.slice(-1)}` },
    });
    device.world.time.advance(1_000);
    await core.refresh();
    await settled();
  }

  beforeEach(async () => {
    core = await device.signedIn();
    play(device, core);
    listen(device, 10);
  });

  it('is told for a minute, and pauses nothing', async () => {
    await elsewhere('lecture-2', 900_000);
    expect(core.playedElsewhere.get()).toEqual({ lectureId: 'lecture-2', positionMs: 900_000 });
    expect(core.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'playing' });
    device.world.time.advance(JUST_NOW_MS);
    expect(core.playedElsewhere.get()).toBeNull();
  });

  it('is gone on with here', async () => {
    await elsewhere('lecture-2', 900_000);
    core.play('lecture-2');
    device.world.media.loaded(HOUR_MS);
    expect(device.world.media.asked.at(-2)).toBe('play');
    expect(device.world.media.asked.at(-1)).toBe('seek 900000');
    expect(core.playedElsewhere.get()).toBeNull();
  });

  it('is told no more once the listener chose to stay', async () => {
    await elsewhere('lecture-2', 900_000);
    core.stayHere();
    await elsewhere('lecture-2', 930_000, 10);
    expect(core.playedElsewhere.get()).toBeNull();
    await elsewhere('lecture-3', 60_000, 11);
    expect(core.playedElsewhere.get()?.lectureId).toBe('lecture-3');
  });

  it('long ago is not told', async () => {
    device.world.network.set(false);
    device.server.elsewhere({
      ...{ id: uuid(9), type: 'PROGRESS', lectureId: 'lecture-2', occurredAt: device.world.time.at },
      ...{ positionMs: 900_000, audioAssetId: 'asset-2' },
    });
    device.world.time.advance(JUST_NOW_MS);
    device.world.network.set(true);
    await settled();
    expect(core.listening.get().get('lecture-2')?.resumePositionMs).toBe(900_000);
    expect(core.playedElsewhere.get()).toBeNull();
  });
});
