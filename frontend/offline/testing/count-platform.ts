import { createHash } from 'node:crypto';
import { begin, inNextTurn, platform, soon, task } from './activity';
import { DELAYED } from './seeded-delays';

/**
 * Counts what the platform does in tasks of its own, whoever asks for it: timers without a delay, which fake-indexeddb
 * runs on, too, and work of other threads.
 */
export function countPlatform(): void {
  countTimers();
  countHashing();
}

/** How a counted timer is cancelled: what the platform answers is answered here, too. */
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

/** The callback of a counted timer that runs now. */
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
    // A callback that queues itself polls, as fake-indexeddb does for an upgrade while another tab holds the database.
    // It waits for what others do, so it looks each turn and counts as nothing until it has found that.
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
      // Node takes anything below 1 for 1; what takes longer waits for time to pass, which is nothing under way.
      delayMs === undefined || !(delayMs > 1)
        ? counted('setTimeout', callback, args)
        : platform.setTimeout(callback, delayMs, ...args),
    clearImmediate: clear(clearImmediate),
    clearTimeout: clear(clearTimeout),
  });
}

/** Other threads hash; how long that takes is theirs to say, unless the delays are to be the same each time. */
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
