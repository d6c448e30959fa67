import { openCore } from '../../offline/core';
import { LiveValue } from '../../offline/live/live';
import type { Core } from '../../offline/offline';
import type { Gateway } from '../../offline/gateway-port';
import type { Network, Page } from '../../offline/ports';
import { noControls } from '../../offline/testing/fake-world';
import type { StorageProblem } from '../../offline/types';
import type { World } from '../../offline/world';
import type { TrueClock } from './clock';
import { gatewayBy } from './fetching';
import { Lifetime } from './lifetime';
import type { PendingWork } from './pending-work';
import { SimulatedMedia } from './simulated-media';
import type { Profile } from './profile';
import type { Seeded } from '../seeded';
import type { NetworkSimulation } from './network-simulation';

/** Where a tab lives. */
export interface TabSetting {
  readonly profile: Profile;
  readonly pendingWork: PendingWork;
  readonly clock: TrueClock;
  readonly network: NetworkSimulation<Profile>;
  readonly random: Seeded;
  readonly violated: (what: string) => void;
  readonly onDeath: (tab: Tab) => void;
}

/** The app in one tab, from its start to its death: the real core in the storm's world. */
export class Tab {
  readonly profile: Profile;
  readonly lifetime: Lifetime;
  readonly media: SimulatedMedia;
  /** Null until it has started. */
  core: Core | null = null;
  visible = true;
  #unkeptMs = 0;
  readonly #onHide: Array<() => void> = [];
  readonly #onVisible: Array<() => void> = [];
  readonly #onNetwork: Array<() => void> = [];

  constructor(private readonly setting: TabSetting) {
    this.profile = setting.profile;
    this.lifetime = new Lifetime(() => {
      setting.onDeath(this);
    });
    this.media = new SimulatedMedia(this.lifetime, setting.pendingWork);
  }

  /** A position of the playing lecture was stored. */
  kept(): void {
    this.#unkeptMs = 0;
  }

  /** Opens the app; resolves when it can be used, and never if it dies before. */
  async start(gateway: Gateway): Promise<void> {
    const core = await openCore(this.#world(gateway));
    if (this.lifetime.alive) {
      this.core = core;
    }
  }

  /** Plays on, if it plays. */
  playOn(ms: number): void {
    if (this.core?.player.get().state === 'playing') {
      this.#unkeptMs += this.media.heardIn(ms);
    }
    this.media.goOn(ms);
  }

  /** How much was played since a position was last stored. */
  unkeptMs(): number {
    return this.#unkeptMs;
  }

  /** The battery is empty: unsaved listening is lost, and nothing was promised about it. */
  loseAll(): void {
    this.#unkeptMs = 0;
    this.lifetime.end();
  }

  /** Returns whether it was shown before, so that the page got the event. */
  hide(): boolean {
    const hides = this.lifetime.alive && this.visible;
    if (hides) {
      this.visible = false;
      this.#onHide.forEach((callback) => {
        callback();
      });
    }
    return hides;
  }

  show(): void {
    if (this.lifetime.alive) {
      this.visible = true;
      this.#onVisible.forEach((callback) => {
        callback();
      });
    }
  }

  hearOfNetwork(): void {
    if (this.lifetime.alive) {
      this.#onNetwork.forEach((callback) => {
        callback();
      });
    }
  }

  #world(gateway: Gateway): World {
    const { profile, lifetime } = this;
    const network: Network = {
      mayBeThere: () => profile.online,
      onChange: (callback) => this.#onNetwork.push(callback),
    };
    const page: Page = {
      isVisible: () => this.visible,
      onVisible: (callback) => this.#onVisible.push(callback),
      onHide: (callback) => this.#onHide.push(callback),
      onInstalled: () => undefined,
    };
    return {
      time: this.setting.clock.asSeenBy(lifetime, () => profile.skewMs, profile.plan.stopsAsleep),
      random: this.setting.random,
      network,
      locks: profile.locksOf(lifetime),
      channel: profile.channelOf(lifetime),
      page,
      space: {
        freeBytes: () => Promise.resolve(null),
        isPersisted: () => Promise.resolve(null),
        persist: () => Promise.resolve(null),
        asksListener: false,
        deletesAfterDays: null,
      },
      background: {
        wakeOnceOnline: () => {
          profile.wantsWorker = true;
        },
        wakePeriodically: () => undefined,
      },
      gateway: gatewayBy((sent) => this.setting.network.send(profile, lifetime, sent), gateway),
      fetch: () => Promise.reject(new TypeError('nothing is downloaded in a storm')),
      media: this.media,
      controls: noControls,
      objectUrls: { make: () => 'blob:made', release: () => undefined },
      workerAnswers: () => true,
      tables: profile.disk.tablesOf(lifetime),
      keeps: true,
      storageProblem: new LiveValue<StorageProblem | null>(null),
      chunks: profile.disk.chunksOf(lifetime),
      linked: () => null,
      onFault: (fault) => {
        if (lifetime.alive) {
          this.setting.violated(`${profile.name}: the app reported a fault: ${describe(fault)}`);
        }
      },
    };
  }
}

function describe(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}
