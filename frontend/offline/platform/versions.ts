/**
 * The page's side of the service worker and of new versions of the app.
 *
 * The first version of the worker takes control of this page, so that the first download plays from it. A
 * later version waits until the app is opened while nothing plays anywhere, or until the listener accepts it:
 * a running page needs the files of its own version. Then each page reloads once, and never during playback.
 */
import { LiveValue } from '../live/live';
import type { Network, Page, Time } from '../ports';
import type { Live } from '../types';

const WORKER_URL = 'sw.js';
/** The messages that the worker accepts (sw.ts). */
const CLAIM = 'claim';
const ACTIVATE = 'activate';

/** How often a page that stays open checks for a new version when it is shown. */
const LOOK_EVERY_MS = 60 * 60_000;

export interface VersionsWorld {
  readonly container: ServiceWorkerContainer;
  /** The worker that controlled this page at its start. */
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
  /** Whether a newer version than this page's waits to be used. */
  readonly ready: Live<boolean> = this.#ready;
  #registration: ServiceWorkerRegistration | null = null;
  /** The files of this page belong to a version that was replaced. */
  #isReplaced = false;
  #isReloading = false;
  #wasControlled = false;
  #activates = false;
  #lookedAt = 0;

  constructor(private readonly world: VersionsWorld) {}

  /** Without a worker the app needs the network to open. Nothing else fails. */
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

  /** The listener accepts the new version now. */
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

  /** The first version does not wait: there is no page of another version. */
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
      this.#wasControlled = true; // The first version took control of this page, which has the same files.
      return;
    }
    this.#isReplaced = true;
    if (this.world.isPlaying()) {
      this.#look(); // Offered now. Otherwise the page reloads when it is shown the next time and nothing plays.
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
          onFault(failure); // TypeError: the server could not be reached. The next check will try again.
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
