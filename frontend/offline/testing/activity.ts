import { delayTurns } from './seeded-delays';
import { ownWork, uncounted } from './uncounted';

/**
 * What is under way in the test's process, so that a test can wait until everything that could happen has happened.
 *
 * Code goes on only by microtasks, or by a macrotask: a timer that is due, or work of another thread. Microtasks have
 * run when the event loop turns. So nothing can happen any more once the loop has turned and no macrotask is counted.
 * `count-platform.ts` counts those that the platform offers; a promise that a test will settle is none and keeps
 * nothing waiting.
 */

/** The platform's own, which are not counted. */
export const platform = { setImmediate, setTimeout, clearTimeout };

/** When nothing has begun or ended for so long, what is under way hangs. Not an assertion about speed. */
const HANG_MS = 120_000;
/** Whoever begins and ends work for so long goes round in circles; less than a test may take (vitest.config.ts). */
const MOST_HANGS = 4;

let changes = 0;
const underWay = new Map<symbol, string>();
const onRest = new Set<() => void>();
const onCallback = new Set<() => void>();

/** The callbacks that one task queues run in the order in which it queued them, as a browser's do. */
let order = { lastTurns: 0 };

/**
 * Counts one piece of work until the answered function is called.
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

/** Runs a callback in a task of its own, counted, and late by a seeded number of turns. Answers how to cancel it. */
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

/** Runs a callback in the next turn, uncounted. Answers how to cancel it. */
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

/** Resolves in a task of its own, as the answers of a platform do. */
export function task(description: string): Promise<void> {
  return new Promise((resolve) => {
    soon(description, resolve);
  });
}

/**
 * Resolves when nothing is under way any more: all that is left waits for the test.
 *
 * @param hangMs after which it is a hang when nothing has begun or ended; the default is right for all but the test of this
 * @throws Error with a list of what is under way when that hangs
 */
export function settled(hangMs = HANG_MS): Promise<void> {
  return rest(() => false, hangMs);
}

/** Whether any counted work has not ended. */
export function isAnythingUnderWay(): boolean {
  return underWay.size > 0;
}

/** Resolves when that many counted callbacks have run, or nothing is under way: for tests whose input is a schedule. */
export async function afterCallbacks(count: number): Promise<void> {
  let left = count;
  if (left > 0) {
    await rest(() => --left <= 0);
  }
}

/** @param isEnough is asked after each counted callback */
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
    // Whatever has just ended has microtasks left to run, and they may begin more.
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
      // What is queued later is not of the same task.
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
