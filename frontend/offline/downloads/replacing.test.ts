import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Changes } from '../live/changes';
import { PLAYING_LOCK } from '../platform/lock-names';
import { allChunks } from '../rules/downloads/download';
import { ChunkStore } from '../storage/chunk-store';
import { countedNetwork } from '../testing/counted-network';
import { databaseName } from '../testing/database-name';
import { settled } from '../testing/activity';
import { fakeWorld, noChannel, sharedChannels, type FakeWorld } from '../testing/fake-world';
import { CHUNK_BYTES, recordedAudio, type RecordedAudio } from '../testing/downloads/recorded-audio';
import { ScriptedServer } from '../testing/scripted-server';
import { Downloads } from './downloads';
import { AudioSource, type Fetch } from './transfer/fetch-chunk';

const LECTURE = 'lecture';
const SIZE_BYTES = 5 * CHUNK_BYTES + 17;

let world: FakeWorld;
let store: ChunkStore;
let old: RecordedAudio;
let better: RecordedAudio;
/** Ranges that are never answered. */
let held: string[];
let gone: boolean;

beforeEach(async () => {
  world = fakeWorld(new ScriptedServer(() => world.time.at));
  store = new ChunkStore(databaseName());
  old = await recordedAudio(LECTURE, SIZE_BYTES);
  const other = await recordedAudio('better', SIZE_BYTES + 5);
  better = { ...other, asset: { ...other.asset, lectureId: LECTURE } };
  held = [];
  gone = false;
});

const server: Fetch = (url, init) => {
  const range = new Headers(init.headers).get('Range') ?? '';
  if (held.includes(range)) {
    return new Promise((_, reject) => {
      init.signal?.addEventListener('abort', () => {
        reject(new DOMException('given up', 'AbortError'));
      });
    });
  }
  if (gone && url.startsWith(old.asset.url)) {
    return Promise.resolve(new Response('', { status: 404 }));
  }
  return Promise.resolve((url.startsWith(old.asset.url) ? old : better).answer(url, init));
};

async function started(channel = noChannel()): Promise<Downloads> {
  const source = new AudioSource(countedNetwork(server), world.time, CHUNK_BYTES);
  const downloads = new Downloads({ ...world, store, source, changes: new Changes(channel) });
  await downloads.start();
  return downloads;
}

async function withTheOldOne(): Promise<Downloads> {
  const downloads = await started();
  await downloads.download(old.asset);
  await settled();
  expect(shown(downloads)).toMatchObject({ state: 'ready', assetId: old.asset.id, playable: true });
  return downloads;
}

const shown = (downloads: Downloads) => downloads.view.get().get(LECTURE);
const chunksOf = async (audio: RecordedAudio) => (await store.storedChunks(audio.asset.sha256)).size;

describe('a better recording', () => {
  it('R9: replaces the old one in one step, and the old one stays playable until then', async () => {
    const downloads = await withTheOldOne();
    let told = 0;
    downloads.onRemoved(() => told++);
    held = [`bytes=0-${CHUNK_BYTES - 1}`];
    await downloads.download(better.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({
      state: 'downloading',
      assetId: better.asset.id,
      playable: true,
    });
    expect(downloads.of(LECTURE)).toMatchObject({ state: 'ready', sha256: old.asset.sha256 });
    expect(await store.whole(old.asset.sha256)).toBeDefined();
    expect(await store.whole(better.asset.sha256)).toBeUndefined();
    expect(told).toBe(0);

    held = [];
    world.time.advance(20_000); // The held connection counts as lost.
    await settled();
    world.time.advance(60_000);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'ready', assetId: better.asset.id });
    expect(downloads.of(LECTURE)?.sha256).toBe(better.asset.sha256);
    expect(await store.whole(old.asset.sha256)).toBeUndefined();
    expect(await chunksOf(old)).toBe(0);
    expect(downloads.storage.get().downloadedBytes).toBe(SIZE_BYTES + 5);
    expect(told).toBe(1);
  });

  it('R9: does not interrupt another tab that plays the old one, which learns of it when the old one is deleted', async () => {
    const [here = noChannel(), there = noChannel()] = sharedChannels(2);
    const first = await started(here);
    await first.download(old.asset);
    await settled();
    const second = await started(there);
    let told = 0;
    second.onRemoved(() => told++);
    world.locks.held.add(PLAYING_LOCK);
    await first.download(better.asset);
    await settled();
    expect(second.of(LECTURE)?.sha256).toBe(better.asset.sha256);
    expect(told).toBe(0);
    world.locks.held.delete(PLAYING_LOCK);
    await started(here);
    await settled();
    expect(await store.whole(old.asset.sha256)).toBeUndefined();
    expect(told).toBe(1);
  });

  it('leaves the old one in place while anything plays, and deletes it at the next start', async () => {
    const downloads = await withTheOldOne();
    world.locks.held.add(PLAYING_LOCK);
    await downloads.download(better.asset);
    await settled();
    expect(downloads.of(LECTURE)?.sha256).toBe(better.asset.sha256);
    expect(await store.whole(old.asset.sha256)).toBeDefined();
    expect(await chunksOf(old)).toBe(6);
    world.locks.held.delete(PLAYING_LOCK);
    await started();
    expect(await chunksOf(old)).toBe(0);
    expect(await store.whole(better.asset.sha256)).toBeDefined();
  });

  it('leaves the old one unchanged when its download is cancelled', async () => {
    const downloads = await withTheOldOne();
    held = [`bytes=0-${CHUNK_BYTES - 1}`];
    await downloads.download(better.asset);
    await settled();
    await downloads.cancel(LECTURE);
    expect(shown(downloads)).toMatchObject({ state: 'ready', assetId: old.asset.id });
    expect(await store.whole(old.asset.sha256)).toBeDefined();
    expect(await chunksOf(better)).toBe(0);
  });

  it('stays when it is cancelled after it arrived', async () => {
    await withTheOldOne();
    await store.replace(better.asset);
    const missing = allChunks(better.manifest).map(({ index, firstByte, lastByte }) => ({
      index,
      bytes: better.bytes.slice(firstByte, lastByte + 1).buffer,
    }));
    await store.describe(LECTURE, better.manifest);
    await store.putChunks(better.asset.sha256, missing);
    await store.completeIfWhole(LECTURE);
    await store.cancel(LECTURE); // Called by a page that did not know yet.
    expect(await store.downloads()).toMatchObject([{ state: 'ready', sha256: better.asset.sha256 }]);
  });

  it('is removed together with the old one while it downloads', async () => {
    const downloads = await withTheOldOne();
    held = [`bytes=0-${CHUNK_BYTES - 1}`];
    await downloads.download(better.asset);
    await settled();
    await downloads.remove(LECTURE);
    expect(shown(downloads)).toBeUndefined();
    expect((await chunksOf(old)) + (await chunksOf(better))).toBe(0);
  });

  it('continues after the app was closed, also when the old one was evicted', async () => {
    const first = await withTheOldOne();
    world.network.set(false);
    await first.download(better.asset);
    await settled();
    expect(shown(first)).toMatchObject({ state: 'waiting', playable: true });
    const row = (await store.downloads())[0];
    await store.change(LECTURE, { replaces: { ...(row?.replaces ?? never()), sha256: 'e'.repeat(64) } });
    world.network.setUnheard(true);
    const second = await started();
    await settled();
    expect(shown(second)).toMatchObject({ state: 'ready', assetId: better.asset.id });
  });

  it('R9: is downloaded after an unfinished old one, or at once when the server no longer has the old one', async () => {
    const downloads = await started();
    world.network.set(false);
    await downloads.download(old.asset);
    await downloads.pause(LECTURE);
    world.network.set(true);
    await downloads.download(better.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'ready', assetId: old.asset.id });

    await downloads.remove(LECTURE);
    gone = true;
    await downloads.download(old.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'waiting', waitsFor: 'server' });
    await downloads.download(better.asset);
    await settled();
    expect(shown(downloads)).toMatchObject({ state: 'ready', assetId: better.asset.id });
  });
});

function never(): never {
  throw new Error('the test prepared it');
}

describe('a page in the back-forward cache', () => {
  it('C10: does not pause a download that another page completed, and shows it as ready when it returns', async () => {
    const aside = await started();
    world.network.set(false);
    await aside.download(old.asset);
    await settled();
    expect(shown(aside)).toMatchObject({ state: 'waiting' });
    world.network.setUnheard(true);
    await started();
    await settled();
    expect(await store.whole(old.asset.sha256)).toBeDefined();
    expect(shown(aside)).toMatchObject({ state: 'waiting' });
    await aside.pause(LECTURE);
    expect(await store.whole(old.asset.sha256)).toBeDefined();
    await aside.lookAgain();
    expect(shown(aside)).toMatchObject({ state: 'ready' });
  });
});
