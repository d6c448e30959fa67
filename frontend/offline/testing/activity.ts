import { delayTurns } from './seeded-delays';
import { ownWork, uncounted } from './uncounted';

/**
 * Counts the work that is under way in the test's process, so that a test can wait until everything that
 * could happen has happened.
 *
 * Code continues only by microtasks, or by a macrotask: a timer that is due, or work of another thread.
 * Microtasks have run when the event loop turns. So nothing more can happen once the loop has turned and no
 * macrotask is counted. `count-platform.ts` counts the macrotasks of the platform. A promise that a test will
 * settle is not counted.
 */

/** The platform's own functions, which are not counted. */
export const platform = { setImmediate, setTimeout, clearTimeout };

/** When no work has begun or ended for this long, the remaining work hangs. This is no assertion about speed. */
const HANG_MS = 120_000;
/** Work that begins and ends for this long is an endless loop. Less than the timeout of a test (vitest.config.ts). */
const MOST_HANGS = 4;

let changes = 0;
const underWay = new Map<symbol, string>();
const onRest = new Set<() => void>();
const onCallback = new Set<() => void>();

/** Callbacks that one task queues run in the order in which they were queued, as in a browser. */
let order = { lastTurns: 0 };

/**
 * Counts one piece of work until the returned function is called.
 *
 * @param description of the work, for the message about a hang
 */
export function begin(description: string): () => void {
  const work = Symbol(description);
  underWay.set(work, description);
  changes++;
  return () => {
    changes++;
    if (underWay.delete(work) && underWay.size === 0) {
      onRest.forEach((callback) => {
        callback();
      });
    }
  };
}

/**
 * Runs a callback in its own task, counted, and delayed by a seeded number of turns. Returns a function that
 * cancels it.
 */
export function soon(description: string, callback: () => void): () => void {
  let ended: (() => void) | null = begin(description);
  let turns = turnsInOrder();
  const turn = () => {
    if (ended === null) {
      return;
    }
    if (turns-- > 0) {
      nextTurn(turn);
      return;
    }
    const end = ended;
    ended = null;
    order = { lastTurns: 0 };
    try {
      callback();
    } finally {
      end();
      onCallback.forEach((each) => {
        each();
      });
    }
  };
  nextTurn(turn);
  return () => {
    ended?.();
    ended = null;
  };
}

/** Runs a callback in the next turn, uncounted. Returns a function that cancels it. */
export function inNextTurn(callback: () => void): () => void {
  let cancelled = false;
  nextTurn(() => {
    if (!cancelled) {
      callback();
    }
  });
  return () => {
    cancelled = true;
  };
}

/** Resolves in its own task, as answers of the platform do. */
export function task(description: string): Promise<void> {
  return new Promise((resolve) => {
    soon(description, resolve);
  });
}

/**
 * Resolves when no counted work is left, so that everything else waits for the test.
 *
 * @param hangMs after which it counts as a hang when no work has begun or ended; only the test of this
 * function needs another value
 * @throws Error with a list of the remaining work when it hangs
 */
export function settled(hangMs = HANG_MS): Promise<void> {
  return rest(() => false, hangMs);
}

/** Whether any counted work has not ended. */
export function isAnythingUnderWay(): boolean {
  return underWay.size > 0;
}

/**
 * Resolves when this many counted callbacks have run, or no counted work is left. For tests whose input is a
 * schedule.
 */
export async function afterCallbacks(count: number): Promise<void> {
  let left = count;
  if (left > 0) {
    await rest(() => --left <= 0);
  }
}

/** @param isEnough is called after each counted callback */
function rest(isEnough: () => boolean, hangMs = HANG_MS): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (failure?: Error) => {
      platform.clearTimeout(guard);
      onRest.delete(look);
      onCallback.delete(callbackRan);
      if (failure === undefined) {
        resolve();
      } else {
        reject(failure);
      }
    };
    let guards = 0;
    const guardFrom = (before: number): NodeJS.Timeout =>
      ownWork(() =>
        platform.setTimeout(() => {
          if (changes === before || ++guards === MOST_HANGS) {
            finish(new Error(`still under way:\n${list()}`));
          } else {
            guard = guardFrom(changes);
          }
        }, hangMs),
      );
    let guard = guardFrom(changes);
    // The work that has just ended may have microtasks left, and they may start more work.
    const look = () => {
      nextTurn(() => {
        if (underWay.size === 0 && onRest.has(look)) {
          finish(uncounted());
        }
      });
    };
    const callbackRan = () => {
      if (isEnough()) {
        finish();
      }
    };
    onRest.add(look);
    onCallback.add(callbackRan);
    if (underWay.size === 0) {
      look();
    }
  });
}

function list(): string {
  const counts = new Map<string, number>();
  underWay.forEach((description) => counts.set(description, (counts.get(description) ?? 0) + 1));
  return [...counts].map(([description, count]) => `  ${count} × ${description}`).join('\n');
}

function turnsInOrder(): number {
  const mine = order;
  if (mine.lastTurns === 0) {
    nextTurn(() => {
      // Later callbacks do not belong to the same task.
      if (order === mine) {
        order = { lastTurns: 0 };
      }
    });
  }
  mine.lastTurns = Math.max(mine.lastTurns, delayTurns());
  return mine.lastTurns;
}

function nextTurn(callback: () => void): void {
  ownWork(() => platform.setImmediate(callback));
}
