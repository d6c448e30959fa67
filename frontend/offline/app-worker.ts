import { PLAYING_LOCK } from './playing-lock';

/**
 * The page's side of the service worker: registered once, its first version takes this page over so that
 * the first download plays from it; a later version waits until the app is opened anew and nothing plays
 * anywhere, because the page that runs needs the files that it was started with.
 */

const WORKER_URL = 'sw.js';
/** What the worker understands (sw.ts). */
const CLAIM = 'claim';
const ACTIVATE = 'activate';

/** Where there is no worker, the app is a page that needs the network to be opened: nothing else fails. */
export function registerWorker(isPlaying: () => boolean): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) {
    return;
  }
  const { serviceWorker } = navigator;
  const wasControlled = serviceWorker.controller !== null;
  let activating = false;
  serviceWorker.addEventListener('controllerchange', () => {
    // Our files belong to the version that was replaced. One that plays reloads when it is next opened.
    if ((wasControlled || activating) && !isPlaying()) {
      location.reload();
    }
  });
  serviceWorker
    .register(WORKER_URL)
    .then(async (registration) => {
      if (registration.waiting !== null && wasControlled && (await nothingPlaysElsewhere())) {
        activating = true;
        registration.waiting.postMessage(ACTIVATE);
      }
      const { active } = await serviceWorker.ready;
      if (serviceWorker.controller === null) {
        active?.postMessage(CLAIM);
      }
    })
    .catch(reportError);
}

/** Holds {@link PLAYING_LOCK} while this tab plays. */
export function announcePlaying(playing: {
  get: () => boolean;
  subscribe: (onChange: () => void) => unknown;
}): void {
  const locks = navigator.locks as LockManager | undefined;
  let stop: (() => void) | null = null;
  playing.subscribe(() => {
    if (playing.get() && stop === null) {
      const stopped = new Promise<void>((resolve) => {
        stop = resolve;
      });
      locks?.request(PLAYING_LOCK, { mode: 'shared' }, () => stopped).catch(reportError);
    } else if (!playing.get() && stop !== null) {
      stop();
      stop = null;
    }
  });
}

async function nothingPlaysElsewhere(): Promise<boolean> {
  const locks = navigator.locks as LockManager | undefined;
  const held = (await locks?.query())?.held ?? [];
  return !held.some((lock) => lock.name === PLAYING_LOCK);
}
