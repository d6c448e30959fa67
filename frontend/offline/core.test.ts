import 'fake-indexeddb/auto';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { Changes } from './changes';
import { ClockWatch } from './clock-watch';
import { openCore } from './core';
import { sha256Of } from './downloads/fetch-chunk';
import type { Offline } from './index';
import { Exchange } from './outbox/exchange';
import { readJournal } from './store/journal';
import { fakeWorld, quiet, sharedChannels, uuid, type FakeWorld } from './testing/fake-world';
import { catalogueWith, ScriptedServer } from './testing/scripted-server';

const HOUR_MS = 3_600_000;
const LECTURES = [1, 2].map((n) => ({
  ...{ lectureId: `lecture-${n}`, assetId: `asset-${n}`, sha256: String(n).repeat(64) },
  ...{ sizeBytes: 1000, durationMs: HOUR_MS },
}));

type Core = Omit<Offline, 'start' | 'update' | 'applyUpdate'>;

let world: FakeWorld;
let server: ScriptedServer;

beforeEach(() => {
  server = new ScriptedServer(() => world.time.at);
  server.catalogue = catalogueWith(LECTURES);
  world = fakeWorld(server);
});

afterEach(() => {
  expect(world.faults).toEqual([]);
});

async function signedIn(name = 'a'): Promise<Core> {
  const core = await openCore(world);
  await quiet();
  expect(await core.signIn(name, 'password')).toBeNull();
  await quiet();
  return core;
}

/** The same device, started again. */
async function restarted(firstId = 1000): Promise<Core> {
  const { at } = world.time;
  world = { ...fakeWorld(server, world.tables, firstId), chunks: world.chunks };
  world.time.at = at;
  return openCore(world);
}

async function entriesOf(account: string) {
  return world.tables.transact(['outbox'], 'read', (transaction) =>
    transaction.table('outbox').within([account]),
  );
}

/** The first lecture, as if its download had ended. */
async function storeReadyDownload(): Promise<string> {
  const bytes = new Uint8Array(1000);
  const sha256 = await sha256Of(bytes.buffer);
  const shared = { sha256, sizeBytes: bytes.byteLength, mediaType: 'audio/mpeg' };
  await world.chunks.add({
    ...{ ...shared, lectureId: 'lecture-1', assetId: 'asset-1', url: `audio/${sha256}.mp3`, queuedAt: 0 },
    ...{
      manifest: { ...shared, chunkSizeBytes: 1000, chunkSha256: [sha256] },
      state: 'wanted',
      problem: null,
    },
  });
  await world.chunks.putChunks(sha256, [{ index: 0, bytes: bytes.buffer }]);
  expect(await world.chunks.completeIfWhole('lecture-1')).toBe(true);
  return sha256;
}

const sentTypes = () => server.requests.flatMap(({ intents }) => intents.map(({ type }) => type));

describe('the outbox and its drain', () => {
  it('C1: an action is seen at once, survives a restart offline, and is sent when there is a network', async () => {
    await signedIn();
    world.network.set(false);
    const core = await restarted();
    world.network.set(false);
    await core.setFavorite('lecture-1', true);
    expect(core.listening.get().get('lecture-1')?.favorite).toBe(true);
    expect(core.sync.get().pending).toBe(1);
    const again = await restarted(2000);
    expect(again.listening.get().get('lecture-1')?.favorite).toBe(true);
    await quiet();
    expect(server.state('lecture-1')?.favorite?.favorite).toBe(true);
    expect(again.sync.get().pending).toBe(0);
  });

  it('C5: while the browser says that there is no network nothing is called at all', async () => {
    const core = await signedIn();
    world.network.set(false);
    await quiet();
    const before = server.calls.length;
    await core.setFavorite('lecture-1', true);
    await core.refresh();
    world.time.advance(HOUR_MS);
    await quiet();
    expect(await core.signIn('b', 'password')).toBe('offline');
    expect(server.calls.length).toBe(before);
    expect(core.online.get()).toBe(false);
  });

  it('C5: an entry added during a drain is not missed', async () => {
    const core = await signedIn();
    const first = core.setFavorite('lecture-1', true);
    await new Promise((resolve) => setTimeout(resolve, 1));
    await Promise.all([first, core.setFavorite('lecture-2', true)]);
    await quiet();
    expect(server.state('lecture-2')?.favorite?.favorite).toBe(true);
    expect(await entriesOf('listener-a')).toEqual([]);
  });

  it('R1: an answer that was lost is asked for again, with the very same entry', async () => {
    const core = await signedIn();
    server.faults.push('lost');
    await core.setCompleted('lecture-1', true);
    await quiet();
    expect(core.sync.get().pending).toBe(1);
    world.time.advance(60_000);
    await quiet();
    const sent = server.requests.filter(({ intents }) => intents.length > 0);
    expect(sent).toHaveLength(2);
    expect(sent[1]?.intents).toEqual(sent[0]?.intents);
    expect(sent.map(({ attempt }) => attempt)).toEqual([0, 1]);
    expect(core.sync.get().pending).toBe(0);
  });

  it('R15: the backoff is persisted and outlives a restart; the listener’s refresh overrides it', async () => {
    const core = await signedIn();
    server.faults.push('unavailable');
    await core.setFavorite('lecture-1', true);
    await quiet();
    const waitMs = world.time.nextInMs();
    expect(waitMs).toBeGreaterThan(0);
    const again = await restarted();
    await quiet();
    expect(again.sync.get().pending).toBe(1);
    await again.refresh();
    await quiet();
    expect(again.sync.get().pending).toBe(0);
  });

  it('R15: 401 pauses, keeps every entry, and signing in again continues', async () => {
    const core = await signedIn();
    server.faults.push('unauthorised');
    await core.setFavorite('lecture-1', true);
    await quiet();
    expect(core.account.get().state).toBe('expired');
    await core.setFavorite('lecture-2', true);
    await quiet();
    expect((await entriesOf('listener-a')).map(({ type }) => type)).toEqual(['FAVORITED', 'FAVORITED']);
    const calls = server.requests.length;
    world.time.advance(HOUR_MS);
    await quiet();
    expect(server.requests.length).toBe(calls);
    expect(await core.signIn('a', 'password')).toBeNull();
    await quiet();
    expect(await entriesOf('listener-a')).toEqual([]);
    expect(server.state('lecture-2')?.favorite?.favorite).toBe(true);
  });

  it('R14: a refused batch is halved until the culprit stands alone in the journal', async () => {
    const core = await signedIn();
    world.network.set(false);
    server.poisonedLectures.add('lecture-7');
    for (let n = 0; n < 10; n++) {
      await core.setFavorite(`lecture-${n}`, true);
    }
    world.network.set(true);
    await quiet(200);
    expect(await entriesOf('listener-a')).toEqual([]);
    expect(core.sync.get().rejected).toBe(1);
    expect(server.state('lecture-9')?.favorite?.favorite).toBe(true);
    const { rejections } = await world.tables.transact(['journal', 'rejections'], 'read', (transaction) =>
      readJournal(transaction, 'listener-a'),
    );
    expect(rejections.map(({ event }) => event)).toMatchObject([
      { kind: 'rejected', reason: 'REFUSED', entry: { lectureId: 'lecture-7' } },
    ]);
  });

  it('R15: a server that refuses everything does not eat the outbox', async () => {
    const core = await signedIn();
    server.faults.push('refused', 'refused', 'refused');
    await core.setFavorite('lecture-1', true);
    await quiet();
    expect(await entriesOf('listener-a')).toHaveLength(1);
    expect(core.sync.get().rejected).toBe(0);
  });

  it('R10: a rejected entry is journalled and holds back nothing', async () => {
    const core = await signedIn();
    world.network.set(false);
    await core.setFavorite('lecture-1', true);
    await core.setFavorite('lecture-2', true);
    const [first] = await entriesOf('listener-a');
    server.rejectedIds.add(first?.id ?? '');
    world.network.set(true);
    await quiet();
    expect(core.sync.get()).toMatchObject({ pending: 0, rejected: 1 });
    expect(server.state('lecture-2')?.favorite?.favorite).toBe(true);
  });

  it('R7: an unknown lecture’s entry is parked, and offered again after the catalogue changed', async () => {
    const core = await signedIn();
    server.unknownLectures.add('lecture-2');
    await core.setFavorite('lecture-2', true);
    await quiet();
    await core.refresh();
    await quiet();
    expect(sentTypes()).toEqual(['FAVORITED']);
    expect(core.sync.get().pending).toBe(1);
    server.unknownLectures.clear();
    server.catalogue = { ...server.catalogue, cursor: 2 };
    await core.refresh();
    await quiet();
    expect(core.sync.get().pending).toBe(0);
    expect(server.state('lecture-2')?.favorite?.favorite).toBe(true);
  });

  it('R8: what a clock far ahead stamped is corrected and sent again, with new ids, in order', async () => {
    const core = await signedIn();
    world.network.set(false);
    const trueNow = world.time.at;
    world.time.at += 10 * HOUR_MS;
    await core.setCompleted('lecture-1', true);
    await core.setCompleted('lecture-1', false);
    const wrong = await entriesOf('listener-a');
    server = Object.assign(server, { now: () => trueNow });
    world.network.set(true);
    await quiet();
    expect(core.sync.get().pending).toBe(0);
    const register = server.state('lecture-1')?.completion;
    expect(register?.completed).toBe(false);
    expect(register?.occurredAt).toBeLessThanOrEqual(trueNow + 1000);
    expect(wrong.map(({ id }) => id)).not.toContain(register?.intentId);
    expect(core.listening.get().get('lecture-1')?.completed).toBe(false);
  });

  it('R13: another epoch starts over and offers every register that this device holds', async () => {
    const core = await signedIn();
    await core.setFavorite('lecture-1', true);
    await core.setCompleted('lecture-2', true);
    await quiet();
    const held = server.state('lecture-2')?.completion;
    server.restoreEmpty('epoch-2');
    await core.refresh();
    await quiet();
    expect(server.state('lecture-1')?.favorite?.favorite).toBe(true);
    expect(server.state('lecture-2')?.completion).toMatchObject({
      completed: true,
      occurredAt: held?.occurredAt,
      intentId: held?.intentId,
    });
    expect(core.sync.get().pending).toBe(0);
    expect(core.listening.get().get('lecture-2')?.completed).toBe(true);
  });

  it('C7: what another device did arrives; a late answer with an older revision never overwrites it', async () => {
    const core = await signedIn();
    server.elsewhere({
      ...{ id: uuid(9), type: 'PROGRESS', lectureId: 'lecture-1', occurredAt: world.time.at },
      ...{ positionMs: 60_000, audioAssetId: 'asset-1' },
    });
    await core.refresh();
    await quiet();
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(60_000);
    const watch = new ClockWatch(world.time);
    const exchange = new Exchange(world.tables, new Changes(world.channel), watch, world.time, world.chance);
    const batch = await exchange.take('listener-a');
    assert(batch !== null);
    const nothing = { position: null, completion: null, favorite: null, firstCompletedAt: null };
    await exchange.apply(batch, {
      ...{ listenerId: 'listener-a', serverTime: world.time.at, epoch: server.epoch, more: false },
      ...{ cursor: batch.request.cursor, verdicts: [] },
      states: [{ lectureId: 'lecture-1', revision: 0, ...nothing }],
    });
    const [state] = await world.tables.transact(['states'], 'read', (transaction) =>
      transaction.table('states').within(['listener-a', 'lecture-1']),
    );
    expect(state?.position?.positionMs).toBe(60_000);
  });

  it('C1: what is done after having seen a stamp is later than it, even on a slow clock', async () => {
    const core = await signedIn();
    const seenAt = world.time.at + 200_000;
    const other = { positionMs: null, audioAssetId: null, lectureId: 'lecture-1' };
    server.elsewhere({ ...other, id: uuid(9), type: 'COMPLETED', occurredAt: seenAt });
    await core.refresh();
    await quiet();
    await core.setCompleted('lecture-1', false);
    await quiet();
    expect(server.state('lecture-1')?.completion).toMatchObject({ completed: false, occurredAt: seenAt + 1 });
  });
});

describe('accounts', () => {
  it('C9: a guest’s progress is taken over once, one intent per register', async () => {
    const core = await openCore(world);
    await quiet();
    await core.setFavorite('lecture-1', true);
    await core.setFavorite('lecture-1', false);
    await core.setCompleted('lecture-2', true);
    expect(core.sync.get().pending).toBe(0);
    await core.signIn('a', 'password');
    await quiet();
    expect(core.account.get()).toMatchObject({ state: 'signed-in', guestLectures: 2 });
    expect(core.listening.get().size).toBe(0);
    await core.keepGuestProgress(true);
    await quiet();
    expect(sentTypes().sort()).toEqual(['COMPLETED', 'UNFAVORITED']);
    expect(core.account.get().guestLectures).toBe(0);
    expect(core.listening.get().get('lecture-2')?.completed).toBe(true);
  });

  it('C9: left to the guest, it stays the guest’s, and is asked about again only when there is more', async () => {
    const core = await openCore(world);
    await quiet();
    await core.setFavorite('lecture-1', true);
    await core.signIn('a', 'password');
    await core.keepGuestProgress(false);
    expect(core.account.get().guestLectures).toBe(0);
    await core.signOut();
    await quiet();
    expect(core.listening.get().get('lecture-1')?.favorite).toBe(true);
    await core.setFavorite('lecture-2', true);
    await core.signIn('a', 'password');
    expect(core.account.get().guestLectures).toBe(1);
  });

  it('C9: switching never mixes, and signing in again continues with what was pending', async () => {
    const core = await signedIn('a');
    server.reachable = false;
    await core.setFavorite('lecture-1', true);
    await quiet();
    server.reachable = true;
    world.network.set(false);
    await core.signOut();
    world.network.set(true);
    await quiet();
    expect(server.signedIn).toBeNull();
    await core.signIn('b', 'password');
    await quiet();
    expect(core.listening.get().size).toBe(0);
    expect(sentTypes()).toEqual([]);
    await core.signOut();
    await quiet();
    await core.signIn('a', 'password');
    await quiet();
    world.time.advance(60_000);
    await quiet();
    const bearing = server.requests.filter(({ intents }) => intents.length > 0);
    expect(bearing.map(({ listenerId }) => listenerId)).toEqual(['listener-a']);
  });

  it('C9: a signed-in listener who opens the app offline is still that listener', async () => {
    await signedIn();
    server.reachable = false;
    const core = await restarted();
    expect(core.account.get()).toMatchObject({ state: 'signed-in', name: 'a' });
    await quiet();
    expect(core.account.get().state).toBe('signed-in');
    expect(core.catalogue.get().lectures.size).toBe(2);
  });
});

describe('two tabs', () => {
  it('C6: both show what either did, and each entry is sent once while one drains', async () => {
    const [here, there] = sharedChannels(2);
    world = { ...world, channel: here ?? world.channel };
    const first = await signedIn();
    const second = await openCore({ ...world, channel: there ?? world.channel });
    await quiet();
    await Promise.all([first.setFavorite('lecture-1', true), second.setCompleted('lecture-2', true)]);
    await quiet(120);
    world.time.advance(5_000);
    await quiet();
    for (const core of [first, second]) {
      expect(core.listening.get().get('lecture-1')?.favorite).toBe(true);
      expect(core.listening.get().get('lecture-2')?.completed).toBe(true);
      expect(core.sync.get().pending).toBe(0);
    }
    expect(sentTypes().sort()).toEqual(['COMPLETED', 'FAVORITED']);
    expect(world.faults).toEqual([]);
  });
});

describe('listening', () => {
  it('C3: the position outlives a kill, and what was kept is offered at start with its own time', async () => {
    const core = await signedIn();
    server.reachable = false;
    core.play('lecture-1');
    world.media.loaded(HOUR_MS);
    world.media.tell('playing');
    for (let second = 1; second <= 9; second++) {
      world.time.advance(1_000);
      world.media.playTo(second * 1_000);
    }
    await quiet();
    const keptAt = world.time.at - 1_000;
    expect(await entriesOf('listener-a')).toEqual([]);
    world.time.advance(HOUR_MS);
    const again = await restarted();
    expect(again.player.get()).toMatchObject({ lectureId: 'lecture-1', state: 'paused', positionMs: 8_000 });
    expect(world.media.asked).toEqual([]);
    const [entry] = await entriesOf('listener-a');
    expect(entry).toMatchObject({ type: 'PROGRESS', positionMs: 8_000 });
    expect(entry?.occurredAt).toBe(keptAt);
  });

  it('C4: plays from where the listener stands, and says nothing before the resume seek is done', async () => {
    const core = await signedIn();
    server.elsewhere({
      ...{ id: uuid(9), type: 'PROGRESS', lectureId: 'lecture-1', occurredAt: world.time.at },
      ...{ positionMs: 600_000, audioAssetId: 'asset-1' },
    });
    await core.refresh();
    await quiet();
    core.play('lecture-1');
    expect(world.media.asked.at(-1)).toBe('play');
    world.time.advance(40_000);
    world.media.playTo(3_000);
    world.media.loaded(HOUR_MS);
    expect(world.media.asked.at(-1)).toBe('seek 600000');
    world.media.playTo(4_000);
    world.media.positionNowMs = 600_000;
    world.media.tell('seeked');
    core.pause();
    await quiet();
    expect(sentTypes()).toEqual([]);
    expect(core.player.get()).toMatchObject({ state: 'paused', positionMs: 600_000, source: 'network' });
  });

  it('C8: a sync never moves what plays; pressing play again re-reads where to stand', async () => {
    const core = await signedIn();
    core.play('lecture-1');
    world.media.loaded(HOUR_MS);
    world.media.tell('playing');
    world.time.advance(5_000);
    world.media.playTo(5_000);
    core.pause();
    await quiet();
    world.time.advance(60_000);
    server.elsewhere({
      ...{ id: uuid(9), type: 'PROGRESS', lectureId: 'lecture-1', occurredAt: world.time.at },
      ...{ positionMs: 900_000, audioAssetId: 'asset-1' },
    });
    await core.refresh();
    await quiet();
    expect(world.media.positionNowMs).toBe(5_000);
    core.resume();
    expect(world.media.asked.slice(-2)).toEqual(['seek 900000', 'play']);
  });

  it('C4: playing to the end completes, and the next start is from the beginning', async () => {
    const core = await signedIn();
    core.play('lecture-1');
    world.media.loaded(HOUR_MS);
    world.media.tell('playing');
    core.seek(HOUR_MS - 20_000);
    world.media.tell('seeked');
    world.time.advance(11_000);
    world.media.playTo(HOUR_MS - 9_000);
    world.time.advance(9_000);
    world.media.end(HOUR_MS);
    await quiet();
    expect(core.listening.get().get('lecture-1')).toMatchObject({ completed: true, resumePositionMs: 0 });
    expect(server.state('lecture-1')?.completion?.completed).toBe(true);
  });

  it('offline, what is not downloaded says so and does not try', async () => {
    const core = await signedIn();
    world.network.set(false);
    core.play('lecture-1');
    expect(core.player.get()).toMatchObject({ state: 'failed', problem: 'offline', lectureId: 'lecture-1' });
    expect(world.media.asked).toEqual([]);
  });

  it('C10: a download plays offline and outlives a sign-out; removed while it plays, the player says so', async () => {
    const core = await signedIn();
    const sha256 = await storeReadyDownload();
    await core.signOut();
    await quiet();
    const again = await restarted();
    world.network.set(false);
    await quiet();
    expect(again.downloads.get().get('lecture-1')?.state).toBe('ready');
    again.play('lecture-1');
    expect(world.media.asked).toEqual([`load audio/${sha256}.mp3`, 'play']);
    world.media.loaded(HOUR_MS);
    world.media.tell('playing');
    expect(again.player.get()).toMatchObject({ state: 'playing', source: 'device' });
    world.time.advance(7_000);
    world.media.playTo(7_000);
    await again.removeDownload('lecture-1');
    await quiet();
    expect(again.player.get()).toMatchObject({ state: 'failed', problem: 'offline', positionMs: 7_000 });
    expect(again.listening.get().get('lecture-1')?.resumePositionMs).toBe(7_000);
  });

  it('C3: hiding the page writes where playback stands', async () => {
    const core = await signedIn();
    core.play('lecture-1');
    world.media.loaded(HOUR_MS);
    world.media.tell('playing');
    world.time.advance(2_000);
    world.media.positionNowMs = 2_000;
    world.page.hide();
    await quiet();
    expect(server.state('lecture-1')?.position?.positionMs).toBe(2_000);
  });
});
