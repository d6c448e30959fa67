import { NotDrained } from '../offline/background/background-drain';
import type { Gateway } from '../offline/gateway-port';
import { isAnythingUnderWay } from '../offline/testing/activity';
import { gate } from '../offline/testing/gate';
import { TrueClock } from './device/clock';
import { Ledger } from './ledger';
import { Lifetime } from './device/lifetime';
import { PendingWork, turn } from './device/pending-work';
import { Profile } from './device/profile';
import { Seeded } from './seeded';
import type { Listener, Harness } from './harness';
import type { StormPlan } from './steps';
import { Tab } from './device/tab';
import {
  intentsIn,
  listenerIn,
  serverTimeIn,
  verdictsIn,
  NetworkSimulation,
} from './device/network-simulation';
import { drainInBackground } from './device/worker';

/** After this many turns of the event loop the storm is in an endless loop. */
const MOST_TURNS = 60_000;
/** The devices sleep through longer waits, as phones do; what was due meanwhile happens at the end. */
const SLEEP_FROM_MS = 180_000;
const TICK_MS = 1_000;

/** Real cores on their own devices, with the real server. `run-storm.ts` applies a plan to them. */
export class Storm {
  readonly pendingWork = new PendingWork();
  readonly clock = new TrueClock();
  readonly violations: string[] = [];
  /** Descriptions of registers that do not hold the last act. */
  readonly lost: string[] = [];
  readonly profiles: Profile[];
  /** By device and place; a dead one stays until the app is opened again. */
  readonly tabs: Array<Array<Tab | null>>;
  readonly network: NetworkSimulation<Profile>;
  readonly ledger: Ledger;
  readonly counts = new Map<string, number>();
  readonly #workers: Lifetime[] = [];
  #lives = 0;

  constructor(
    readonly plan: StormPlan,
    readonly harness: Harness,
    private readonly gateway: Gateway,
    readonly listeners: readonly Listener[],
  ) {
    this.profiles = plan.devices.map(
      (device, index) =>
        new Profile(
          `storm-${plan.seed}-${index}`,
          device,
          this.pendingWork,
          () => this.clock.at,
          (what) => {
            this.violated(what);
          },
          (lifetime) => {
            this.everyTab()
              .find((tab) => tab.lifetime === lifetime)
              ?.kept();
          },
        ),
    );
    this.tabs = plan.devices.map(({ tabs }) => Array.from({ length: tabs }, () => null));
    this.ledger = new Ledger(this.profiles.map(({ invariants }) => invariants));
    this.network = new NetworkSimulation(harness, this.clock, plan.roundTripMs, {
      onSent: ({ caller, sent }) => {
        this.#onSent(caller, sent.body);
      },
      onServed: ({ sent }, body) => {
        this.ledger.accept(sent.body, body);
      },
      onHeard: ({ caller }, body) => {
        caller.invariants.onVerdicts(verdictsIn(body), serverTimeIn(body));
      },
    });
  }

  violated(what: string): void {
    this.violations.push(what);
  }

  count(what: string, times = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }

  /** Opens the app in that place; the tab that was there is dead by then. */
  async open(device: number, place: number): Promise<void> {
    this.tabs[device]?.[place]?.lifetime.end();
    const profile = this.profile(device);
    const death = gate();
    const { pendingWork, clock, network } = this;
    const tab = new Tab({
      ...{ profile, pendingWork, clock, network },
      random: new Seeded(this.plan.seed, device, place, this.#lives++),
      violated: (what) => {
        this.violated(what);
      },
      onDeath: (dead) => {
        this.#onDeath(dead);
        death.open();
      },
    });
    const places = this.tabs[device];
    if (places !== undefined) {
      places[place] = tab;
    }
    await this.pendingWork.during(async () => {
      // A tab that dies while it starts never answers.
      await Promise.race([tab.start(this.gateway), death.opened]);
    });
  }

  /** The browser wakes the worker; it may wake it again when that failed. */
  wakeWorker(device: number, afterSteps: number): void {
    const profile = this.profile(device);
    const lifetime = new Lifetime(() => undefined);
    lifetime.endAfter(afterSteps);
    this.#workers.push(lifetime);
    const { clock, network } = this;
    const random = new Seeded(this.plan.seed, device, this.#lives++);
    const hasPages = () => this.tabs[device]?.some((tab) => tab?.lifetime.alive === true) ?? false;
    drainInBackground(profile, lifetime, clock, network, random, hasPages).catch((failure: unknown) => {
      if (failure instanceof NotDrained) {
        profile.wantsWorker = true;
      } else {
        this.violated(`${profile.name}'s worker: ${String(failure)}`);
      }
    });
  }

  profile(device: number): Profile {
    const profile = this.profiles[device];
    if (profile === undefined) {
      throw new RangeError(`no device ${device}`);
    }
    return profile;
  }

  everyTab(): Tab[] {
    return this.tabs.flat().filter((tab) => tab !== null);
  }

  /** Lets this many turns of the plan pass, or continues until nothing is pending. */
  async pass(turns: number | null): Promise<void> {
    let isAtRest = false;
    for (let passed = 0; turns === null ? !isAtRest : passed < turns; passed++) {
      await this.#turn();
      const moved = !this.pendingWork.isIdle || (await this.network.runNext());
      isAtRest = !moved && !isAnythingUnderWay();
      if (passed > MOST_TURNS) {
        this.violated('the devices never stop working');
        return;
      }
    }
  }

  /** True time advances, and playback with it. */
  async wait(ms: number): Promise<void> {
    if (ms > SLEEP_FROM_MS) {
      this.pendingWork.timePasses(this.clock.at);
      this.clock.sleep(ms);
      this.profiles.forEach((profile) => {
        profile.slept();
      });
      await this.#fire();
      return;
    }
    const end = this.clock.at + ms;
    while (this.clock.at < end) {
      const tickMs = Math.min(TICK_MS, end - this.clock.at);
      this.pendingWork.timePasses(this.clock.at);
      this.clock.at += tickMs;
      for (const tab of this.everyTab()) {
        tab.playOn(tickMs);
      }
      await this.#fire();
      await this.#settleStores();
    }
  }

  /** Kills every tab and worker and closes every disk. */
  end(): void {
    [...this.everyTab().map(({ lifetime }) => lifetime), ...this.#workers].forEach((lifetime) => {
      lifetime.end();
    });
    this.profiles.forEach(({ disk }) => {
      disk.close();
    });
  }

  async #turn(): Promise<void> {
    await turn();
    this.pendingWork.turnPassed();
  }

  async #fire(): Promise<void> {
    for (const callback of this.clock.due()) {
      callback();
      await this.pass(1);
    }
  }

  /** A disk is faster than a second; the network need not be. */
  async #settleStores(): Promise<void> {
    for (let passed = 0; passed === 0 || !this.pendingWork.isIdle; passed++) {
      await this.#turn();
      if (passed > MOST_TURNS) {
        throw new Error('a transaction does not end');
      }
    }
    await this.network.runNext();
  }

  #onSent(profile: Profile, body: string): void {
    if (!profile.online) {
      this.violated(`C5: ${profile.name} called the server while it was offline`);
    }
    const account = listenerIn(body);
    for (const id of intentsIn(body)) {
      const entry = profile.invariants.outbox.get(id);
      if (entry !== undefined && (!entry.sent || entry.account !== account)) {
        this.violated(
          `C2, C9: ${id} was sent for ${account ?? 'nobody'}, but the stored entry is ${JSON.stringify(entry)}`,
        );
      } else if (entry === undefined && profile.invariants.claims.get(id)?.account !== account) {
        this.violated(
          `C1, C9: ${id} was sent for ${account ?? 'nobody'}, but no such entry was stored for that account`,
        );
      }
    }
  }

  #onDeath(tab: Tab): void {
    const unkeptMs = tab.unkeptMs();
    if (unkeptMs > 5_000 + TICK_MS) {
      this.violated(`C3: ${tab.profile.name} was killed ${unkeptMs} ms after a position was kept`);
    }
  }
}
