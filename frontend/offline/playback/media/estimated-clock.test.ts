import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { CoreHarness, HOUR_MS, type Core } from '../../testing/core-harness';
import { settled } from '../../testing/activity';
import { listen } from '../../testing/listening';

let device: CoreHarness;
let core: Core;

beforeEach(async () => {
  device = new CoreHarness();
  core = await device.signedIn();
});

/** The browser takes the first frames for all of them, and believes in half an hour or in two. */
function load(estimateMs: number): void {
  core.play('lecture-1');
  device.world.media.loaded(estimateMs);
  if (device.world.media.asked.at(-1)?.startsWith('seek') === true) {
    device.world.media.tell('seeked');
  }
  device.world.media.tell('playing');
}

const completed = () => core.listening.get().get('lecture-1')?.completed;

describe.each([
  ['half', HOUR_MS / 2],
  ['twice', HOUR_MS * 2],
])('C4: a recording that the browser takes for %s as long', (_, estimateMs) => {
  it('is sought to where the listener wants, and resumes there', async () => {
    load(estimateMs);
    core.seek(600_000);
    expect(device.world.media.asked.at(-1)).toBe(`seek ${(600_000 * estimateMs) / HOUR_MS}`);
    device.world.media.tell('seeked');
    expect(core.player.get()).toMatchObject({ positionMs: 600_000, durationMs: HOUR_MS });
    listen(device, 30);
    expect(core.player.get().positionMs).toBe(630_000);
    core.pause();
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(630_000);
    core = await device.restarted();
    load(estimateMs);
    expect(core.player.get().positionMs).toBe(630_000);
  });

  it('does not complete by the clock, minutes before the end', async () => {
    load(estimateMs);
    core.seek(HOUR_MS - 60_000);
    device.world.media.tell('seeked');
    listen(device, 58);
    await settled();
    expect(completed()).toBe(false);
    listen(device, 120); // The clock is past the end, and playback goes on.
    await settled();
    expect(completed()).toBe(false);
    device.world.media.end(device.world.media.positionNowMs);
    await settled();
    expect(completed()).toBe(true);
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(HOUR_MS);
  });

  it('completes where playback ends, minutes before the clock is at the end', async () => {
    load(estimateMs);
    core.seek(HOUR_MS - 360_000);
    device.world.media.tell('seeked');
    listen(device, 60);
    device.world.media.end(device.world.media.positionNowMs);
    await settled();
    expect(completed()).toBe(true);
    expect(core.player.get().lectureId, 'and the series goes on').toBe('lecture-2');
  });

  it('does not complete where it broke off', async () => {
    load(estimateMs);
    listen(device, 60);
    device.world.media.end(device.world.media.positionNowMs);
    await settled();
    expect(completed()).toBe(false);
  });

  it('does not complete by a touch at the far end', async () => {
    load(estimateMs);
    listen(device, 60);
    core.seek(HOUR_MS);
    device.world.media.tell('seeked');
    device.world.media.end(estimateMs);
    await settled();
    expect(core.listening.get().get('lecture-1')).toMatchObject({
      completed: false,
      resumePositionMs: 60_000,
    });
  });
});
