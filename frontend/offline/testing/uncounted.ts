import { createHook } from 'node:async_hooks';

/**
 * The proof that `settled()` counts everything: with the environment variable DURUS_UNCOUNTED=fail, Node itself lists the
 * macrotasks that are alive, and `settled()` fails when one of them was counted by nobody. It makes tests slow.
 */

const CHECKED = process.env['DURUS_UNCOUNTED'] === 'fail';

/** Kinds of Node's that are no macrotask, or belong to the test runner. */
const HARMLESS = /^(PROMISE|TickObject|Microtask|MESSAGEPORT|MessagePort|WORKER|TTYWRAP|PIPEWRAP|.*BufferedAsync.*)$/;

const alive = new Map<number, string>();
let isOwn = false;

/** Runs work of the counting itself. */
export function ownWork<T>(work: () => T): T {
  if (!CHECKED) {
    return work();
  }
  isOwn = true;
  try {
    return work();
  } finally {
    isOwn = false;
  }
}

/** What is alive and uncounted, as an error; undefined when nothing is. */
export function assertNothingUncounted(): Error | undefined {
  return alive.size === 0
    ? undefined
    : new Error(`settled() does not count, and they are under way:\n${[...alive.values()].join('\n')}`);
}

if (CHECKED) {
  const ended = (id: number) => {
    alive.delete(id);
  };
  createHook({
    init: (id, type, _, resource) => {
      const { _idleTimeout: delayMs } = resource as { readonly _idleTimeout?: number };
      const isLong = type === 'Timeout' && delayMs !== undefined && delayMs > 1;
      if (!isOwn && !isLong && !HARMLESS.test(type)) {
        alive.set(id, `${type} ${new Error().stack ?? ''}`);
      }
    },
    after: ended,
    destroy: ended,
  }).enable();
}
