import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { settled } from '../../testing/activity';
import { CoreHarness, HOUR_MS, type Core } from '../../testing/core-harness';
import { listen, play } from '../../testing/listening';
import { RecordedControls } from '../../testing/recorded-controls';

let device: CoreHarness;
let core: Core;
let controls: RecordedControls;

beforeEach(async () => {
  device = new CoreHarness();
  controls = new RecordedControls();
  device.world = { ...device.world, controls };
  core = await device.signedIn();
});

describe('the lock screen', () => {
  it('shows the lecture with its cover, and receives the position only when it cannot compute it', () => {
    play(device, core);
    expect(controls.shown).toEqual({
      ...{ title: 'Lecture 1', artist: 'A Scholar', album: 'A Series', coverId: 'series' },
      picture: null,
    });
    expect(controls.playing).toBe(true);
    controls.told.length = 0;
    listen(device, 10);
    expect(controls.told).toEqual([]);
    core.setRate(2);
    core.seek(60_000);
    expect(controls.told).toEqual([`at 10000 of ${HOUR_MS} by 2`, `at 60000 of ${HOUR_MS} by 2`]);
  });

  it('changes from one lecture to the next without an interruption', () => {
    play(device, core);
    controls.told.length = 0;
    device.world.media.positionNowMs = HOUR_MS;
    device.world.media.tell('ended');
    expect(controls.told.filter((told) => !told.startsWith('at '))).toEqual(['show Lecture 2', 'plays']);
  });

  it('does not show playback when the player is paused while it waits for the network', () => {
    play(device, core);
    device.world.media.tell('stalled');
    expect(controls.playing).toBe(true);
    core.pause();
    expect(controls.playing).toBe(false);
  });

  it('shows playback while a stream is retried, and no longer when it has failed for good', async () => {
    play(device, core);
    for (const retryMs of [500, 2_000, 5_000]) {
      device.world.media.tell('failed');
      expect(controls.playing).toBe(true);
      device.world.time.advance(retryMs);
    }
    device.world.media.tell('failed');
    await settled();
    expect(controls.playing).toBe(false);
  });

  it('is released to other apps while nothing was played, and when listening ends', async () => {
    play(device, core);
    core.close();
    expect(controls.told.at(-1)).toBe('nothing');
    play(device, core);
    core = await device.restarted();
    expect(core.player.get().lectureId).toBe('lecture-1');
    expect(controls.shown?.title).toBe('Lecture 1');
  });

  it.each([
    [{ kind: 'back', byMs: null }, 85_000],
    [{ kind: 'back', byMs: 10_000 }, 90_000],
    [{ kind: 'forward', byMs: null }, 130_000],
    [{ kind: 'forward', byMs: 45_000 }, 145_000],
    [{ kind: 'seek', positionMs: 700_000 }, 700_000],
    [{ kind: 'previous' }, 85_000],
    [{ kind: 'next' }, 130_000],
  ] as const)('has the commands of %o', (command, positionMs) => {
    play(device, core);
    listen(device, 100);
    controls.press(command);
    expect(core.player.get().positionMs).toBe(positionMs);
  });

  it('plays, pauses, stops and skips to the next lecture', () => {
    play(device, core);
    controls.press({ kind: 'pause' });
    expect(core.player.get().state).toBe('paused');
    controls.press({ kind: 'play' });
    device.world.media.tell('playing');
    expect(controls.playing).toBe(true);
    controls.press({ kind: 'stop' });
    expect(core.player.get()).toMatchObject({ state: 'paused', lectureId: 'lecture-1' });
  });

  it('skips as far as the listener chose', () => {
    core.setPlayback({ skipBackMs: 60_000, skipForwardMs: 10_000 });
    play(device, core);
    listen(device, 100);
    controls.press({ kind: 'back', byMs: null });
    expect(core.player.get().positionMs).toBe(40_000);
    controls.press({ kind: 'next' });
    expect(core.player.get().positionMs).toBe(50_000);
  });

  it('goes to the next and the previous lecture where that is chosen, and by that choice alone', async () => {
    core.setPlayback({ trackButtons: 'lecture' });
    play(device, core);
    listen(device, 100);
    controls.press({ kind: 'previous' });
    expect(core.player.get().positionMs).toBe(0);
    controls.press({ kind: 'next' });
    expect(core.player.get().lectureId).toBe('lecture-2');
    await settled();
    expect(core.earlierPlaces.get().get('lecture-1')?.[0]?.positionMs).toBe(100_000);
  });

  it('keeps the place at 55:00 whatever a headset presses', async () => {
    play(device, core);
    device.world.media.positionNowMs = 3_290_000;
    listen(device, 10);
    controls.press({ kind: 'previous' });
    await settled();
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(3_285_000);
  });
});
