import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Changes } from '../../live/changes';
import { ChunkStore } from '../../storage/chunk-store';
import { countedNetwork } from '../../testing/counted-network';
import { databaseName } from '../../testing/database-name';
import { settled } from '../../testing/activity';
import { passSeconds } from '../../testing/pass-time';
import { fakeWorld, noChannel, type FakeWorld } from '../../testing/fake-world';
import { CHUNK_BYTES, recordedAudio } from '../../testing/downloads/recorded-audio';
import { ScriptedServer } from '../../testing/scripted-server';
import { Downloads } from '../downloads';
import { AudioSource, type Fetch } from './fetch-chunk';

let world: FakeWorld;

beforeEach(() => {
  world = fakeWorld(new ScriptedServer(() => world.time.at));
});

async function downloadsBy(fetch: Fetch, requestBytes: number): Promise<Downloads> {
  const downloads = new Downloads({
    ...world,
    store: new ChunkStore(databaseName()),
    source: new AudioSource(countedNetwork(fetch), world.time, requestBytes),
    changes: new Changes(noChannel()),
  });
  await downloads.start();
  return downloads;
}

/** The same answer at this many bytes per second, until the request is aborted. */
function slowly(answer: Response, bytesPerSecond: number, signal?: AbortSignal | null): Response {
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const whole = new Uint8Array(await answer.arrayBuffer());
      let sent = 0;
      signal?.addEventListener('abort', () => {
        controller.error(signal.reason);
      });
      const send = () => {
        if (signal?.aborted === true) {
          return;
        }
        controller.enqueue(whole.slice(sent, sent + bytesPerSecond));
        sent += bytesPerSecond;
        if (sent < whole.length) {
          world.time.after(1_000, send);
        } else {
          controller.close();
        }
      };
      world.time.after(1_000, send);
    },
  });
  return new Response(body, { status: answer.status, headers: answer.headers });
}

/** The same answer, whose connection breaks after this many bytes. */
function brokenOff(answer: Response, afterBytes: number): Response {
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const whole = new Uint8Array(await answer.arrayBuffer());
        if (whole.length <= afterBytes) {
          controller.enqueue(whole);
          controller.close();
        } else {
          controller.enqueue(whole.slice(0, afterBytes));
          await Promise.resolve(); // Bytes that were delivered before the error are kept.
          setTimeout(() => {
            controller.error(new TypeError('connection reset'));
          });
        }
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: answer.status, headers: answer.headers });
}

describe('a download over a bad line', () => {
  it('waits for a long manifest as long as its bytes arrive', async () => {
    const long = await recordedAudio('lecture', 800 * CHUNK_BYTES);
    let described = 0;
    const downloads = await downloadsBy((url, init) => {
      const answer = long.answer(url, init);
      if (!url.endsWith('.json')) {
        return Promise.resolve(answer);
      }
      described++;
      return Promise.resolve(slowly(answer, 2_000, init.signal));
    }, long.asset.sizeBytes);
    await downloads.download(long.asset);
    await settled();
    await passSeconds(world.time, 60);
    expect(described).toBe(1);
    expect(downloads.view.get().get('lecture')?.state).toBe('ready');
  });

  it('resumes within a chunk when the connection breaks within every chunk', async () => {
    const audio = await recordedAudio('lecture', 5 * CHUNK_BYTES + 17);
    const asked: string[] = [];
    const downloads = await downloadsBy((url, init) => {
      const answer = audio.answer(url, init);
      if (url.endsWith('.json')) {
        return Promise.resolve(answer);
      }
      asked.push(new Headers(init.headers).get('Range') ?? '');
      return Promise.resolve(brokenOff(answer, (CHUNK_BYTES * 3) / 4));
    }, CHUNK_BYTES);
    await downloads.download(audio.asset);
    await settled();
    await passSeconds(world.time, 600);
    expect(downloads.view.get().get('lecture')?.state).toBe('ready');
    expect(new Set(asked).size, 'bytes that came are not asked for again').toBe(asked.length);
  });
});
