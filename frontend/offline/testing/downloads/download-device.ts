import { Downloads } from '../../downloads/downloads';
import { AudioSource, type Fetch } from '../../downloads/transfer/fetch-chunk';
import { Changes } from '../../live/changes';
import type { Channel, StorageQuota } from '../../ports';
import { ChunkStore } from '../../storage/chunk-store';
import type { DownloadView } from '../../types';
import { countedNetwork } from '../counted-network';
import { databaseName } from '../database-name';
import { fakeWorld, noChannel, type FakeWorld } from '../fake-world';
import { faultyServer, type Fault } from './faulty-server';
import { passSeconds } from '../pass-time';
import { CHUNK_BYTES, type RecordedAudio } from './recorded-audio';
import { ScriptedServer } from '../scripted-server';

/** A device that downloads: its world, the store that all its tabs share, and one recording on the server. */
export class DownloadDevice {
  world: FakeWorld = newWorld();
  readonly storeName = databaseName();
  store = new ChunkStore(this.storeName);
  /** What goes wrong with one request for audio after the other. Afterwards nothing does. */
  faults: Fault[] = [];
  /** The requests that {@link server} received, in order: the header `Range`, or the URL where there is none. */
  asked: string[] = [];

  constructor(public audio: RecordedAudio) {}

  /** The server of the recording. */
  readonly server: Fetch = (url, init) => {
    const headers = new Headers(init.headers);
    const range = headers.get('Range');
    this.asked.push(range ?? url);
    if (range !== null && headers.get('If-Range') !== `"${this.audio.asset.sha256}"`) {
      throw new Error('a range must be asked for with the hash of its recording');
    }
    const isManifest = url.endsWith('.json');
    return isManifest
      ? Promise.resolve(this.audio.answer(url, init))
      : faultyServer(this.audio, this.faults)(url, init);
  };

  /** The ranges of {@link asked}. */
  askedRanges(): readonly string[] {
    return this.asked.filter((one) => one.startsWith('bytes='));
  }

  /** Opens a tab, which downloads by this `fetch`. */
  async tab(
    fetch: Fetch = this.server,
    options: { readonly channel?: Channel; readonly space?: StorageQuota; readonly store?: ChunkStore } = {},
  ): Promise<Downloads> {
    const { channel = noChannel(), space = this.world.space, store = this.store } = options;
    const downloads = new Downloads({
      ...{ ...this.world, store, space },
      source: new AudioSource(countedNetwork(fetch), this.world.time, CHUNK_BYTES),
      changes: new Changes(channel),
    });
    await downloads.start();
    return downloads;
  }

  /** The page is closed and the app started again: a new world, the same store. */
  restart(): void {
    this.world = newWorld();
    this.asked = [];
  }

  /** As {@link passSeconds}, by this device's time. */
  wait(seconds: number): Promise<void> {
    return passSeconds(this.world.time, seconds);
  }

  /** The stored chunks of the recording, one after the other. */
  async storedBytes(): Promise<Uint8Array> {
    const parts: number[] = [];
    for (const index of this.audio.manifest.chunkSha256.keys()) {
      parts.push(
        ...new Uint8Array((await this.store.chunk(this.audio.asset.sha256, index)) ?? new ArrayBuffer()),
      );
    }
    return Uint8Array.from(parts);
  }
}

/** A server that never answers. The request rejects when it is aborted. */
export const silent: Fetch = (_, { signal }) =>
  new Promise((__, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new DOMException('given up', 'AbortError'));
    });
  });

/** What a view would show of this download; undefined when there is none. */
export function shown(downloads: Downloads, lectureId = 'lecture'): DownloadView | undefined {
  return downloads.view.get().get(lectureId);
}

function newWorld(): FakeWorld {
  const world: FakeWorld = fakeWorld(new ScriptedServer(() => world.time.at));
  return world;
}
