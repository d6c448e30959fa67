import 'fake-indexeddb/auto';
import fc from 'fast-check';
import '../testing/same-histories';
import { expect, it } from 'vitest';
import { NotDrained } from '../background/background-drain';
import { composeBackgroundDrain } from '../compose';
import { Changes } from '../live/changes';
import { openCore } from '../core';
import type { Gateway } from '../gateway-port';
import { MemoryTables } from '../storage/memory-tables';
import { HOUR_MS, type Core } from '../testing/core-harness';
import { afterCallbacks, settled } from '../testing/activity';
import {
  fakeWorld,
  heldLocks,
  noChannel,
  sharedChannels,
  SwitchedNetwork,
  uuid,
  type FakeWorld,
} from '../testing/fake-world';
import { ManualTime } from '../testing/manual-time';
import { catalogueWith, ScriptedServer } from '../testing/scripted-server';

const DAY_MS = 24 * HOUR_MS;
const TABS = 2;
const NAMES = ['a', 'b'] as const;
const LECTURE_IDS = ['lecture-1', 'lecture-2'] as const;
const LECTURES = LECTURE_IDS.map((lectureId, n) => ({
  ...{ lectureId, assetId: `asset-${n}`, sha256: String(n).repeat(64), sizeBytes: 1000, durationMs: HOUR_MS },
}));
const GUEST = 'guest';

/** What happens to a tablet that a family shares; `callbacks` is how many of them run before the next step. */
type Step = { readonly tab: number; readonly callbacks: number } & (
  | { readonly kind: 'favorite'; readonly lectureId: string; readonly favorite: boolean }
  | { readonly kind: 'sign-in'; readonly name: string }
  | { readonly kind: 'answer-about-guest'; readonly keep: boolean }
  | { readonly kind: 'fault'; readonly fault: 'lost' | 'unavailable' }
  | { readonly kind: 'pass'; readonly ms: number }
  /** Somebody sets the device's clock: so far ahead of the true time. */
  | { readonly kind: 'set-clock'; readonly aheadMs: number }
  | { readonly kind: 'sign-out' | 'switch-network' | 'restart' | 'refresh' | 'wake-worker' }
);

const step: fc.Arbitrary<Step> = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('favorite' as const),
        lectureId: fc.constantFrom(...LECTURE_IDS),
        favorite: fc.boolean(),
      }),
    },
    fc.record({ kind: fc.constant('sign-in' as const), name: fc.constantFrom(...NAMES) }),
    fc.record({ kind: fc.constant('answer-about-guest' as const), keep: fc.boolean() }),
    fc.record({ kind: fc.constant('fault' as const), fault: fc.constantFrom('lost', 'unavailable') }),
    fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1_000, 70_000, HOUR_MS, DAY_MS) }),
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('set-clock' as const),
        aheadMs: fc.constantFrom(0, -DAY_MS, -HOUR_MS, 240_000, HOUR_MS, DAY_MS, 10 * DAY_MS),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constantFrom('sign-out', 'switch-network', 'restart', 'refresh', 'wake-worker'),
      }),
    },
  )
  .chain((what) =>
    fc.record({
      ...{ tab: fc.nat(TABS - 1), callbacks: fc.constantFrom(1, 6, 12, 1_000) },
      what: fc.constant(what),
    }),
  )
  .map(({ what, ...where }) => ({ ...what, ...where }));

/** One browser with two tabs, two accounts and a guest, each account with a server of its own. */
class Tablet {
  #time = new ManualTime();
  #network = new SwitchedNetwork();
  #locks = heldLocks();
  #aheadMs = 0;
  #ids = 1;
  #worlds: FakeWorld[] = [];
  #cores: Core[] = [];
  readonly #tables = new MemoryTables();
  readonly #random = { random: () => 0.5, newId: () => uuid(this.#ids++) };
  readonly #door = new ScriptedServer(() => this.#trueNow());
  readonly #servers = new Map(NAMES.map((name) => [name, new ScriptedServer(() => this.#trueNow())]));
  readonly #gateway: Gateway;
  /** What was done last, in order, by account and lecture. */
  readonly #last = new Map<string, { readonly favorite: boolean; readonly at: number }>();
  #actions = 0;
  readonly faults: unknown[] = [];

  constructor() {
    this.#door.catalogue = catalogueWith(LECTURES);
    const { catalogueChanges, catalogueSnapshot, session, signUp, signIn, signOut } = this.#door;
    const {
      resetPassword,
      changePassword,
      deleteAccount,
      signInOptions,
      sessions,
      endSession,
      endOtherSessions,
      sendPasswordCode,
      emailAddress,
      changeEmailAddress,
      confirmEmailAddress,
      removeEmailAddress,
    } = this.#door;
    this.#gateway = {
      ...{ catalogueChanges, catalogueSnapshot, session, signUp, signIn, signOut },
      ...{
        resetPassword,
        changePassword,
        deleteAccount,
        signInOptions,
        sessions,
        endSession,
        endOtherSessions,
      },
      ...{ sendPasswordCode, emailAddress, changeEmailAddress, confirmEmailAddress, removeEmailAddress },
      sync: (request, how) => {
        const server = this.#serverOf(request.listenerId);
        server.signedIn = this.#door.signedIn;
        server.faults.splice(0, server.faults.length, ...this.#door.faults.splice(0));
        return server.sync(request, how);
      },
    };
  }

  async open(): Promise<void> {
    const isOnline = this.#network.mayBeThere();
    this.#time = new ManualTime(this.#time.at);
    this.#network = new SwitchedNetwork();
    this.#network.setUnheard(isOnline);
    this.#locks = heldLocks();
    this.#worlds = sharedChannels(TABS).map((channel) => ({
      ...fakeWorld(this.#gateway, this.#tables),
      ...{ time: this.#time, network: this.#network, locks: this.#locks, random: this.#random, channel },
      onFault: (fault: unknown) => this.faults.push(fault),
    }));
    this.#cores = [];
    for (const world of this.#worlds) {
      this.#cores.push(await openCore(world));
    }
    await settled();
  }

  async do(next: Step): Promise<void> {
    const core = this.#core(next.tab);
    switch (next.kind) {
      case 'favorite':
        await this.#favorite(core, next.lectureId, next.favorite);
        break;
      case 'sign-in':
        await core.signIn(next.name, 'password');
        break;
      case 'sign-out':
        await core.signOut();
        break;
      case 'answer-about-guest':
        await this.#answerAboutGuest(core, next.keep);
        break;
      case 'switch-network':
        this.#network.set(!this.#network.mayBeThere());
        break;
      case 'fault':
        this.#door.faults.push(next.fault);
        break;
      case 'pass':
        this.#time.advance(next.ms);
        break;
      case 'set-clock':
        this.#setAhead(next.aheadMs);
        break;
      case 'refresh':
        core.refresh().catch((fault: unknown) => this.faults.push(fault));
        break;
      case 'restart':
        this.#worlds.forEach(({ page }) => {
          page.hide();
        });
        await settled();
        await this.open();
        break;
      case 'wake-worker':
        this.#wakeWorker();
        break;
    }
    this.#time.advance(1_000);
    await afterCallbacks(next.callbacks);
  }

  /** All is well again, and each account gets its turn; then each has what was done last, here and on its server. */
  async settle(): Promise<void> {
    this.#door.faults.splice(0);
    this.#setAhead(0);
    this.#network.set(true);
    await settled();
    await this.open();
    const core = this.#core(0);
    for (const name of NAMES) {
      await core.signIn(name, 'password');
      for (let round = 0; round < 4; round++) {
        this.#time.advance(61_000);
        await settled();
        await core.refresh();
      }
      await settled();
      expect(core.account.get()).toMatchObject({ name, state: 'signed-in' });
      expect(core.sync.get().pending).toBe(0);
      for (const lectureId of LECTURE_IDS) {
        const wanted = this.#last.get(`listener-${name} ${lectureId}`)?.favorite;
        const there = this.#servers.get(name)?.state(lectureId)?.favorite?.favorite;
        const shown = core.listening.get().get(lectureId)?.favorite;
        expect({ name, lectureId, there, shown }).toEqual({ name, lectureId, there: wanted, shown: wanted });
      }
    }
  }

  async #favorite(core: Core, lectureId: string, favorite: boolean): Promise<void> {
    const account = core.account.get().listenerId ?? GUEST;
    await core.setFlag(lectureId, 'favorite', favorite);
    this.#last.set(`${account} ${lectureId}`, { favorite, at: ++this.#actions });
    expect(core.listening.get().get(lectureId)?.favorite, 'shown at once').toBe(favorite);
  }

  async #answerAboutGuest(core: Core, keep: boolean): Promise<void> {
    const { listenerId, guestLectures } = core.account.get();
    if (listenerId === null || guestLectures === 0) {
      return;
    }
    await core.keepGuestProgress(keep);
    for (const lectureId of keep ? LECTURE_IDS : []) {
      const guests = this.#last.get(`${GUEST} ${lectureId}`);
      const own = this.#last.get(`${listenerId} ${lectureId}`);
      if (guests !== undefined && guests.at > (own?.at ?? 0)) {
        this.#last.set(`${listenerId} ${lectureId}`, guests);
      }
      this.#last.delete(`${GUEST} ${lectureId}`);
    }
  }

  #wakeWorker(): void {
    const [tables, time, random] = [this.#tables, this.#time, this.#random];
    const [gateway, network, locks] = [this.#gateway, this.#network, this.#locks];
    const world = { tables, time, random, gateway, network, locks, changes: new Changes(noChannel()) };
    composeBackgroundDrain(world, () => Promise.resolve(true))
      .run()
      .catch((fault: unknown) => {
        if (!(fault instanceof NotDrained)) {
          this.faults.push(fault); // Of the other the browser thinks nothing: it wakes the worker another time.
        }
      });
    this.#worlds.forEach(({ page }) => {
      page.show(); // What the worker did, tabs see when they are shown.
    });
  }

  #core(tab: number): Core {
    const core = this.#cores[tab];
    if (core === undefined) {
      throw new Error('no tab is open');
    }
    return core;
  }

  #serverOf(listenerId: string): ScriptedServer {
    const server = this.#servers.get(listenerId === 'listener-a' ? 'a' : 'b');
    if (server === undefined) {
      throw new Error(`nobody is ${listenerId}`);
    }
    return server;
  }

  #trueNow(): number {
    return this.#time.at - this.#aheadMs;
  }

  #setAhead(ms: number): void {
    this.#time.at += ms - this.#aheadMs;
    this.#aheadMs = ms;
  }
}

it(
  'C1, C9, R8: on a shared device with a changing clock, each account ends with the last action of its listener',
  { timeout: 600_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 50, size: 'max' }), async (steps) => {
        const tablet = new Tablet();
        await tablet.open();
        for (const next of steps) {
          await tablet.do(next);
        }
        await tablet.settle();
        expect(tablet.faults).toEqual([]);
      }),
      { numRuns: Number(process.env.DEVICE_RUNS ?? 12) },
    );
  },
);
