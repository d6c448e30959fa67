import { createHash } from 'node:crypto';
import { setImmediate as uncountedImmediate } from 'node:timers';
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { afterCallbacks, begin, settled, soon, task } from './activity';
import { databaseName } from './database-name';
import { gate } from './gate';
import { ManualTime } from './manual-time';
import { watchUncounted } from './uncounted';

/** A chain of tasks, each started by the one before. */
function chain(tasks: number, done: () => void): void {
  setImmediate(() => {
    if (tasks === 1) {
      done();
    } else {
      chain(tasks - 1, done);
    }
  });
}

it('waits for a chain of tasks of any length', async () => {
  let isDone = false;
  chain(1_000, () => {
    isDone = true;
  });
  await settled();
  expect(isDone).toBe(true);
});

it('waits for microtasks after the last task, and for tasks that they start', async () => {
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

it('waits for a database that opens, and for a hash from another thread', async () => {
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

it('waits for a timer without a delay, but not for one with a delay', async () => {
  const time = new ManualTime();
  const fired: string[] = [];
  time.after(0, () => fired.push('due'));
  time.after(1, () => fired.push('later'));
  await settled();
  expect(fired).toEqual(['due']);
  time.advance(1);
  expect(fired).toEqual(['due', 'later']);
});

it('does not wait for code that waits for the test', async () => {
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

it('does not wait for code that only polls, until the poll succeeds', async () => {
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

it('does not wait for a cancelled timer', async () => {
  const seen: number[] = [];
  clearTimeout(setTimeout(() => seen.push(1)));
  clearImmediate(setImmediate(() => seen.push(2)));
  await settled();
  expect(seen).toEqual([]);
});

it('runs the callbacks of one task in their order', async () => {
  const order = Array.from({ length: 50 }, (_, n) => n);
  const ran: number[] = [];
  for (const n of order) {
    setImmediate(() => ran.push(n));
  }
  await settled();
  expect(ran).toEqual(order);
});

it('can wait for a given number of callbacks', async () => {
  let ran = 0;
  for (let n = 0; n < 5; n++) {
    setImmediate(() => ran++);
  }
  await afterCallbacks(2);
  expect(ran).toBeGreaterThanOrEqual(2);
  await afterCallbacks(100);
  expect(ran).toBe(5);
});

it('fails when something uncounted is running', async () => {
  const end = watchUncounted();
  let isOver = false;
  const goOn = (): unknown => uncountedImmediate(() => (isOver ? undefined : goOn()));
  goOn();
  await expect(settled()).rejects.toThrow(/does not count.*\nImmediate/);
  isOver = true;
  end();
});

it('fails with a list of what does not end', async () => {
  const ends = ['work of the test', 'work of the test', 'another'].map(begin);
  await expect(settled(5)).rejects.toThrow('still under way:\n  2 × work of the test\n  1 × another');
  ends.forEach((end) => {
    end();
  });
});

it('waits for other work from its beginning to its end', async () => {
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

/** A task that was queued before the others, and one after them. */
async function afterCallbacksOfOthers(): Promise<void> {
  await task('one');
  await task('another');
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
