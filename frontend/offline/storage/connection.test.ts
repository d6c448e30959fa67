import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { settled } from '../testing/activity';
import { databaseName } from '../testing/database-name';
import { gate } from '../testing/gate';
import { Connection } from './connection';

describe('the connection to the database', () => {
  const upgrade = (database: { createObjectStore: (name: string) => unknown }) => {
    database.createObjectStore('rows');
  };

  it('is reopened when it was lost, and the work is done once', async () => {
    const connection = new Connection(databaseName(), 1, upgrade);
    await connection.use((database) => database.put('rows', 1, 'n'));
    await connection.use((database) => {
      database.close(); // WebKit does this to pages in the background.
      return Promise.resolve();
    });
    await connection.use((database) => database.put('rows', 2, 'n'));
    expect(await connection.use((database) => database.get('rows', 'n'))).toBe(2);
  });

  it('C1: repeats work that the browser aborted when it closed the connection', async () => {
    const connection = new Connection(databaseName(), 1, upgrade);
    let runs = 0;
    await connection.use(async (database) => {
      const transaction = database.transaction('rows', 'readwrite');
      const putting = transaction.store.put('kept', 'n');
      if (++runs === 1) {
        transaction.abort(); // A forced close fails every request with AbortError.
      }
      await Promise.all([putting, transaction.done]);
    });
    expect(await connection.use((database) => database.get('rows', 'n'))).toBe('kept');
    expect(runs).toBe(2);
  });

  it('C1, C3: of a page in the back-forward cache does not block other pages, and continues when the page returns', async () => {
    const name = databaseName();
    const [aside, next] = [new Connection(name, 1, upgrade), new Connection(name, 1, upgrade)];
    await aside.use((database) => database.put('rows', 'before', 'n'));
    let isFrozen = true;
    let begun: () => void = () => undefined;
    const isUnderWay = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const written = aside.use(async (database) => {
      const transaction = database.transaction('rows', 'readwrite');
      transaction.done.catch(() => undefined); // The pending request reports the failure as well.
      do {
        await transaction.store.get('n'); // It stops between two steps, and does not end by itself.
        begun();
      } while (isFrozen);
      await transaction.store.put('after', 'n');
      await transaction.done;
    });
    await isUnderWay;

    aside.suspend();
    const asked = aside.use((database) => database.get('rows', 'n'));
    await next.use((database) => database.put('rows', 'meanwhile', 'n'));
    expect(await next.use((database) => database.get('rows', 'n'))).toBe('meanwhile');

    isFrozen = false;
    aside.resume();
    await written;
    expect(['meanwhile', 'after']).toContain(await asked);
    expect(await next.use((database) => database.get('rows', 'n'))).toBe('after');
  });

  it('does not repeat work that failed for another reason', async () => {
    const connection = new Connection(databaseName(), 1, upgrade);
    let runs = 0;
    const failing = connection.use(() => {
      runs++;
      return Promise.reject(new DOMException('full', 'QuotaExceededError'));
    });
    await expect(failing).rejects.toThrow('full');
    expect(runs).toBe(1);
  });

  it('does not block a tab that upgrades the database', async () => {
    const name = databaseName();
    const old = new Connection(name, 1, upgrade);
    await old.use((database) => database.put('rows', 'kept', 'n'));
    const newer = new Connection(name, 2, () => undefined);
    expect(await newer.use((database) => database.get('rows', 'n'))).toBe('kept');
  });

  it('C1: is reopened when the database does not respond after the page is shown', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const connection = new Connection(databaseName(), 1, upgrade);
    let asked = 0;
    const probing = connection.probe(() => {
      asked++;
      return asked === 1 ? new Promise(() => undefined) : Promise.resolve();
    });
    await settled();
    expect(asked).toBe(1);
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    await probing;
    expect(asked).toBe(2);
  });
});

describe('a connection that does not respond', () => {
  it('C1: is replaced, and its unfinished work is repeated on the new one', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const connection = new Connection(databaseName(), 1, (database) => database.createObjectStore('rows'));
    let runs = 0;
    const [silence, probed] = [gate(), gate()];
    const written = connection.use(async (database) => {
      const transaction = database.transaction('rows', 'readwrite');
      transaction.done.catch(() => undefined); // The pending request reports the failure as well.
      silence.open();
      for (let isSilent = ++runs === 1; isSilent;) {
        await transaction.store.get('n');
      }
      await transaction.store.put('kept', 'n');
    });
    let probes = 0;
    const probing = connection.probe(() => {
      probed.open();
      return ++probes === 1 ? new Promise(() => undefined) : Promise.resolve();
    });
    await Promise.all([silence.opened, probed.opened]);
    expect([runs, probes]).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    await Promise.all([probing, written]);
    expect(await connection.use((database) => database.get('rows', 'n'))).toBe('kept');
    expect(runs).toBe(2);
  });
});
