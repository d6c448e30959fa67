import { createHash } from 'node:crypto';
import { setImmediate as uncountedImmediate } from 'node:timers';
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { afterCallbacks, begin, settled, soon, task } from './activity';
import { databaseName } from './database-name';
import { gate } from './gate';
import { ManualTime } from './manual-time';
import { watchUncounted } from './uncounted';

/** So many tasks, each begun by the one before. */
function chain(tasks: number, done: () => void): void {
  setImmediate(() => {
    if (tasks === 1) {
      done();
    } else {
      chain(tasks - 1, done);
    }
  });
}

it('waits for as many tasks as it takes, each begun by the one before', async () => {
  let isDone = false;
  chain(1_000, () => {
    isDone = true;
  });
  await settled();
  expect(isDone).toBe(true);
});

it('waits for microtasks that the last task left, and for the tasks that they begin', async () => {
  const seen: number[] = [];
  setTimeout(() => {
    const later = async () => {
      for (let turn = 0; turn < 100; turn++) {
        await Promise.resolve();
      }
      await task('the next one');
      seen.push(1);
    };
    later().catch(() => undefined);
  });
  await settled();
  expect(seen).toEqual([1]);
});

it('waits for a database that opens, and for what another thread hashes', async () => {
  const seen: string[] = [];
  const bytes = new Uint8Array(10_000_000);
  const hashing = crypto.subtle
    .digest('SHA-256', bytes)
    .then((hash) => seen.push(hexOf(new Uint8Array(hash))));
  indexedDB.open(databaseName()).addEventListener('success', () => seen.push('open'));
  await settled();
  expect(seen).toEqual(expect.arrayContaining(['open', createHash('sha256').update(bytes).digest('hex')]));
  await hashing;
});

it('waits for a timer without a delay, and for no other', async () => {
  const time = new ManualTime();
  const fired: string[] = [];
  time.after(0, () => fired.push('due'));
  time.after(1, () => fired.push('later'));
  await settled();
  expect(fired).toEqual(['due']);
  time.advance(1);
  expect(fired).toEqual(['due', 'later']);
});

it('does not wait for what waits for the test', async () => {
  const { opened, open } = gate();
  let isThrough = false;
  const passing = opened
    .then(() => task('beyond the gate'))
    .then(() => {
      isThrough = true;
    });
  await settled();
  expect(isThrough).toBe(false);
  open();
  await settled();
  expect(isThrough).toBe(true);
  await passing;
});

it('does not wait for one that only polls, until it has found what it looked for', async () => {
  let isThere = false;
  let isFound = false;
  const look = () => {
    if (isThere) {
      soon('what was looked for', () => {
        isFound = true;
      });
    } else {
      setImmediate(look);
    }
  };
  setImmediate(look);
  await settled();
  expect(isFound).toBe(false);
  setImmediate(() => {
    isThere = true;
  });
  await settled();
  expect(isFound).toBe(true);
});

it('a cancelled timer is not under way', async () => {
  const seen: number[] = [];
  clearTimeout(setTimeout(() => seen.push(1)));
  clearImmediate(setImmediate(() => seen.push(2)));
  await settled();
  expect(seen).toEqual([]);
});

it('callbacks that one task queues run in its order', async () => {
  const order = Array.from({ length: 50 }, (_, n) => n);
  const ran: number[] = [];
  for (const n of order) {
    setImmediate(() => ran.push(n));
  }
  await settled();
  expect(ran).toEqual(order);
});

it('can be asked for the moment after so many callbacks', async () => {
  let ran = 0;
  for (let n = 0; n < 5; n++) {
    setImmediate(() => ran++);
  }
  await afterCallbacks(2);
  expect(ran).toBeGreaterThanOrEqual(2);
  await afterCallbacks(100);
  expect(ran).toBe(5);
});

it('fails when something is under way that nobody counts', async () => {
  const end = watchUncounted();
  let isOver = false;
  const goOn = (): unknown => uncountedImmediate(() => (isOver ? undefined : goOn()));
  goOn();
  await expect(settled()).rejects.toThrow(/does not count.*\nImmediate/);
  isOver = true;
  end();
});

it('fails with a list of what hangs', async () => {
  const ends = ['work of the test', 'work of the test', 'another'].map(begin);
  await expect(settled(5)).rejects.toThrow('still under way:\n  2 × work of the test\n  1 × another');
  ends.forEach((end) => {
    end();
  });
});

it('work of another kind is counted from its beginning to its end', async () => {
  const end = begin('work of the test');
  let isSettled = false;
  const settling = settled().then(() => {
    isSettled = true;
  });
  await afterCallbacksOfOthers();
  expect(isSettled).toBe(false);
  end();
  await settling;
});

/** A task that was queued before, and one after it. */
async function afterCallbacksOfOthers(): Promise<void> {
  await task('one');
  await task('another');
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
