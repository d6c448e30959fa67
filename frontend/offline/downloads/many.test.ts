import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Changes } from '../live/changes';
import type { OfferedAsset } from '../rules/downloads/download';
import { ChunkStore } from '../storage/chunk-store';
import { settled } from '../testing/activity';
import { countedNetwork } from '../testing/counted-network';
import { databaseName } from '../testing/database-name';
import { fakeWorld, noChannel, type FakeWorld } from '../testing/fake-world';
import { CHUNK_BYTES, recordedAudio } from '../testing/downloads/recorded-audio';
import { ScriptedServer } from '../testing/scripted-server';
import { Downloads } from './downloads';
import { AudioSource, type Fetch } from './transfer/fetch-chunk';

let world: FakeWorld;
let store: ChunkStore;

beforeEach(() => {
  world = fakeWorld(new ScriptedServer(() => world.time.at));
  store = new ChunkStore(databaseName());
});

/** A series of lectures whose ids stand in another order than their numbers. */
const series: OfferedAsset[] = Array.from({ length: 62 }, (_, n) => ({
  ...{ id: `asset-${n}`, lectureId: `lecture-${99 - n}`, url: `audio/${n}.mp3`, mediaType: 'audio/mpeg' },
  ...{ sha256: n.toString(16).padStart(64, '0'), sizeBytes: 1_000 },
}));

function tab(fetch: Fetch): Downloads {
  return new Downloads({
    ...{ ...world, store },
    source: new AudioSource(countedNetwork(fetch), world.time, CHUNK_BYTES),
    changes: new Changes(noChannel()),
  });
}

const silent: Fetch = () => new Promise(() => undefined);

describe('a whole series', () => {
  it('is shown before anything is stored, and stored in one transaction', async () => {
    const downloads = tab(silent);
    await downloads.start();
    const stored: number[] = [];
    const addAll = store.addAll.bind(store);
    store.addAll = (added) => {
      stored.push(added.length);
      return addAll(added);
    };
    const adding = downloads.downloadAll(series);
    expect(downloads.view.get().size).toBe(62);
    await adding;
    await settled();
    expect(stored).toEqual([62]);
    const again = tab(silent); // As after a reload.
    await again.start();
    expect(again.view.get().size).toBe(62);
  });

  it('is downloaded in its order', async () => {
    const asked: string[] = [];
    const downloads = tab((url) => {
      asked.push(url);
      return Promise.resolve(Response.json({})); // Of another recording: each one ends at once.
    });
    await downloads.start();
    await downloads.downloadAll(series);
    await settled();
    expect(asked).toEqual(series.map(({ url }) => `${url}.json`));
  });

  it('that has no room on the device is shown as such, all of it', async () => {
    const downloads = tab(silent);
    await downloads.start();
    store.addAll = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    await downloads.downloadAll(series);
    expect(downloads.view.get().size).toBe(62);
    expect(downloads.storage.get().full).toBe(true);
  });
});

describe('all downloads', () => {
  const ids = series.map(({ lectureId }) => lectureId);
  const states = (downloads: Downloads) => [
    ...new Set([...downloads.view.get().values()].map(({ state }) => state)),
  ];

  /** A tab with the whole series, of which the first lecture is being transferred. */
  async function withSeries(): Promise<Downloads> {
    const downloads = tab(silent);
    await downloads.start();
    await downloads.downloadAll(series);
    await settled();
    return downloads;
  }

  it('are paused in one transaction, shown at once, and none begins meanwhile', async () => {
    const downloads = await withSeries();
    const asked: string[] = [];
    const changeAll = store.changeAll.bind(store);
    let transactions = 0;
    store.changeAll = (...change) => {
      transactions++;
      return changeAll(...change);
    };
    downloads.view.subscribe(() => {
      asked.push(...[...downloads.view.get().values()].map(({ state }) => state));
    });
    const pausing = downloads.bulk.pause(ids);
    expect(states(downloads)).toEqual(['paused']);
    await pausing;
    await settled();
    expect(transactions).toBe(1);
    expect(asked).not.toContain('downloading');
    const again = tab(silent); // As after a reload.
    await again.start();
    expect(states(again)).toEqual(['paused']);
  });

  it('are resumed in one transaction, in their order', async () => {
    const downloads = await withSeries();
    await downloads.bulk.pause(ids);
    await settled();
    const resuming = downloads.bulk.resume(ids);
    expect(states(downloads)).not.toContain('paused');
    await resuming;
    await settled();
    expect(downloads.view.get().get('lecture-99')?.state).toBe('downloading');
    expect(states(downloads).sort()).toEqual(['downloading', 'queued']);
  });

  it('are cancelled in one transaction, and gone at once', async () => {
    const downloads = await withSeries();
    const cancelling = downloads.bulk.cancel(ids);
    expect(downloads.view.get().size).toBe(0);
    await cancelling;
    await settled();
    const again = tab(silent);
    await again.start();
    expect(again.view.get().size).toBe(0);
  });

  it('are shown as they are stored when the storage fails', async () => {
    const downloads = await withSeries();
    store.cancelAll = () => Promise.reject(new DOMException('gone', 'InvalidStateError'));
    await expect(downloads.bulk.cancel(ids)).rejects.toThrow('gone');
    await settled();
    expect(downloads.view.get().size).toBe(62);
  });
});

describe('progress', () => {
  it('of one chunk looks at no chunk of another download, and reads none again', async () => {
    const audio = await recordedAudio('lecture', 40 * CHUNK_BYTES);
    let reads = 0;
    for (const name of ['downloads', 'allStoredChunks'] as const) {
      const read = store[name].bind(store) as () => Promise<never>;
      Object.assign(store, {
        [name]: () => {
          reads++;
          return read();
        },
      });
    }
    const downloads = tab((url, init) =>
      url.startsWith(audio.asset.url) ? Promise.resolve(audio.answer(url, init)) : silent(url, init),
    );
    await downloads.start();
    await downloads.downloadAll([audio.asset, ...series]);
    const others = series.map(({ lectureId }) => downloads.view.get().get(lectureId));
    reads = 0;
    await settled();
    expect(downloads.view.get().get('lecture')?.state).toBe('ready');
    expect(series.slice(1).map(({ lectureId }) => downloads.view.get().get(lectureId))).toEqual(
      others.slice(1),
    );
    expect(reads).toBe(0);
  });
});
