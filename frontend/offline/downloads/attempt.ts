import type { Time } from '../ports';

/** One request with the reading of its answer. It is aborted when it stalls. */

/** Within this long {@link LEAST_BYTES} must arrive, or the connection counts as lost. */
export const STALL_MS = 20_000;
/** A trickle below this never brings a chunk: another connection may. */
const LEAST_BYTES = 1024;

export const UNAVAILABLE = { kind: 'unavailable' } as const;

export interface Attempt {
  /** Follows the caller's, and ends what stalls. */
  readonly signal: AbortSignal;
  /** Takes note of bytes that arrived. */
  readonly received: (lengthBytes: number) => void;
  /** Work that is not the network's takes as long as it takes, and its failure is the caller's. */
  readonly aside: <T>(work: () => Promise<T>) => Promise<T>;
}

/** @return rejects with the signal's reason or what failed aside; every other failure is `unavailable` */
export async function withStallTimeout<Outcome>(
  time: Time,
  signal: AbortSignal,
  work: (attempt: Attempt) => Promise<Outcome>,
): Promise<Outcome | typeof UNAVAILABLE> {
  signal.throwIfAborted();
  const ended = new AbortController();
  const end = () => {
    ended.abort();
  };
  let stopClock = time.after(STALL_MS, end);
  let sinceBytes = 0;
  const failedAside: unknown[] = [];
  const restartClock = () => {
    stopClock();
    sinceBytes = 0;
    stopClock = time.after(STALL_MS, end);
  };
  signal.addEventListener('abort', end);
  try {
    return await work({
      signal: ended.signal,
      received: (lengthBytes) => {
        sinceBytes += lengthBytes;
        if (sinceBytes >= LEAST_BYTES) {
          restartClock();
        }
      },
      aside: async (other) => {
        stopClock();
        try {
          return await other();
        } catch (failure) {
          failedAside.push(failure);
          throw failure;
        } finally {
          restartClock();
        }
      },
    });
  } catch {
    end(); // Whatever still arrives of it is not wanted.
    if (failedAside.length > 0) {
      throw failedAside[0];
    }
    signal.throwIfAborted();
    return UNAVAILABLE; // fetch and its body reject for reasons of the network only.
  } finally {
    stopClock();
    signal.removeEventListener('abort', end);
  }
}
