import type { Time } from '../../ports';
import { StallTimeout } from '../../stall-timeout';

/** One request, including the reading of its answer. It is aborted when it stalls. */

export const UNAVAILABLE = { kind: 'unavailable' } as const;

export interface Attempt {
  /** Follows the caller's signal, and aborts when the request stalls. */
  readonly signal: AbortSignal;
  /** Counts bytes that arrived. */
  readonly received: (lengthBytes: number) => void;
  /** The same response. The bytes of its body are counted as they are read. */
  readonly counted: (response: Response) => Response;
  /** Runs work that does not use the network. It has no timeout, and its failure goes to the caller. */
  readonly aside: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * @return rejects with the signal's reason or the failure of work outside of the network; every other failure
 * is `unavailable`
 */
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
    end(); // The rest of the answer is not wanted.
    if (failedAside.length > 0) {
      throw failedAside[0];
    }
    signal.throwIfAborted();
    return UNAVAILABLE; // fetch and its body reject only because of the network.
  } finally {
    timeout.cancel();
    signal.removeEventListener('abort', end);
  }
}
