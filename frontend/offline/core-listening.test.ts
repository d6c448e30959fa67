import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CoreStand, HOUR_MS } from './testing/core-stand';
import { settled } from './testing/activity';
import { uuid } from './testing/fake-world';

let stand: CoreStand;

beforeEach(() => {
  stand = new CoreStand();
});

afterEach(() => {
  expect(stand.world.faults).toEqual([]);
});

describe('listening', () => {
  it('C3: the position outlives a kill, and what was kept is offered at start with its own time', async () => {
    const core = await stand.signedIn();
    stand.server.reachable = false;
    core.play('lecture-1');
    stand.world.media.loaded(HOUR_MS);
    stand.world.media.tell('playing');
    for (let second = 1; second <= 9; second++) {
      stand.world.time.advance(1_000);
      stand.world.media.playTo(second * 1_000);
    }
    await settled();
    const keptAt = stand.world.time.at - 1_000;
    expect(await stand.entriesOf('listener-a')).toEqual([]);
    stand.world.time.advance(HOUR_MS);
    const again = await stand.restarted();
    expect(again.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'paused', positionMs: 8_000 });
    expect(stand.world.media.asked).toEqual([]);
    const [entry] = await stand.entriesOf('listener-a');
    expect(entry).toMatchObject({ type: 'PROGRESS', positionMs: 8_000 });
    expect(entry?.occurredAt).toBe(keptAt);
  });

  it('C4: plays from where the listener stands, and says nothing before the resume seek is done', async () => {
    const core = await stand.signedIn();
    stand.server.elsewhere({
      ...{ id: uuid(9), type: 'PROGRESS', lectureId: 'lecture-1', occurredAt: stand.world.time.at },
      ...{ positionMs: 600_000, audioAssetId: 'asset-1' },
    });
    await core.refresh();
    await settled();
    core.play('lecture-1');
    expect(stand.world.media.asked.at(-1)).toBe('play');
    stand.world.time.advance(40_000);
    stand.world.media.playTo(3_000);
    stand.world.media.loaded(HOUR_MS);
    expect(stand.world.media.asked.at(-1)).toBe('seek 600000');
    stand.world.media.playTo(4_000);
    stand.world.media.positionNowMs = 600_000;
    stand.world.media.tell('seeked');
    core.pause();
    await settled();
    expect(stand.sentTypes()).toEqual([]);
    expect(core.player.get()).toMatchObject({ state: 'paused', positionMs: 600_000, source: 'network' });
  });

  it('C8: a sync never moves what plays; pressing play again re-reads where to stand', async () => {
    const core = await stand.signedIn();
    core.play('lecture-1');
    stand.world.media.loaded(HOUR_MS);
    stand.world.media.tell('playing');
    stand.world.time.advance(5_000);
    stand.world.media.playTo(5_000);
    core.pause();
    await settled();
    stand.world.time.advance(60_000);
    stand.server.elsewhere({
      ...{ id: uuid(9), type: 'PROGRESS', lectureId: 'lecture-1', occurredAt: stand.world.time.at },
      ...{ positionMs: 900_000, audioAssetId: 'asset-1' },
    });
    await core.refresh();
    await settled();
    expect(stand.world.media.positionNowMs).toBe(5_000);
    core.resume();
    expect(stand.world.media.asked.slice(-2)).toEqual(['seek 900000', 'play']);
  });

  it('C4: playing to the end completes, and the next start is from the beginning', async () => {
    const core = await stand.signedIn();
    core.play('lecture-1');
    stand.world.media.loaded(HOUR_MS);
    stand.world.media.tell('playing');
    core.seek(HOUR_MS - 20_000);
    stand.world.media.tell('seeked');
    stand.world.time.advance(11_000);
    stand.world.media.playTo(HOUR_MS - 9_000);
    stand.world.time.advance(9_000);
    stand.world.media.end(HOUR_MS);
    await settled();
    expect(core.listening.get().get('lecture-1')).toMatchObject({ completed: true, resumePositionMs: 0 });
    expect(stand.server.state('lecture-1')?.completion?.completed).toBe(true);
  });

  it('offline, what is not downloaded says so and does not try', async () => {
    const core = await stand.signedIn();
    stand.world.network.set(false);
    core.play('lecture-1');
    expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'offline', lectureId: 'lecture-1' });
    expect(stand.world.media.asked).toEqual([]);
  });

  it('C10: a download plays offline and outlives a sign-out; removed while it plays, the player says so', async () => {
    const core = await stand.signedIn();
    const sha256 = await stand.storeReadyDownload();
    await core.signOut();
    await settled();
    const again = await stand.restarted();
    stand.world.network.set(false);
    await settled();
    expect(again.downloads.get().get('lecture-1')?.state).toBe('ready');
    again.play('lecture-1');
    expect(stand.world.media.asked).toEqual([`load audio/${sha256}.mp3`, 'play']);
    stand.world.media.loaded(HOUR_MS);
    stand.world.media.tell('playing');
    expect(again.player.get()).toMatchObject({ state: 'playing', source: 'device' });
    stand.world.time.advance(7_000);
    stand.world.media.playTo(7_000);
    await again.removeDownload('lecture-1');
    await settled();
    expect(again.player.get()).toMatchObject({ state: 'failed', problem: 'offline', positionMs: 7_000 });
    expect(again.listening.get().get('lecture-1')?.resumePositionMs).toBe(7_000);
  });

  it('C3: hiding the page writes where playback stands', async () => {
    const core = await stand.signedIn();
    core.play('lecture-1');
    stand.world.media.loaded(HOUR_MS);
    stand.world.media.tell('playing');
    stand.world.time.advance(2_000);
    stand.world.media.positionNowMs = 2_000;
    stand.world.page.hide();
    await settled();
    expect(stand.server.state('lecture-1')?.position?.positionMs).toBe(2_000);
  });
});
