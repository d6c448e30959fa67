import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SyncRequest } from '../offline/gateway-port';
import { STALL_MS } from '../offline/stall-timeout';
import { gateway, SIGN_IN_ANSWER_MS } from './index';

const request: SyncRequest = {
  ...{ listenerId: 'a', deviceId: 'd', cursor: 0, epoch: null, deviceTime: 0, attempt: 0, pending: 0 },
  intents: [],
};

/** What a server says to a device that is new: much. */
function bytesOfAnAnswer(states: number): Uint8Array {
  const stamp = { occurredAt: 1, intentId: 'i', deviceId: 'd' };
  const state = (_: unknown, n: number) => ({
    ...{ lectureId: `lecture-${n}`, revision: n + 1, resumePositionMs: 60_000, completed: false },
    position: { positionMs: 60_000, audioAssetId: 'asset', ...stamp },
  });
  const answer = {
    ...{ listenerId: 'a', serverTime: 0, epoch: 'e', cursor: states, more: false, verdicts: [] },
    states: Array.from({ length: states }, state),
  };
  return new TextEncoder().encode(JSON.stringify(answer));
}

/** A server that says so many bytes each second, up to some. */
function saying(bytes: Uint8Array, perSecond: number, upToBytes = bytes.length) {
  return (_: string, { signal }: RequestInit) => {
    let saidBytes = 0;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const say = setInterval(() => {
          if (saidBytes < upToBytes) {
            controller.enqueue(bytes.slice(saidBytes, saidBytes + perSecond));
            saidBytes += perSecond;
          } else if (upToBytes === bytes.length) {
            clearInterval(say);
            controller.close();
          }
        }, 1_000);
        signal?.addEventListener('abort', () => {
          clearInterval(say);
          controller.error(signal.reason);
        });
      },
    });
    return Promise.resolve(new Response(body));
  };
}

/** How it ended within so many seconds, if it did. */
async function heardWithin(seconds: number): Promise<string> {
  let heard = 'nothing yet';
  gateway.sync(request).then(
    ({ states }) => (heard = `${states.length} states`),
    (failure: unknown) => (heard = failure instanceof Error ? failure.message : 'no error'),
  );
  for (let second = 0; second < seconds; second++) {
    await vi.advanceTimersByTimeAsync(1_000);
  }
  return heard;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('signing in', () => {
  it.each(['signIn', 'signUp'] as const)('%s to a frozen server ends within its own bound', async (call) => {
    vi.stubGlobal(
      'fetch',
      (_: string, { signal }: RequestInit) =>
        new Promise((__, reject) => {
          signal?.addEventListener('abort', () => {
            reject(new DOMException('aborted', 'AbortError'));
          });
        }),
    );
    let heard = 'nothing yet';
    gateway[call]('a', 'password', null).catch((failure: unknown) => (heard = String(failure)));
    await vi.advanceTimersByTimeAsync(SIGN_IN_ANSWER_MS - 1);
    expect(heard).toBe('nothing yet');
    await vi.advanceTimersByTimeAsync(100);
    expect(heard).toContain('unavailable');
    expect(SIGN_IN_ANSWER_MS).toBeLessThan(STALL_MS);
  });
});

describe('the gateway', () => {
  it('R15: receives a slow answer completely', async () => {
    vi.stubGlobal('fetch', saying(bytesOfAnAnswer(1_000), 4_000));
    expect(await heardWithin(120)).toBe('1000 states');
  });

  it('R15: reports an answer that breaks off as unavailable', async () => {
    vi.stubGlobal('fetch', saying(bytesOfAnAnswer(1_000), 4_000, 100_000));
    expect(await heardWithin(30 + STALL_MS / 1_000)).toBe('unavailable');
  });

  it('R15: reports an answer that arrives too slowly as unavailable', async () => {
    vi.stubGlobal('fetch', saying(bytesOfAnAnswer(1_000), 40));
    expect(await heardWithin(2 + STALL_MS / 1_000)).toBe('unavailable');
  });
});
