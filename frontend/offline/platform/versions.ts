/**
 * The page's side of the service worker, and so of new versions of the app. The worker's first version takes this
 * page over, so that the first download plays from it. A later one waits: until the app is opened anew while
 * nothing plays anywhere, or until the listener says so, because a page that runs needs the files that it was
 * started with. Then each page is loaded anew, once, and never while it plays.
 */
import { LiveValue } from '../live/live';
import type { Network, Page, Time } from '../ports';
import type { Live } from '../types';

const WORKER_URL = 'sw.js';
/** What the worker understands (sw.ts). */
const CLAIM = 'claim';
const ACTIVATE = 'activate';

/** How often a page that stays open looks for a new version when it is shown. */
const LOOK_EVERY_MS = 60 * 60_000;

export interface VersionsWorld {
  readonly container: ServiceWorkerContainer;
  /** Of this page when it began. */
  readonly controllerAtStart: ServiceWorker | null;
  readonly network: Pick<Network, 'mayBeThere'>;
  readonly page: Pick<Page, 'onVisible'>;
  readonly time: Pick<Time, 'now'>;
  readonly isPlaying: () => boolean;
  readonly playsElsewhere: () => Promise<boolean>;
  readonly reload: () => void;
  readonly onFault: (fault: unknown) => void;
}

export class Versions {
  readonly #ready = new LiveValue(false);
  /** Whether a newer version than this page's is there, and only waits to be used. */
  readonly ready: Live<boolean> = this.#ready;
  #registration: ServiceWorkerRegistration | null = null;
  /** Our files belong to a version that was replaced. */
  #isReplaced = false;
  #isReloading = false;
  #wasControlled = false;
  #activates = false;
  #lookedAt = 0;

  constructor(private readonly world: VersionsWorld) {}

  /** Where there is no worker, the app is a page that needs the network to be opened: nothing else fails. */
  start(): void {
    const { container, controllerAtStart, page, onFault } = this.world;
    this.#wasControlled = controllerAtStart !== null;
    if (container.controller !== controllerAtStart) {
      this.#onControllerChange();
    }
    container.addEventListener('controllerchange', () => {
      this.#onControllerChange();
    });
    page.onVisible(() => {
      this.#onVisible();
    });
    this.#register().catch(onFault);
  }

  /** The listener wants the new version now. */
  apply(): void {
    const waiting = this.#registration?.waiting ?? null;
    if (waiting === null) {
      this.#reload();
    } else {
      this.#activate(waiting);
    }
  }

  async #register(): Promise<void> {
    const { container, time, isPlaying, playsElsewhere } = this.world;
    const registration = await container.register(WORKER_URL);
    this.#registration = registration;
    this.#lookedAt = time.now();
    const { waiting } = registration;
    if (waiting !== null && this.#wasControlled && !isPlaying() && !(await playsElsewhere())) {
      this.#activate(waiting);
    }
    this.#follow(registration.installing);
    registration.addEventListener('updatefound', () => {
      this.#follow(registration.installing);
    });
    this.#look();
    const { active } = await container.ready;
    if (container.controller === null) {
      active?.postMessage(CLAIM);
    }
  }

  #follow(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      this.#look();
    });
  }

  /** The first version of all waits for nobody: there is no page of another that it would replace. */
  #look(): void {
    const waiting = this.#registration?.waiting ?? null;
    const waits = waiting !== null && this.world.container.controller !== null;
    this.#ready.set((waits && !this.#activates) || this.#isReplaced);
  }

  #activate(worker: ServiceWorker): void {
    this.#activates = true;
    worker.postMessage(ACTIVATE);
  }

  #onControllerChange(): void {
    if (!this.#wasControlled && !this.#activates) {
      this.#wasControlled = true; // The first version took this page over, whose files are its own.
      return;
    }
    this.#isReplaced = true;
    if (this.world.isPlaying()) {
      this.#look(); // Offered; else when the page is shown the next time and does not play.
    } else {
      this.#reload();
    }
  }

  #onVisible(): void {
    const { network, time, isPlaying, onFault } = this.world;
    if (this.#isReplaced && !isPlaying()) {
      this.#reload();
      return;
    }
    this.#look();
    if (network.mayBeThere() && Math.abs(time.now() - this.#lookedAt) >= LOOK_EVERY_MS) {
      this.#lookedAt = time.now();
      this.#registration?.update().catch((failure: unknown) => {
        if (!(failure instanceof TypeError)) {
          onFault(failure); // TypeError: the server could not be reached, and is asked the next time.
        }
      });
    }
  }

  #reload(): void {
    if (!this.#isReloading) {
      this.#isReloading = true;
      this.world.reload();
    }
  }
}
