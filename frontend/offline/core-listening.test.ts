import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CoreHarness, HOUR_MS } from './testing/core-harness';
import { settled } from './testing/activity';
import { uuid } from './testing/fake-world';

let harness: CoreHarness;

beforeEach(() => {
  harness = new CoreHarness();
});

afterEach(() => {
  expect(harness.world.faults).toEqual([]);
});

describe('listening', () => {
  it('C3: the position survives a kill, and a kept position is sent at the next start with its own time', async () => {
    const core = await harness.signedIn();
    harness.server.reachable = false;
    core.play('lecture-1');
    harness.world.media.loaded(HOUR_MS);
    harness.world.media.tell('playing');
    for (let second = 1; second <= 9; second++) {
      harness.world.time.advance(1_000);
      harness.world.media.playTo(second * 1_000);
    }
    await settled();
    const keptAt = harness.world.time.at - 1_000;
    expect(await harness.entriesOf('listener-a')).toEqual([]);
    harness.world.time.advance(HOUR_MS);
    const again = await harness.restarted();
    expect(again.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'paused', positionMs: 8_000 });
    expect(harness.world.media.asked).toEqual([]);
    const [entry] = await harness.entriesOf('listener-a');
    expect(entry).toMatchObject({ type: 'PROGRESS', positionMs: 8_000 });
    expect(entry?.occurredAt).toBe(keptAt);
  });

  it('C2: what waits is counted as it will be sent: of the places in a lecture only the last', async () => {
    const core = await harness.signedIn();
    harness.server.reachable = false;
    core.play('lecture-1');
    harness.world.media.loaded(HOUR_MS);
    harness.world.media.tell('playing');
    for (let second = 1; second <= 120; second++) {
      harness.world.time.advance(1_000);
      harness.world.media.playTo(second * 1_000);
    }
    core.pause();
    await settled();
    expect((await harness.entriesOf('listener-a')).length).toBeGreaterThan(2);
    expect(core.sync.get().pending).toBe(1);
    await core.setFlag('lecture-1', 'favorite', true);
    await core.setFlag('lecture-2', 'favorite', true);
    await settled();
    expect(core.sync.get().pending).toBe(3);
  });

  it('C1: a flag of many lectures is stored in one transaction, and each of them is sent', async () => {
    const core = await harness.signedIn();
    harness.server.reachable = false;
    const shown: number[] = [];
    core.listening.subscribe(() => {
      shown.push([...core.listening.get().values()].filter(({ completed }) => completed).length);
    });
    await core.setFlags(['lecture-1', 'lecture-2', 'lecture-3'], 'completion', true);
    await settled();
    expect(shown.filter((count) => count > 0 && count < 3)).toEqual([]);
    expect((await harness.entriesOf('listener-a')).map(({ type, lectureId }) => [type, lectureId])).toEqual([
      ['COMPLETED', 'lecture-1'],
      ['COMPLETED', 'lecture-2'],
      ['COMPLETED', 'lecture-3'],
    ]);
    expect(core.sync.get().pending).toBe(3);
  });

  it('C4: playback begins at the stored position, and writes nothing before the resume seek is done', async () => {
    const core = await harness.signedIn();
    harness.server.elsewhere({
      ...{ id: uuid(9), type: 'PROGRESS', lectureId: 'lecture-1', occurredAt: harness.world.time.at },
      ...{ positionMs: 600_000, audioAssetId: 'asset-1' },
    });
    await core.refresh();
    await settled();
    core.play('lecture-1');
    expect(harness.world.media.asked.at(-1)).toBe('play');
    harness.world.time.advance(9_000);
    harness.world.media.playTo(3_000);
    harness.world.media.loaded(HOUR_MS);
    expect(harness.world.media.asked.at(-1)).toBe('seek 600000');
    harness.world.media.playTo(4_000);
    harness.world.media.positionNowMs = 600_000;
    harness.world.media.tell('seeked');
    core.pause();
    await settled();
    expect(harness.sentTypes()).toEqual([]);
    expect(core.player.get()).toMatchObject({ state: 'paused', positionMs: 600_000, source: 'network' });
  });

  it('C8: a synchronization never moves the lecture that plays; pressing play again reads the position anew', async () => {
    const core = await harness.signedIn();
    core.play('lecture-1');
    harness.world.media.loaded(HOUR_MS);
    harness.world.media.tell('playing');
    harness.world.time.advance(5_000);
    harness.world.media.playTo(5_000);
    core.pause();
    await settled();
    harness.world.time.advance(60_000);
    harness.server.elsewhere({
      ...{ id: uuid(9), type: 'PROGRESS', lectureId: 'lecture-1', occurredAt: harness.world.time.at },
      ...{ positionMs: 900_000, audioAssetId: 'asset-1' },
    });
    await core.refresh();
    await settled();
    expect(harness.world.media.positionNowMs).toBe(5_000);
    core.resume();
    expect(harness.world.media.asked.slice(-2)).toEqual(['seek 900000', 'play']);
  });

  it('C4: playing to the end completes the lecture, and the next start is at the beginning', async () => {
    const core = await harness.signedIn();
    core.play('lecture-1');
    harness.world.media.loaded(HOUR_MS);
    harness.world.media.tell('playing');
    core.seek(HOUR_MS - 20_000);
    harness.world.media.tell('seeked');
    harness.world.time.advance(11_000);
    harness.world.media.playTo(HOUR_MS - 9_000);
    harness.world.time.advance(9_000);
    harness.world.media.end(HOUR_MS);
    await settled();
    expect(core.listening.get().get('lecture-1')).toMatchObject({ completed: true, resumePositionMs: 0 });
    expect(harness.server.state('lecture-1')?.completion?.completed).toBe(true);
  });

  it('an offline lecture that is not downloaded reports this and is not requested', async () => {
    const core = await harness.signedIn();
    harness.world.network.set(false);
    core.play('lecture-1');
    expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'offline', lectureId: 'lecture-1' });
    expect(harness.world.media.asked).toEqual([]);
  });

  it('C10: a download plays offline and survives a sign-out; removing it while it plays shows an error', async () => {
    const core = await harness.signedIn();
    const sha256 = await harness.storeReadyDownload();
    await core.signOut();
    await settled();
    const again = await harness.restarted();
    harness.world.network.set(false);
    await settled();
    expect(again.downloads.get().get('lecture-1')?.state).toBe('ready');
    again.play('lecture-1');
    expect(harness.world.media.asked).toEqual([`load audio/${sha256}.mp3`, 'play']);
    harness.world.media.loaded(HOUR_MS);
    harness.world.media.tell('playing');
    expect(again.player.get()).toMatchObject({ state: 'playing', source: 'device' });
    harness.world.time.advance(7_000);
    harness.world.media.playTo(7_000);
    await again.removeDownloads(['lecture-1']);
    await settled();
    expect(again.player.get()).toMatchObject({ state: 'failed', problem: 'offline', positionMs: 7_000 });
    expect(again.listening.get().get('lecture-1')?.resumePositionMs).toBe(7_000);
  });

  it('C3: hiding the page writes the current position', async () => {
    const core = await harness.signedIn();
    core.play('lecture-1');
    harness.world.media.loaded(HOUR_MS);
    harness.world.media.tell('playing');
    harness.world.time.advance(2_000);
    harness.world.media.positionNowMs = 2_000;
    harness.world.page.hide();
    await settled();
    expect(harness.server.state('lecture-1')?.position?.positionMs).toBe(2_000);
  });
});
