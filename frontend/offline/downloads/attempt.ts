import type { Time } from '../ports';
import { StallTimeout } from '../stall-timeout';

/** One request with the reading of its answer. It is aborted when it stalls. */

export const UNAVAILABLE = { kind: 'unavailable' } as const;

export interface Attempt {
  /** Follows the caller's, and ends what stalls. */
  readonly signal: AbortSignal;
  /** Takes note of bytes that arrived. */
  readonly received: (lengthBytes: number) => void;
  /** The same response. The bytes of its body are noted as they are read. */
  readonly counted: (response: Response) => Response;
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
  const timeout = new StallTimeout(time);
  const end = () => {
    timeout.abort();
  };
  const failedAside: unknown[] = [];
  signal.addEventListener('abort', end);
  try {
    return await work({
      signal: timeout.signal,
      received: (lengthBytes) => {
        timeout.received(lengthBytes);
      },
      counted: (response) => timeout.counted(response),
      aside: async (other) => {
        timeout.cancel();
        try {
          return await other();
        } catch (failure) {
          failedAside.push(failure);
          throw failure;
        } finally {
          timeout.restart();
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
    timeout.cancel();
    signal.removeEventListener('abort', end);
  }
}
