import { createHook } from 'node:async_hooks';

/**
 * The proof that `settled()` counts everything. With the environment variable DURUS_UNCOUNTED=fail, Node itself lists what
 * is under way, and `settled()` fails when nobody counted it. It makes tests slow.
 */

/** Kinds of Node's that are no work, or belong to the test runner. */
const HARMLESS = /^(PROMISE|TickObject|Microtask|MESSAGEPORT|WORKER|TTYWRAP|PIPEWRAP|FILEHANDLE)$/;

const alive = new Map<number, string>();
let isOwn = false;

const ended = (id: number) => {
  alive.delete(id);
};
const hook = createHook({
  init: (id, type, _, resource) => {
    const { _idleTimeout: delayMs } = resource as { readonly _idleTimeout?: number };
    const isLong = type === 'Timeout' && delayMs !== undefined && delayMs > 1;
    if (!isOwn && !isLong && !HARMLESS.test(type)) {
      alive.set(id, `${type} ${new Error().stack ?? ''}`);
    }
  },
  after: ended,
  destroy: ended,
});

/** Watches from now on what Node has under way. Answers how to end that. */
export function watchUncounted(): () => void {
  hook.enable();
  return () => {
    hook.disable();
    alive.clear();
  };
}

/** Runs work of the counting itself. */
export function ownWork<T>(work: () => T): T {
  isOwn = true;
  try {
    return work();
  } finally {
    isOwn = false;
  }
}

/** What is under way and uncounted, as an error; undefined when nothing is, or nobody watches. */
export function uncounted(): Error | undefined {
  return alive.size === 0
    ? undefined
    : new Error(`settled() does not count, and they are under way:\n${[...alive.values()].join('\n')}`);
}
