import { createHash } from 'node:crypto';
import { begin, inNextTurn, platform, soon, task } from './activity';
import { DELAYED } from './seeded-delays';

/**
 * Counts the tasks of the platform: timers without a delay, which fake-indexeddb uses too, and work of other
 * threads.
 */
export function countPlatform(): void {
  countTimers();
  countHashing();
}

/** How a counted timer is cancelled. The wrappers return what the platform's functions return. */
class CountedTimer {
  constructor(readonly cancel: () => void) {}

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  [Symbol.dispose](): void {
    this.cancel();
  }
}

type Callback = (...args: unknown[]) => void;

/** The callback of the counted timer that is running now. */
let running: Callback | null = null;

function countTimers(): void {
  const { clearImmediate, clearTimeout } = globalThis;
  const counted = (kind: string, callback: Callback, args: unknown[]) => {
    const run = () => {
      running = callback;
      try {
        callback(...args);
      } finally {
        running = null;
      }
    };
    // A callback that queues itself is a poll, as in fake-indexeddb for an upgrade while another tab holds
    // the database. It waits for other work, so it runs each turn uncounted until it stops polling.
    return new CountedTimer(running === callback ? inNextTurn(run) : soon(`${kind} ${callback.name}`, run));
  };
  const clear = (platforms: (timer: never) => void) => (timer: unknown) => {
    if (timer instanceof CountedTimer) {
      timer.cancel();
    } else {
      platforms(timer as never);
    }
  };
  Object.assign(globalThis, {
    setImmediate: (callback: Callback, ...args: unknown[]) => counted('setImmediate', callback, args),
    setTimeout: (callback: Callback, delayMs?: number, ...args: unknown[]) =>
      // Node treats a delay below 1 as 1. A longer timer waits for time to pass and is not counted.
      delayMs === undefined || !(delayMs > 1)
        ? counted('setTimeout', callback, args)
        : platform.setTimeout(callback, delayMs, ...args),
    clearImmediate: clear(clearImmediate),
    clearTimeout: clear(clearTimeout),
  });
}

/** Other threads compute hashes, and their order is random, unless the delays must be the same each time. */
function countHashing(): void {
  const digest = crypto.subtle.digest.bind(crypto.subtle);
  crypto.subtle.digest = async (algorithm, bytes) => {
    if (DELAYED && algorithm === 'SHA-256') {
      const view = ArrayBuffer.isView(bytes)
        ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        : new Uint8Array(bytes);
      const { buffer } = Uint8Array.from(createHash('sha256').update(view).digest());
      await task('a hash');
      return buffer;
    }
    const ended = begin('a hash');
    try {
      return await digest(algorithm, bytes);
    } finally {
      ended();
    }
  };
}
