import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJournal } from './storage/journal';
import { CoreHarness, HOUR_MS } from './testing/core-harness';
import { settled } from './testing/activity';

let harness: CoreHarness;

beforeEach(() => {
  harness = new CoreHarness();
});

afterEach(() => {
  expect(harness.world.faults).toEqual([]);
});

describe('the answers of the server to a drain', () => {
  it('R15: a push that the server is too busy for is repeated, and nothing is lost', async () => {
    const core = await harness.signedIn();
    harness.server.refusing.set('sync', { status: 429, retryAfterSeconds: 1 });
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    expect(core.sync.get().pending).toBe(1);
    harness.server.refusing.clear();
    harness.world.time.advance(HOUR_MS);
    await settled();
    expect(core.sync.get().pending).toBe(0);
    expect(harness.server.state('lecture-1')?.favorite?.favorite).toBe(true);
  });

  it('R1: the same entry is sent again when its answer was lost', async () => {
    const core = await harness.signedIn();
    harness.server.faults.push('lost');
    await core.setFlag('lecture-1', 'completion', true);
    await settled();
    expect(core.sync.get().pending).toBe(1);
    harness.world.time.advance(60_000);
    await settled();
    const sent = harness.server.requests.filter(({ intents }) => intents.length > 0);
    expect(sent).toHaveLength(2);
    expect(sent[1]?.intents).toEqual(sent[0]?.intents);
    expect(sent.map(({ attempt }) => attempt)).toEqual([0, 1]);
    expect(core.sync.get().pending).toBe(0);
  });

  it('R15: the backoff survives a restart, and a refresh by the listener ends it', async () => {
    const core = await harness.signedIn();
    harness.server.faults.push('unavailable');
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    const waitMs = harness.world.time.nextInMs();
    expect(waitMs).toBeGreaterThan(0);
    const again = await harness.restarted();
    await settled();
    expect(again.sync.get().pending).toBe(1);
    // The server did not answer the last call and was not called since, so features that need the server are
    // not offered.
    expect(again.online.get()).toBe(false);
    await again.refresh();
    await settled();
    expect(again.sync.get().pending).toBe(0);
    expect(again.online.get()).toBe(true);
  });

  it('R15: a 401 pauses the drain and keeps every entry, and signing in again resumes it', async () => {
    const core = await harness.signedIn();
    harness.server.faults.push('unauthorised');
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    expect(core.account.get().state).toBe('expired');
    await core.setFlag('lecture-2', 'favorite', true);
    await settled();
    expect((await harness.entriesOf('listener-a')).map(({ type }) => type)).toEqual([
      'FAVORITED',
      'FAVORITED',
    ]);
    const calls = harness.server.requests.length;
    harness.world.time.advance(HOUR_MS);
    await settled();
    expect(harness.server.requests.length).toBe(calls);
    expect(await core.signIn('a', 'password')).toBeNull();
    await settled();
    expect(await harness.entriesOf('listener-a')).toEqual([]);
    expect(harness.server.state('lecture-2')?.favorite?.favorite).toBe(true);
  });

  it('R14: a refused batch is halved until the journal names the one entry that caused it', async () => {
    const core = await harness.signedIn();
    harness.world.network.set(false);
    harness.server.poisonedLectures.add('lecture-7');
    for (let n = 0; n < 10; n++) {
      await core.setFlag(`lecture-${n}`, 'favorite', true);
    }
    harness.world.network.set(true);
    await settled();
    expect(await harness.entriesOf('listener-a')).toEqual([]);
    expect(core.sync.get().rejected).toBe(1);
    expect(harness.server.state('lecture-9')?.favorite?.favorite).toBe(true);
    const { rejections } = await harness.world.tables.transact(
      ['journal', 'rejections'],
      'read',
      (transaction) => readJournal(transaction, 'listener-a'),
    );
    expect(rejections.map(({ event }) => event)).toMatchObject([
      { kind: 'rejected', reason: 'REFUSED', entry: { lectureId: 'lecture-7' } },
    ]);
  });

  it('R15: a server that refuses everything does not empty the outbox', async () => {
    const core = await harness.signedIn();
    harness.server.faults.push('refused', 'refused', 'refused');
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    expect(await harness.entriesOf('listener-a')).toHaveLength(1);
    expect(core.sync.get().rejected).toBe(0);
  });

  it('R10: a rejected entry is written to the journal and delays no other entry', async () => {
    const core = await harness.signedIn();
    harness.world.network.set(false);
    await core.setFlag('lecture-1', 'favorite', true);
    await core.setFlag('lecture-2', 'favorite', true);
    const [first] = await harness.entriesOf('listener-a');
    harness.server.rejectedIds.add(first?.id ?? '');
    harness.world.network.set(true);
    await settled();
    expect(core.sync.get()).toMatchObject({ pending: 0, rejected: 1 });
    expect(harness.server.state('lecture-2')?.favorite?.favorite).toBe(true);
  });

  it('R7: an entry for an unknown lecture is parked, and sent again after the catalogue changed', async () => {
    const core = await harness.signedIn();
    harness.server.unknownLectures.add('lecture-2');
    await core.setFlag('lecture-2', 'favorite', true);
    await settled();
    await core.refresh();
    await settled();
    expect(harness.sentTypes()).toEqual(['FAVORITED']);
    expect(core.sync.get().pending).toBe(1);
    harness.server.unknownLectures.clear();
    harness.server.catalogue = { ...harness.server.catalogue, cursor: 2 };
    await core.refresh();
    await settled();
    expect(core.sync.get().pending).toBe(0);
    expect(harness.server.state('lecture-2')?.favorite?.favorite).toBe(true);
  });
});
