import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { openCore } from '../core';
import { CoreHarness } from '../testing/core-harness';
import { settled } from '../testing/activity';
import { listen, play } from '../testing/listening';
import { ManualTime } from '../testing/manual-time';
import type { Tables } from '../storage/tables';
import { WriteQueue } from './write-queue';
import type { ListeningEvent } from './listening-event';

const FULL = new DOMException('full', 'QuotaExceededError');
const RETRY_MS = 2_000;

const favorite = (lectureId: string): ListeningEvent => ({ kind: 'flag', lectureId, type: 'FAVORITED' });
const kept = (positionMs: number): ListeningEvent => ({
  ...{ kind: 'keep', lectureId: 'lecture-1', positionMs, audioAssetId: 'asset-1' },
});

/** A store that refuses writes while it is full, and records the attempts. */
class Storage {
  readonly time = new ManualTime();
  readonly written: ListeningEvent[] = [];
  readonly faults: unknown[] = [];
  full = false;
  tries = 0;
  readonly queue = new WriteQueue(
    (_account, events) => {
      this.tries++;
      if (this.full) {
        return Promise.reject(FULL);
      }
      this.written.push(...events);
      return Promise.resolve();
    },
    this.time.read,
    this.time,
    (fault) => this.faults.push(fault),
  );

  write(event: ListeningEvent): Promise<void> {
    return this.queue.write('a', [event]);
  }
}

describe('the write queue', () => {
  it('C1: keeps what a full store refuses, reports it once, and writes it in its order', async () => {
    const storage = new Storage();
    storage.full = true;
    const writing = [kept(1), favorite('lecture-1'), kept(2), favorite('lecture-2')].map((event) =>
      storage.write(event),
    );
    await settled();
    storage.time.advance(RETRY_MS);
    await settled();
    expect(storage.faults).toEqual([FULL]);
    storage.full = false;
    storage.time.advance(RETRY_MS);
    await Promise.all(writing);
    expect(storage.written).toEqual([kept(1), favorite('lecture-1'), kept(2), favorite('lecture-2')]);
    expect(storage.queue.isEmpty()).toBe(true);
  });

  it('C1: retries the storage one attempt at a time, however many actions arrive', async () => {
    const storage = new Storage();
    storage.full = true;
    const writing: Array<Promise<void>> = [];
    for (let i = 0; i < 5; i++) {
      writing.push(storage.write(favorite(`lecture-${i}`)));
      await settled();
      storage.time.advance(300);
    }
    storage.tries = 0;
    for (let ms = 0; ms < 5 * RETRY_MS; ms += 100) {
      storage.time.advance(100);
      await settled();
    }
    expect(storage.tries).toBe(5);
    storage.full = false;
    storage.time.advance(RETRY_MS);
    await Promise.all(writing);
    expect(storage.time.nextInMs()).toBeNull();
  });

  it('writes an action that arrives in the moment in which the last write ends', async () => {
    for (let turns = 0; turns < 12; turns++) {
      const storage = new Storage();
      const first = storage.write(kept(1));
      for (let turn = 0; turn < turns; turn++) {
        await Promise.resolve();
      }
      const second = storage.write(kept(2));
      await Promise.all([first, second]);
      expect(storage.written).toEqual([kept(1), kept(2)]);
    }
  });

  it('C3: replaces a waiting kept position only by a later one of the same lecture and account', async () => {
    const storage = new Storage();
    storage.full = true;
    const elsewhere: ListeningEvent = { ...kept(7), lectureId: 'lecture-2' };
    const first = storage.write(favorite('lecture-1'));
    const outdone = storage.write(kept(1));
    const others = [storage.write(elsewhere), storage.queue.write('b', [kept(5)]), storage.write(kept(2))];
    await outdone;
    await settled();
    storage.full = false;
    storage.time.advance(RETRY_MS);
    await Promise.all([first, ...others]);
    expect(storage.written).toEqual([favorite('lecture-1'), elsewhere, kept(5), kept(2)]);
  });

  it('reports an invalid write to its caller, and continues with the others', async () => {
    const faulty = new DOMException('no such table', 'NotFoundError');
    let broken = true;
    const time = new ManualTime();
    const queue = new WriteQueue(
      () => (broken ? Promise.reject(faulty) : Promise.resolve()),
      time.read,
      time,
      () => undefined,
    );
    await expect(queue.write('a', [favorite('lecture-1')])).rejects.toBe(faulty);
    broken = false;
    await queue.write('a', [favorite('lecture-2')]);
  });
});

describe('the core with a full store', () => {
  it('C1, C3: opens, shows the kept position, and sends it once there is space', async () => {
    const device = new CoreHarness();
    const core = await device.signedIn();
    play(device, core);
    listen(device, 10);
    await settled();
    device.closed();
    let isFull = true;
    device.world = { ...device.world, tables: sometimesFull(device.world.tables, () => isFull) };
    const again = await openCore(device.world);
    await settled();
    expect(device.world.faults).toEqual([FULL]);
    const keptMs = again.listening.get().get('lecture-1')?.resumePositionMs;
    expect(keptMs).toBeGreaterThan(5_000);
    isFull = false;
    device.world.time.advance(RETRY_MS);
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(keptMs);
  });

  it('C1: keeps a favorite in memory in its place among the positions, and stores and sends it once there is space', async () => {
    const device = new CoreHarness();
    const full = { is: false };
    device.world = { ...device.world, tables: sometimesFull(device.world.tables, () => full.is) };
    const core = await device.signedIn();
    play(device, core);
    listen(device, 10);
    await settled();
    full.is = true;
    core.seek(60_000);
    device.world.media.tell('seeked');
    const marked = core.setFlag('lecture-1', 'favorite', true);
    const unmarked = core.setFlag('lecture-1', 'favorite', false);
    await settled();
    expect(device.world.faults).toHaveLength(1);
    full.is = false;
    device.world.time.advance(RETRY_MS);
    await Promise.all([marked, unmarked]);
    await settled();
    expect(device.server.state('lecture-1')).toMatchObject({
      ...{ favorite: { favorite: false }, position: { positionMs: 60_000 } },
    });
    expect(device.sentTypes()).toEqual(['PROGRESS', 'FAVORITED', 'UNFAVORITED']);
    expect(core.sync.get().pending).toBe(0);
  });
});

/** Tables that refuse listening events while storage is full. */
function sometimesFull(tables: Tables, isFull: () => boolean): Tables {
  return {
    transact: (names, mode, work) =>
      isFull() &&
      mode !== 'read' &&
      names.includes('outbox') &&
      names.includes('locals') &&
      !names.includes('journal')
        ? Promise.reject(FULL)
        : tables.transact(names, mode, work),
    probe: () => tables.probe(),
    close: () => {
      tables.close();
    },
  };
}
