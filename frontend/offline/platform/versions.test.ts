import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settled } from '../testing/activity';
import { shownPage } from '../testing/fake-world';
import { Versions } from './versions';

/** A worker that records its messages and changes its state when the test says so. */
class FakeWorker extends EventTarget {
  readonly told: unknown[] = [];
  postMessage(message: unknown): void {
    this.told.push(message);
  }
}

class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  active: FakeWorker | null = new FakeWorker();
  updates = 0;
  update(): Promise<void> {
    this.updates++;
    return Promise.resolve();
  }

  /** A new version arrives and waits. */
  async arrives(): Promise<FakeWorker> {
    const worker = new FakeWorker();
    this.installing = worker;
    this.dispatchEvent(new Event('updatefound'));
    this.installing = null;
    this.waiting = worker;
    worker.dispatchEvent(new Event('statechange'));
    await settled();
    return worker;
  }
}

class FakeContainer extends EventTarget {
  readonly registration = new FakeRegistration();
  readonly ready = Promise.resolve(this.registration);
  controller: object | null = {};
  register(): Promise<FakeRegistration> {
    return Promise.resolve(this.registration);
  }

  /** The waiting version was activated and controls every page. */
  changesController(): void {
    this.registration.waiting = null;
    this.controller = {};
    this.dispatchEvent(new Event('controllerchange'));
  }
}

const HOUR_MS = 3_600_000;
let container: FakeContainer;
let controllerAtStart: object | null;
let page: ReturnType<typeof shownPage>;
let playing: boolean;
let playsElsewhere: boolean;
let reloads: number;
let now: number;
let faults: unknown[];

beforeEach(() => {
  container = new FakeContainer();
  controllerAtStart = container.controller;
  page = shownPage();
  [playing, playsElsewhere, reloads, now, faults] = [false, false, 0, HOUR_MS, []];
});

afterEach(() => {
  expect(faults).toEqual([]);
});

async function started(): Promise<Versions> {
  const versions = new Versions({
    container: container as unknown as ServiceWorkerContainer,
    controllerAtStart: controllerAtStart as ServiceWorker | null,
    network: { mayBeThere: () => true },
    page,
    time: { now: () => now },
    isPlaying: () => playing,
    playsElsewhere: () => Promise.resolve(playsElsewhere),
    reload: () => {
      reloads++;
    },
    onFault: (fault) => faults.push(fault),
  });
  versions.start();
  await settled();
  return versions;
}

describe('a new version of the app', () => {
  it('is noticed when another tab activated it while this tab was opening', async () => {
    container.changesController();
    await started();
    expect(reloads).toBe(1);
  });

  it('does not reload the page when the first worker takes control while it opens', async () => {
    controllerAtStart = null;
    const versions = await started();
    expect(reloads).toBe(0);
    expect(versions.ready.get()).toBe(false);
  });

  it('does not reload the page when the first worker takes control', async () => {
    container.controller = controllerAtStart = null;
    const versions = await started();
    expect(container.registration.active?.told).toEqual(['claim']);
    container.changesController();
    expect(reloads).toBe(0);
    expect(versions.ready.get()).toBe(false);
  });

  it('is activated at the start of the app when it waits, with one reload', async () => {
    const waiting = new FakeWorker();
    container.registration.waiting = waiting;
    await started();
    expect(waiting.told).toEqual(['activate']);
    container.changesController();
    container.changesController();
    expect(reloads).toBe(1);
  });

  it.each(['here', 'elsewhere'])('keeps waiting at the start while a lecture plays %s', async (where) => {
    playing = where === 'here';
    playsElsewhere = where === 'elsewhere';
    const waiting = new FakeWorker();
    container.registration.waiting = waiting;
    const versions = await started();
    expect(waiting.told).toEqual([]);
    expect(versions.ready.get()).toBe(true);
  });

  it('is offered when it arrives, and activated only when the listener accepts it', async () => {
    const versions = await started();
    const waiting = await container.registration.arrives();
    expect(versions.ready.get()).toBe(true);
    expect(waiting.told).toEqual([]);
    versions.apply();
    expect(waiting.told).toEqual(['activate']);
    container.changesController();
    expect(reloads).toBe(1);
  });

  it('that another tab activated reloads this tab only when it is shown next and nothing plays', async () => {
    const versions = await started();
    playing = true;
    container.changesController();
    expect(reloads).toBe(0);
    expect(versions.ready.get()).toBe(true);
    page.show();
    expect(reloads).toBe(0);
    playing = false;
    page.show();
    page.show();
    expect(reloads).toBe(1);
  });

  it('is looked for when the page is shown, at most once an hour', async () => {
    await started();
    page.show();
    expect(container.registration.updates).toBe(0);
    now += HOUR_MS;
    page.show();
    page.show();
    expect(container.registration.updates).toBe(1);
  });
});
