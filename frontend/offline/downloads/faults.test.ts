import 'fake-indexeddb/auto';
import fc from 'fast-check';
import '../testing/same-histories';
import { describe, expect, it } from 'vitest';
import { Changes } from '../live/changes';
import { ChunkStore } from '../storage/chunk-store';
import { settled } from '../testing/activity';
import { countedNetwork } from '../testing/counted-network';
import { databaseName } from '../testing/database-name';
import { fakeWorld, noChannel, type FakeWorld } from '../testing/fake-world';
import { anyFault, faultyServer, type Fault } from '../testing/downloads/faulty-server';
import { mortalStore, never, type Life, type StoreFault } from '../testing/downloads/mortal-store';
import { CHUNK_BYTES, recordedAudio, type RecordedAudio } from '../testing/downloads/recorded-audio';
import { ScriptedServer } from '../testing/scripted-server';
import { Downloads } from './downloads';
import { AudioSource, type Fetch } from './transfer/fetch-chunk';

/** How many histories are played. `FAULT_RUNS=5000 npm test -- faults` plays more. */
const RUNS = Number(process.env['FAULT_RUNS'] ?? 60);
const LECTURE = 'lecture';
/** Longer than any backoff and than the stall timeout. */
const LONG_MS = 120_000;

type Step = 'wait' | 'pause' | 'resume' | 'kill' | 'offline' | 'online';

interface History {
  readonly chunks: number;
  readonly lastChunkBytes: number;
  /** The largest size of one request. */
  readonly mostRequestBytes: number;
  readonly faults: readonly Fault[];
  readonly storeFaults: readonly StoreFault[];
  readonly steps: readonly Step[];
}

const histories: fc.Arbitrary<History> = fc.record({
  chunks: fc.integer({ min: 1, max: 9 }),
  lastChunkBytes: fc.integer({ min: 1, max: CHUNK_BYTES }),
  mostRequestBytes: fc.constantFrom(CHUNK_BYTES, 3 * CHUNK_BYTES, 100 * CHUNK_BYTES),
  faults: fc.array(anyFault, { maxLength: 25 }),
  storeFaults: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant<StoreFault>('none') },
      fc.constantFrom<StoreFault>('full', 'lost', 'killed-before', 'killed-after'),
    ),
    { maxLength: 40 },
  ),
  steps: fc.array(fc.constantFrom<Step>('wait', 'wait', 'pause', 'resume', 'kill', 'offline', 'online'), {
    maxLength: 10,
  }),
});

const PLAIN = { chunks: 1, lastChunkBytes: 1, mostRequestBytes: CHUNK_BYTES, steps: [] };

/** Histories in which this test once found a fault. */
const FOUND: readonly History[] = [
  // The download was added, but reading it again failed. Asking for it again did nothing.
  { ...PLAIN, faults: [], storeFaults: ['none', 'none', 'lost'] },
  // A manifest that arrived damaged was kept, and no chunk ever matched it.
  { ...PLAIN, faults: [{ kind: 'wrong-byte', part: 0.7110091743119266 }], storeFaults: [] },
];

/** One device through a history. Pages come and go, and the store stays. */
class PlayedHistory {
  readonly #store = new ChunkStore(databaseName());
  readonly #stored = new Set<number>();
  readonly #faults: Fault[];
  readonly #storeFaults: StoreFault[];
  #world!: FakeWorld;
  #life: Life = { dead: true };
  #downloads!: Downloads;

  constructor(
    private readonly audio: RecordedAudio,
    private readonly history: History,
  ) {
    this.#faults = [...history.faults];
    this.#storeFaults = [...history.storeFaults];
  }

  async play(): Promise<void> {
    await this.#open();
    await this.#download();
    for (const step of this.history.steps) {
      await this.#take(step);
    }
    // No faults from here on. Each wanted download must complete by itself, except one that needs the listener.
    this.#world.network.set(true);
    for (let round = 0; !(await this.#isReady()); round++) {
      expect(round, 'rounds until it is ready').toBeLessThan(100);
      await this.#reviveIfDead();
      await this.#download();
      await this.#wait();
    }
    expect(await this.#bytes()).toEqual(this.audio.bytes);
    this.#store.close();
  }

  async #take(step: Step): Promise<void> {
    await this.#reviveIfDead();
    switch (step) {
      case 'wait':
        await this.#wait();
        break;
      case 'pause':
        await this.#asked(this.#downloads.pause(LECTURE));
        break;
      case 'resume':
        await this.#download();
        break;
      case 'kill':
        this.#life.dead = true;
        break;
      case 'offline':
        this.#world.network.set(false);
        break;
      case 'online':
        this.#world.network.set(true);
        break;
    }
    await settled();
    await this.#holdsWhatItSays();
  }

  /** The actions of a listener who wants the lecture. */
  async #download(): Promise<void> {
    await this.#asked(this.#downloads.download(this.audio.asset));
    await settled();
    await this.#holdsWhatItSays();
  }

  async #wait(): Promise<void> {
    this.#world.time.advance(LONG_MS);
    await settled();
    await this.#holdsWhatItSays();
  }

  async #open(): Promise<void> {
    const life: Life = { dead: false };
    this.#life = life;
    this.#world = fakeWorld(new ScriptedServer(() => this.#world.time.at));
    const store = mortalStore(this.#store, life, this.#storeFaults, (indexes) => {
      indexes.forEach((index) => this.#stored.add(index));
    });
    const { time, network, locks, page, space, random, onFault } = this.#world;
    const source = new AudioSource(countedNetwork(this.#fetchOf(life)), time, this.history.mostRequestBytes);
    const changes = new Changes(noChannel());
    this.#downloads = new Downloads({
      ...{ store, source, network, locks, page, space, time, random, changes, onFault },
    });
    await this.#asked(this.#downloads.start());
    await settled();
  }

  /** The listener opens the app again after it was killed. */
  async #reviveIfDead(): Promise<void> {
    while (this.#life.dead) {
      await this.#open();
    }
  }

  /** A watched server: it fails the test when a stored chunk is requested again, except within a whole body. */
  #fetchOf(life: Life): Fetch {
    const server = faultyServer(this.audio, this.#faults);
    return async (url, init) => {
      if (life.dead) {
        return never();
      }
      const range = /bytes=(\d+)-(\d+)/.exec(new Headers(init.headers).get('Range') ?? '');
      if (range !== null) {
        const first = Math.floor(Number(range[1]) / CHUNK_BYTES);
        const last = Math.floor(Number(range[2]) / CHUNK_BYTES);
        const again = [...this.#stored].filter((index) => index >= first && index <= last);
        expect(again, `chunks that are stored, within ${range[0]}`).toEqual([]);
      }
      return server(url, init);
    };
  }

  /** A failed command is shown to the listener, who may try again. A killed page answers nobody. */
  async #asked(command: Promise<void>): Promise<void> {
    const ended: true[] = [];
    const end = () => ended.push(true);
    command.then(end, end);
    await settled();
    expect(ended.length > 0 || this.#life.dead, 'a page that lives answers').toBe(true);
  }

  async #isReady(): Promise<boolean> {
    return (await this.#store.whole(this.audio.asset.sha256)) !== undefined;
  }

  /** A download must not be ready, in the store or on the screen, before it is complete. */
  async #holdsWhatItSays(): Promise<void> {
    const shown = this.#downloads.view.get().get(LECTURE);
    const isSaidToBe = shown?.state === 'ready';
    if (isSaidToBe || (await this.#isReady())) {
      expect(await this.#bytes()).toEqual(this.audio.bytes);
    }
    for (const index of await this.#store.storedChunks(this.audio.asset.sha256)) {
      const chunk = await this.#store.chunk(this.audio.asset.sha256, index);
      const right = this.audio.bytes.slice(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
      expect(new Uint8Array(chunk ?? new ArrayBuffer())).toEqual(right);
    }
  }

  async #bytes(): Promise<Uint8Array> {
    const parts: number[] = [];
    for (const index of this.audio.manifest.chunkSha256.keys()) {
      const chunk = await this.#store.chunk(this.audio.asset.sha256, index);
      parts.push(...new Uint8Array(chunk ?? new ArrayBuffer()));
    }
    return Uint8Array.from(parts);
  }
}

describe('a download with random faults', () => {
  it(
    'ends with exactly the server’s bytes, fetches no stored chunk twice, and is not ready before',
    {
      timeout: 600_000,
    },
    async () => {
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          const sizeBytes = (history.chunks - 1) * CHUNK_BYTES + history.lastChunkBytes;
          await new PlayedHistory(await recordedAudio(LECTURE, sizeBytes), history).play();
        }),
        { numRuns: RUNS, examples: FOUND.map((history) => [history]) },
      );
    },
  );
});
