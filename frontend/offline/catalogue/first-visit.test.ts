import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCore } from '../core';
import { GatewayFailure, type CatalogueChanges, type SnapshotReceiver } from '../gateway-port';
import { settled } from '../testing/activity';
import { CoreHarness } from '../testing/core-harness';
import { gate } from '../testing/gate';

const EPOCH = 'catalogue-1';
const LECTURES_OF_A_PAGE = 10;

/** A page of a series of its own, with lectures and their assets. */
function page(number: number, cursor: number, more: boolean): CatalogueChanges {
  const ids = Array.from({ length: LECTURES_OF_A_PAGE }, (_, index) => `${number}-${index}`);
  return {
    ...{ epoch: EPOCH, cursor, more },
    scholars: number === 0 ? [{ id: 'scholar', name: 'A Scholar', published: true }] : [],
    series: [{ id: `series-${number}`, scholarId: 'scholar', title: `Series ${number}`, published: true }],
    lectures: ids.map((id, index) => ({
      ...{ id, scholarId: 'scholar', seriesId: `series-${number}`, number: index + 1 },
      ...{ title: `Lecture ${id}`, language: 'ar', assetId: `asset-${id}`, addedAt: number, published: true },
    })),
    assets: ids.map((id) => ({
      ...{ id: `asset-${id}`, lectureId: id, url: `audio/${id}.mp3`, sha256: id, sizeBytes: 1 },
      ...{ durationMs: 1_000, mediaType: 'audio/mpeg' },
    })),
  };
}

function pages(count: number, cursorOf: (number: number) => number): CatalogueChanges[] {
  return Array.from({ length: count }, (_, number) => page(number, cursorOf(number), number < count - 1));
}

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

/** A server that has the catalogue as pages only. The connection breaks at one of them. */
function servePages(count: number, lostAt: number): void {
  const all = pages(count, (number) => number + 1);
  const { catalogueChanges } = device.server;
  Object.assign(device.server, {
    catalogueChanges: (cursor: number) => {
      const found = all[cursor];
      if (cursor === lostAt) {
        return Promise.reject(new GatewayFailure('unavailable'));
      }
      return found === undefined ? catalogueChanges(cursor) : Promise.resolve(found);
    },
  });
}

function serveSnapshot(count: number, revision = 1_000): void {
  device.server.snapshot = {
    head: { epoch: EPOCH, revision, lectures: count * LECTURES_OF_A_PAGE },
    pages: pages(count, () => revision),
  };
  device.server.catalogue = {
    ...{ epoch: EPOCH, cursor: revision, more: false },
    ...{ scholars: [], series: [], lectures: [], assets: [] },
  };
}

describe('a first visit', () => {
  it('shows the pages that are stored when a later page is lost', async () => {
    servePages(30, 29);
    const core = await openCore(device.world);
    await settled();
    const { state, lectures, arriving } = core.catalogue.get();
    expect({ state, lectures: lectures.size }).toEqual({ state: 'ready', lectures: 290 });
    expect(arriving).not.toBeNull();
  });

  it('C13.1: stores the snapshot, and asks for what changed since', async () => {
    serveSnapshot(4);
    const core = await openCore(device.world);
    await settled();
    const { lectures, series, arriving } = core.catalogue.get();
    expect(lectures.size).toBe(40);
    expect(series.get('series-3')?.lectureIds).toEqual(
      Array.from({ length: LECTURES_OF_A_PAGE }, (_, index) => `3-${index}`),
    );
    expect(arriving).toBeNull();
    expect(device.server.calls.filter((call) => call !== 'session')).toEqual(['snapshot', 'catalogue']);
    await device.restarted();
    await settled();
    expect(device.server.calls.filter((call) => call === 'snapshot')).toHaveLength(1);
  });

  it('draws a catalogue once that arrives at once', async () => {
    serveSnapshot(4);
    const core = await openCore(device.world);
    const sizes = new Set<number>();
    core.catalogue.subscribe(() => sizes.add(core.catalogue.get().lectures.size));
    await settled();
    expect([...sizes]).toEqual([40]);
  });

  it('C13.1: shows the first series when the others take longer', async () => {
    serveSnapshot(4);
    const { catalogueSnapshot } = device.server;
    const rest = gate();
    Object.assign(device.server, {
      catalogueSnapshot: ({ head, page: receive }: SnapshotReceiver) =>
        catalogueSnapshot({
          head,
          page: async (line) => {
            await receive(line);
            await rest.opened;
          },
        }),
    });
    const core = await openCore(device.world);
    await settled();
    device.world.time.advance(30);
    await settled();
    expect(core.catalogue.get().lectures.size).toBe(LECTURES_OF_A_PAGE);
    expect(core.catalogue.get().arriving).toEqual({ from: 'server', lectures: 40 });
    rest.open();
    await settled();
    expect(core.catalogue.get().lectures.size).toBe(40);
  });

  it('C13.2: keeps and shows what arrived of an interrupted snapshot, also after a restart offline', async () => {
    serveSnapshot(4);
    device.server.snapshotBreaksAfter = 2;
    const core = await openCore(device.world);
    await settled();
    const { state, lectures, arriving } = core.catalogue.get();
    expect({ state, arriving }).toEqual({ state: 'ready', arriving: { from: 'server', lectures: 40 } });
    expect(lectures.size).toBeGreaterThan(0);
    device.server.reachable = false;
    const later = await device.restarted();
    await settled();
    expect(later.catalogue.get().state).toBe('ready');
    expect(later.catalogue.get().lectures.size).toBe(lectures.size);
    expect(later.catalogue.get().arriving).toEqual({ from: 'server', lectures: 40 });
  });

  it('C13.2: reads an interrupted snapshot to its end at the next try', async () => {
    serveSnapshot(4);
    device.server.snapshotBreaksAfter = 2;
    const core = await openCore(device.world);
    await settled();
    await core.refresh();
    await settled();
    expect(core.catalogue.get().lectures.size).toBe(40);
    expect(core.catalogue.get().arriving).toBeNull();
  });

  it('C13.2: goes on with another snapshot when the first one is gone', async () => {
    serveSnapshot(4);
    device.server.snapshotBreaksAfter = 2;
    const core = await openCore(device.world);
    await settled();
    serveSnapshot(5, 2_000);
    await core.refresh();
    await settled();
    expect(core.catalogue.get().lectures.size).toBe(50);
  });

  it('C13.3: asks for pages when no try of the snapshot brings anything', async () => {
    serveSnapshot(4);
    device.server.catalogue = page(0, 1_000, false);
    const { catalogueSnapshot } = device.server;
    Object.assign(device.server, {
      catalogueSnapshot: ({ head }: SnapshotReceiver) =>
        catalogueSnapshot({ head, page: () => Promise.reject(new GatewayFailure('unavailable')) }),
    });
    const core = await openCore(device.world);
    await settled();
    for (let tries = 0; tries < 3; tries++) {
      await core.refresh();
      await settled();
    }
    expect(core.catalogue.get().lectures.size).toBe(LECTURES_OF_A_PAGE);
  });

  it('C13.3: asks for pages when the server refuses the snapshot', async () => {
    serveSnapshot(4);
    device.server.catalogue = page(0, 1_000, false);
    device.server.refusing.set('snapshot', { status: 503, retryAfterSeconds: null });
    const core = await openCore(device.world);
    await settled();
    expect(core.catalogue.get().lectures.size).toBe(LECTURES_OF_A_PAGE);
  });
});

describe('a large catalogue at the next start', () => {
  const MANY = 150;

  it('is shown by its summary and by what the listener heard, before all of it is read', async () => {
    serveSnapshot(MANY);
    const core = await openCore(device.world);
    await settled();
    expect(core.catalogue.get().lectures.size).toBe(MANY * LECTURES_OF_A_PAGE);
    const heard = '77-3';
    core.play(heard);
    await settled();
    core.pause();
    await settled();

    const again = await device.restarted();
    const { state, series, lectures, arriving } = again.catalogue.get();
    expect({ state, arriving }).toEqual({ state: 'ready', arriving: { from: 'device', lectures: null } });
    expect(series.size).toBeGreaterThan(0);
    expect(series.size).toBeLessThan(MANY);
    expect(lectures.get(heard)?.title).toBe(`Lecture ${heard}`);
    expect(again.player.get().lectureId).toBe(heard);
    device.world.time.advance(1_000);
    await settled();
    expect(again.catalogue.get().lectures.size).toBe(MANY * LECTURES_OF_A_PAGE);
    expect(again.catalogue.get().arriving).toBeNull();
  });

  it('shows a lecture, a series and a scholar of which a page is opened, before all of it is read', async () => {
    serveSnapshot(MANY);
    await openCore(device.world);
    await settled();

    const again = await device.restarted();
    const read = again.catalogue.get();
    expect(read.lectures.has('99-4')).toBe(false);
    await Promise.all([again.lookUp('lecture', '99-4'), again.lookUp('series', 'series-98')]);
    const { lectures, series, arriving } = again.catalogue.get();
    expect(arriving).toEqual({ from: 'device', lectures: null });
    expect(lectures.get('99-4')?.title).toBe('Lecture 99-4');
    // Nobody asked for the rest of its series, so that is not shown as if it were whole.
    expect(series.has('series-99')).toBe(false);
    const lessons = series.get('series-98')?.lectureIds ?? [];
    expect(lessons.map((id) => lectures.get(id)?.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

    await again.lookUp('scholar', 'scholar');
    const { scholars, series: itsSeries } = again.catalogue.get();
    expect(scholars.get('scholar')?.seriesIds).toHaveLength(MANY);
    expect(itsSeries.size).toBe(MANY);
    expect(again.catalogue.get().arriving).not.toBeNull();
  });

  it('names the lectures of the queue at once', async () => {
    serveSnapshot(MANY);
    const core = await openCore(device.world);
    await settled();
    core.play('77-3');
    core.addToQueue('101-7');
    await settled();

    const again = await device.restarted();
    expect(again.upNext.get().queue).toEqual(['101-7']);
    expect(again.catalogue.get().lectures.get('101-7')?.title).toBe('Lecture 101-7');
  });
});

describe('a first visit by a link', () => {
  it('shows the linked lecture before the catalogue arrives, and keeps it while the catalogue arrives', async () => {
    serveSnapshot(4);
    device.server.reachable = false;
    const { scholars, series, lectures, assets } = page(0, 0, true);
    const linked = { scholars, series, lectures: lectures.slice(4, 5), assets: assets.slice(4, 5) };
    const core = await openCore({ ...device.world, linked: () => linked });
    expect(core.catalogue.get().lectures.get('0-4')?.seriesTitle).toBe('Series 0');
    expect(core.catalogue.get().arriving).toEqual({ from: 'server', lectures: null });
    await settled();
    device.server.reachable = true;
    await core.refresh();
    await settled();
    expect(core.catalogue.get().series.get('series-0')?.lectureIds).toHaveLength(LECTURES_OF_A_PAGE);
    expect(core.catalogue.get().lectures.size).toBe(40);
    expect(core.catalogue.get().arriving).toBeNull();
  });
});
