import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { UNDO_OFFERED_MS } from '../../rules/playback/seek-undo';
import { settled } from '../../testing/activity';
import { CoreHarness, HOUR_MS, type Core } from '../../testing/core-harness';
import { listen, play } from '../../testing/listening';

let device: CoreHarness;
let core: Core;

beforeEach(async () => {
  device = new CoreHarness();
  core = await device.signedIn();
});

describe('the undo of a seek', () => {
  beforeEach(() => {
    play(device, core);
    listen(device, 100);
  });

  it('is offered for a while after a seek, and returns to the former position', () => {
    core.seek(2_000_000);
    device.world.media.tell('seeked');
    expect(core.seekUndo.get()).toEqual({ backToMs: 100_000 });
    core.undoSeek();
    expect(core.player.get().positionMs).toBe(100_000);
    expect(core.seekUndo.get()).toBeNull();
    device.world.media.tell('seeked');
    device.world.time.advance(10_000);
    core.seek(2_000_000);
    device.world.time.advance(UNDO_OFFERED_MS);
    expect(core.seekUndo.get()).toBeNull();
  });

  it('is offered after several skips and returns to before the first, but not after a single skip', () => {
    core.skip(30_000);
    expect(core.seekUndo.get()).toBeNull();
    core.skip(30_000);
    core.skip(30_000);
    expect(core.seekUndo.get()).toEqual({ backToMs: 100_000 });
  });

  it('measures a seek beyond the end by where it really went', () => {
    core.seek(HOUR_MS - 5_000);
    device.world.media.tell('seeked');
    device.world.time.advance(60_000);
    core.skip(90_000);
    expect(core.seekUndo.get()).toBeNull();
  });

  it('disappears when another lecture is loaded', () => {
    core.seek(2_000_000);
    core.play('lecture-2');
    expect(core.seekUndo.get()).toBeNull();
  });

  describe('of a jump before a restart', () => {
    beforeEach(async () => {
      core.seek(2_000_000);
      device.world.media.tell('seeked');
      await settled();
    });

    it('is offered again, and returns to the former position', async () => {
      core = await device.restarted();
      expect(core.seekUndo.get()).toEqual({ backToMs: 100_000 });
      core.undoSeek();
      expect(core.player.get().positionMs).toBe(100_000);
    });

    it('is offered for as long as after a seek, although nothing plays', async () => {
      core = await device.restarted();
      device.world.time.advance(UNDO_OFFERED_MS - 1);
      expect(core.seekUndo.get()).not.toBeNull();
      device.world.time.advance(1);
      expect(core.seekUndo.get()).toBeNull();
    });

    it('is offered from when the listener sees the page', async () => {
      device.closed();
      device.world.page.hide();
      core = await device.open();
      device.world.time.advance(UNDO_OFFERED_MS);
      expect(core.seekUndo.get()).not.toBeNull();
      device.world.page.show();
      device.world.time.advance(UNDO_OFFERED_MS);
      expect(core.seekUndo.get()).toBeNull();
    });
  });
});
