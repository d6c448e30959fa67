import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { openCore } from '../core';
import { CoreHarness, HOUR_MS, type Core } from '../testing/core-harness';
import { settled } from '../testing/activity';
import { listen } from '../testing/listening';
import { fakeWorld, noChannel, sharedChannels, uuid } from '../testing/fake-world';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

function play(core: Core): void {
  core.play('lecture-1');
  device.world.media.loaded(HOUR_MS);
  device.world.media.tell('playing');
}

describe('the player', () => {
  it('C3: writes nothing when play is pressed at another device’s position, before the listener moved', async () => {
    const core = await device.signedIn();
    play(core);
    listen(device, 5);
    core.pause();
    await settled();
    const sent = device.sentTypes().length;
    device.world.time.advance(60_000);
    device.server.elsewhere({
      ...{ id: uuid(9), type: 'PROGRESS', lectureId: 'lecture-1', occurredAt: device.world.time.at },
      ...{ positionMs: 900_000, audioAssetId: 'asset-1' },
    });
    await core.refresh();
    await settled();
    core.resume();
    device.world.media.tell('seeked');
    core.pause();
    await settled();
    expect(device.sentTypes()).toHaveLength(sent);
    expect(device.server.state('lecture-1')?.position).toMatchObject({ intentId: uuid(9) });
    expect(core.player.get().positionMs).toBe(900_000);
  });

  it('C3: does not move back when play is pressed during the listener’s own seek', async () => {
    const core = await device.signedIn();
    play(core);
    listen(device, 5);
    core.pause();
    await settled();
    core.seek(600_000);
    core.resume();
    expect(device.world.media.asked.slice(-2)).toEqual(['seek 600000', 'play']);
  });

  it('shows the duration that the server measured instead of the browser’s estimate', async () => {
    const core = await device.signedIn();
    core.play('lecture-1');
    device.world.media.loaded(HOUR_MS / 2);
    expect(core.player.get().durationMs).toBe(HOUR_MS);
  });

  it('resumes when the system ends an interruption', async () => {
    const core = await device.signedIn();
    play(core);
    device.world.media.tell('paused'); // A call.
    device.world.media.tell('playing');
    device.world.media.tell('stalled');
    expect(core.player.get().state).toBe('loading');
  });

  it('C4: continues a recording that breaks off early at that position', async () => {
    const core = await device.signedIn();
    play(core);
    for (let second = 1; second <= 60; second++) {
      device.world.time.advance(1_000);
      device.world.media.playTo(second * 1_000);
    }
    device.world.media.end(60_000);
    await settled();
    expect(core.listening.get().get('lecture-1')).toMatchObject({
      completed: false,
      resumePositionMs: 60_000,
    });
    expect(core.player.get()).toMatchObject({ state: 'paused', positionMs: 60_000 });
    core.resume();
    expect(device.world.media.asked.slice(-2)[0]).toMatch(/^load /);
    device.world.media.loaded(HOUR_MS);
    expect(device.world.media.asked.at(-1)).toBe('seek 60000');
  });

  it('C4: never stores position 0 when the media element returns to 0 at the end', async () => {
    const core = await device.signedIn();
    play(core);
    listen(device, 5);
    device.world.media.positionNowMs = 0;
    device.world.media.tell('ended');
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(5_000);
  });

  it('reports that it cannot play when the store of downloads fails', async () => {
    await device.storeReadyDownload();
    device.world = { ...device.world, workerAnswers: () => false };
    const core = await device.signedIn();
    device.world.chunks.chunk = () => Promise.reject(new DOMException('lost', 'UnknownError'));
    core.play('lecture-1');
    await settled();
    expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'unplayable' });
    expect(device.world.faults).toHaveLength(1);
  });

  it('starts and streams when the store of downloads does not open', async () => {
    device.world.chunks.downloads = () => Promise.reject(new DOMException('corrupt', 'UnknownError'));
    const core = await openCore(device.world);
    await settled();
    core.play('lecture-1');
    expect(core.player.get()).toMatchObject({ state: 'loading', source: 'network' });
    expect(device.world.faults).toHaveLength(1);
  });

  it.each(['play', 'playFromStart'] as const)(
    'C4: keeps playing when %s is called for a lecture that cannot be played, and no position moves',
    async (command) => {
      await device.storeReadyDownload();
      const core = await device.signedIn();
      core.play('lecture-2');
      device.world.media.loaded(HOUR_MS);
      core.seek(600_000);
      device.world.media.tell('seeked');
      play(core);
      await settled();
      device.world.network.set(false);
      core[command]('lecture-2');
      await settled();
      expect(core.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'playing' });
      expect(core.listening.get().get('lecture-2')?.resumePositionMs).toBe(600_000);
      core.pause();
      core[command]('lecture-2');
      await settled();
      expect(core.player.get()).toMatchObject({
        lectureId: 'lecture-2',
        state: 'failed',
        problem: 'offline',
      });
      core.playFromStart('lecture-2');
      await settled();
      expect(core.listening.get().get('lecture-2')?.resumePositionMs).toBe(600_000);
    },
  );

  it('seeks to the position that the listener chose while the download was being assembled', async () => {
    await device.storeReadyDownload();
    device.world = { ...device.world, workerAnswers: () => false };
    const core = await device.signedIn();
    core.play('lecture-1');
    core.seek(600_000);
    await settled();
    device.world.media.loaded(HOUR_MS);
    expect(device.world.media.asked.at(-1)).toBe('seek 600000');
    device.world.media.tell('seeked');
    core.pause();
    await settled();
    expect(core.player.get().positionMs).toBe(600_000);
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(600_000);
  });

  it('C3: writes a seek at once, also while the lecture is loading', async () => {
    const core = await device.signedIn();
    core.play('lecture-1');
    core.seek(600_000);
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(600_000);
    device.world.media.loaded(HOUR_MS);
    device.world.media.tell('seeked');
    core.seek(900_000);
    const again = await device.restarted();
    expect(again.listening.get().get('lecture-1')?.resumePositionMs).toBe(900_000);
  });

  it('C4: stores the position of the loaded lecture when another one is played', async () => {
    const core = await device.signedIn();
    play(core);
    device.world.time.advance(7_000);
    device.world.media.playTo(7_000);
    core.play('lecture-2');
    device.world.media.loaded(HOUR_MS);
    device.world.media.playTo(300);
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(7_000);
    expect(device.server.state('lecture-2')).toBeUndefined();
  });

  it('C3: returns to the last position on a full device after another lecture was played', async () => {
    const core = await device.signedIn();
    const { tables } = device.world;
    const transact = tables.transact.bind(tables);
    tables.transact = (names, mode, work) =>
      mode === 'read'
        ? transact(names, mode, work)
        : Promise.reject(new DOMException('', 'QuotaExceededError'));
    play(core);
    for (let second = 1; second <= 40; second++) {
      device.world.time.advance(1_000);
      device.world.media.playTo(second * 1_000);
      await settled();
    }
    core.play('lecture-2');
    device.world.media.loaded(HOUR_MS);
    device.world.media.tell('playing');
    await settled();
    core.play('lecture-1');
    device.world.media.loaded(HOUR_MS);
    expect(core.player.get().positionMs).toBe(40_000);
  });

  it('C9: remembers the lecture for the next start when a guest signs in while another tab is open', async () => {
    const [one, two] = sharedChannels(2);
    const first = { ...device.world, channel: one ?? noChannel() };
    const second = { ...fakeWorld(device.server, device.world.tables, 5000), channel: two ?? noChannel() };
    device.world = first;
    const core = await openCore(first);
    const other = await openCore(second);
    await settled();
    play(core);
    device.world.time.advance(10_000);
    device.world.media.playTo(10_000);
    await core.signIn('a', 'password');
    await settled();
    expect(other.account.get().name).toBe('a');
    expect(core.player.get().lectureId).toBe('lecture-1');
    const again = await device.restarted();
    await settled();
    expect(again.player.get().lectureId).toBe('lecture-1');
  });

  it('C3: reports once what a full store refused, and writes it when there is space', async () => {
    const core = await device.signedIn();
    play(core);
    const { tables } = device.world;
    const transact = tables.transact.bind(tables);
    tables.transact = (names, mode, work) =>
      mode === 'read'
        ? transact(names, mode, work)
        : Promise.reject(new DOMException('', 'QuotaExceededError'));
    for (let second = 1; second <= 40; second++) {
      device.world.time.advance(1_000);
      device.world.media.playTo(second * 1_000);
      await settled();
    }
    core.pause();
    const pausedAt = device.world.time.at;
    await settled();
    expect(core.player.get()).toMatchObject({ state: 'paused', positionMs: 40_000 });
    expect(device.world.faults.filter((fault) => fault instanceof DOMException)).toHaveLength(1);
    tables.transact = transact;
    device.world.time.advance(2_000);
    await settled();
    expect(device.server.state('lecture-1')?.position).toMatchObject({
      positionMs: 40_000,
      occurredAt: pausedAt,
    });
  });
});
