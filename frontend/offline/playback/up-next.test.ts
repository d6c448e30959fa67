import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { openCore } from '../core';
import { CoreHarness, HOUR_MS } from '../testing/core-harness';
import { settled } from '../testing/activity';
import { sharedChannels, shownPage } from '../testing/fake-world';
import { begin, listen, play, withSeries } from '../testing/listening';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
  withSeries(device, 4);
});

function audio(n: number): string {
  return `load audio/${String(n).repeat(64)}.mp3`;
}

describe('the next lecture', () => {
  it('begins in the handler of the end of the lecture before, on the same media element without emptying it', async () => {
    const core = await device.signedIn();
    play(device, core);
    const { media } = device.world;
    media.asked.length = 0;
    media.end(HOUR_MS);
    expect(media.asked).toEqual([audio(2), 'play']);
    expect(core.player.get()).toMatchObject({ lectureId: 'lecture-2', state: 'loading', positionMs: 0 });
    await settled();
    expect(device.server.state('lecture-1')?.completion?.completed).toBe(true);
    expect(device.server.state('lecture-2')).toBeUndefined();
  });

  it('comes from the queue before the series, and leaves the queue when it begins', async () => {
    const core = await device.signedIn();
    core.play('lecture-1');
    core.addToQueue('lecture-4');
    core.playNext('lecture-9');
    expect(core.upNext.get()).toMatchObject({ queue: ['lecture-9', 'lecture-4'], next: 'lecture-9' });
    begin(device);
    device.world.media.end(HOUR_MS);
    expect(core.player.get().lectureId).toBe('lecture-9');
    expect(core.upNext.get()).toMatchObject({ queue: ['lecture-4'], next: 'lecture-4' });
    begin(device);
    device.world.media.end(HOUR_MS);
    expect(core.player.get().lectureId).toBe('lecture-4');
    expect(core.upNext.get()).toMatchObject({ queue: [], next: null });
  });

  it('resumes at its stored position', async () => {
    const core = await device.signedIn();
    play(device, core, 'lecture-2');
    listen(device, 60);
    core.pause();
    await settled();
    play(device, core);
    device.world.media.end(HOUR_MS);
    device.world.media.loaded(HOUR_MS);
    expect(device.world.media.asked.at(-1)).toBe('seek 60000');
  });

  it('is one that can be played: without a network it is a downloaded one', async () => {
    const core = await device.signedIn();
    await device.storeReadyDownload();
    play(device, core, 'lecture-9');
    expect(core.upNext.get().next).toBeNull();
    core.addToQueue('lecture-3');
    core.addToQueue('lecture-1');
    expect(core.upNext.get().next).toBe('lecture-3');
    const restarted = await device.restarted();
    device.world.network.set(false);
    await settled();
    expect(restarted.upNext.get()).toMatchObject({ queue: ['lecture-3', 'lecture-1'], next: 'lecture-1' });
  });

  it('does not begin by itself when autoplay is off or the recording broke off', async () => {
    const core = await device.signedIn();
    play(device, core);
    listen(device, 5);
    device.world.media.end(5_000);
    expect(core.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'paused' });
    core.setPlayback({ autoPlay: false });
    core.resume();
    begin(device);
    device.world.media.end(HOUR_MS);
    expect(core.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'paused' });
    await settled();
    const again = await device.restarted();
    expect(again.playback.get().autoPlay).toBe(false);
  });

  it('does not begin after a seek to the end: the undo is offered, and nothing is completed', async () => {
    const core = await device.signedIn();
    play(device, core);
    listen(device, 60);
    core.seek(2 * HOUR_MS);
    const { media } = device.world;
    media.positionNowMs = HOUR_MS;
    media.tell('seeked');
    media.tell('time');
    media.end(HOUR_MS);
    expect(core.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'paused' });
    expect(core.seekUndo.get()).toEqual({ backToMs: 60_000 });
    await settled();
    expect(core.listening.get().get('lecture-1')?.completed).toBe(false);
  });

  it('can be started at once, and the previous one can be started from the beginning', async () => {
    const core = await device.signedIn();
    play(device, core);
    core.next();
    expect(core.player.get().lectureId).toBe('lecture-2');
    begin(device);
    listen(device, 6);
    core.previous();
    device.world.media.tell('seeked');
    expect(core.player.get()).toMatchObject({ lectureId: 'lecture-2', positionMs: 0 });
    core.previous();
    expect(core.player.get().lectureId).toBe('lecture-1');
  });
});

describe('the queue', () => {
  it('can be reordered, and survives a restart', async () => {
    const core = await device.signedIn();
    core.play('lecture-9');
    ['lecture-1', 'lecture-2', 'lecture-3'].forEach(core.addToQueue);
    core.moveInQueue('lecture-3', 0);
    core.removeFromQueue('lecture-2');
    await settled();
    const again = await device.restarted();
    expect(again.upNext.get().queue).toEqual(['lecture-3', 'lecture-1']);
  });

  it('moves its first lecture into an empty player, without requesting audio', async () => {
    const core = await device.signedIn();
    core.addToQueue('lecture-3');
    expect(core.player.get()).toMatchObject({ lectureId: 'lecture-3', state: 'paused', source: null });
    expect(core.upNext.get().queue).toEqual([]);
    expect(device.world.media.asked).toEqual([]);
  });

  it('keeps that first lecture in the player after a restart', async () => {
    const core = await device.signedIn();
    core.addToQueue('lecture-3');
    core.addToQueue('lecture-4');
    await settled();
    const again = await device.restarted();
    await settled();
    expect(again.player.get()).toMatchObject({ lectureId: 'lecture-3', state: 'paused' });
    expect(again.upNext.get().queue).toEqual(['lecture-4']);
  });

  it('C9: belongs to one account, and is adopted when a guest signs in', async () => {
    const guest = await openCore(device.world);
    await settled();
    guest.play('lecture-1');
    guest.addToQueue('lecture-3');
    await guest.signIn('a', 'password');
    await settled();
    expect(guest.upNext.get().queue).toEqual(['lecture-3']);
    await guest.signOut();
    await settled();
    expect(guest.upNext.get().queue).toEqual([]);
    const again = await device.restarted();
    expect(again.upNext.get().queue).toEqual([]);
    expect(device.world.faults).toEqual([]);
  });

  it('is shared by all tabs: lectures that two tabs add are in it', async () => {
    const [here, there] = sharedChannels(2);
    device.world = { ...device.world, channel: here ?? device.world.channel };
    const first = await device.signedIn();
    const second = await openCore({ ...device.world, channel: there ?? device.world.channel });
    await settled();
    first.play('lecture-9');
    second.play('lecture-9');
    first.addToQueue('lecture-1');
    second.addToQueue('lecture-2');
    await settled();
    expect(first.upNext.get().queue.toSorted()).toEqual(['lecture-1', 'lecture-2']);
    expect(second.upNext.get().queue).toEqual(first.upNext.get().queue);
  });

  it('C9: is adopted from the store when a guest signs in, with what another tab added', async () => {
    const first = await openCore(device.world);
    const second = await openCore({ ...device.world });
    await settled();
    first.play('lecture-9');
    first.addToQueue('lecture-1');
    await settled();
    second.play('lecture-9');
    second.addToQueue('lecture-2');
    await settled();
    await first.signIn('a', 'password');
    await settled();
    expect(first.upNext.get().queue).toEqual(['lecture-1', 'lecture-2']);
  });

  it('C9: of a listener who signed in in another tab survives a tab that learns of it later', async () => {
    const first = await device.signedIn('a');
    const page = shownPage();
    await openCore({ ...device.world, page });
    await settled();
    await first.signOut();
    await first.signIn('b', 'password');
    first.play('lecture-9');
    first.addToQueue('lecture-3');
    await settled();
    page.show();
    await settled();
    expect((await device.restarted()).upNext.get().queue).toEqual(['lecture-3']);
  });
});
