import type { World } from '../world';
import { ChunkStore } from '../storage/chunk-store';
import { IdbTables } from '../storage/idb-tables';
import { MemoryTables } from '../storage/memory-tables';
import type { Tables } from '../storage/tables';
import { audioElement } from '../playback/media/audio-element';
import { mediaSession } from '../playback/lock-screen/media-session';
import { background } from '../background/background';
import { broadcast, random, time, webLocks } from './platform';
import type { Offline } from '../offline';
import { LiveValue } from '../live/live';
import { linkedRows } from './linked-rows';
import { announcePlaying, playsInAnyTab } from './playing-lock';
import type { Gateway } from '../gateway-port';
import type { Network, Page, StorageQuota } from '../ports';
import type { Live, PlayerView, StorageProblem } from '../types';
import { Versions } from './versions';

/** The world of a page in a browser. */
export async function browserWorld(
  gateway: Gateway,
  storageProblem: LiveValue<StorageProblem | null>,
): Promise<World> {
  const { tables, keeps } = await openTables(storageProblem);
  return {
    time,
    random,
    network,
    locks: webLocks(),
    channel: broadcast(),
    page,
    background: background(),
    space,
    gateway,
    fetch: (url, init) => fetch(url, init),
    media: audioElement(),
    controls: mediaSession(),
    objectUrls: {
      make: (parts, type) => URL.createObjectURL(new Blob([...parts], { type })),
      release: (url) => {
        URL.revokeObjectURL(url);
      },
    },
    workerAnswers: () => 'serviceWorker' in navigator && navigator.serviceWorker.controller !== null,
    tables,
    keeps,
    storageProblem,
    chunks: suspendable(new ChunkStore()),
    linked: linkedRows,
    onFault: (fault) => {
      // Reports to the browser's console and to error listeners, without ending the running code.
      reportError(fault);
    },
  };
}

/** The versions of the app, as the page's worker provides them. */
export function watchVersions(
  player: Live<PlayerView>,
  controllerAtStart: ServiceWorker | null,
): Pick<Offline, 'update' | 'applyUpdate'> {
  const isPlaying = new LiveValue(false);
  player.subscribe(() => {
    // A loading lecture is about to play, so it counts as playing.
    isPlaying.set(['playing', 'loading'].includes(player.get().state));
  });
  announcePlaying(isPlaying);
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) {
    return { update: new LiveValue(false), applyUpdate: () => undefined };
  }
  const versions = new Versions({
    ...{ container: navigator.serviceWorker, controllerAtStart, network, page, time },
    isPlaying: isPlaying.get,
    playsElsewhere: playsInAnyTab,
    reload: () => {
      location.reload();
    },
    onFault: reportError,
  });
  versions.start();
  return {
    update: versions.ready,
    applyUpdate: () => {
      versions.apply();
    },
  };
}

/** A private window or a full disk may have no IndexedDB. Then the app plays, and stores nothing. */
async function openTables(
  problem: LiveValue<StorageProblem | null>,
): Promise<{ tables: Tables; keeps: boolean }> {
  const tables = suspendable(
    new IdbTables({
      blocked: (isBlocked) => {
        problem.set(isBlocked ? 'blocked' : null);
      },
      full: (isFull) => {
        problem.set(isFull ? 'full' : null);
      },
    }),
  );
  try {
    await tables.probe();
    return { tables, keeps: true };
  } catch (unavailable) {
    reportError(unavailable);
    problem.set('unavailable');
    return { tables: new MemoryTables(), keeps: false };
  }
}

/**
 * Closes a store while the page is in the back/forward cache. Browsers that announce a freeze to the page end
 * its transactions themselves.
 */
function suspendable<Store extends { suspend(): void; resume(): void }>(store: Store): Store {
  window.addEventListener('pagehide', ({ persisted }) => {
    if (persisted && !('onfreeze' in document)) {
      store.suspend();
    }
  });
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) {
      store.resume();
    }
  });
  return store;
}

const network: Network = {
  mayBeThere: () => navigator.onLine,
  onChange: (callback) => {
    window.addEventListener('online', callback);
    window.addEventListener('offline', callback);
  },
};

const page: Page = {
  isVisible: () => document.visibilityState === 'visible',
  onVisible: (callback) => {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') {
        callback();
      }
    });
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) {
        callback();
      }
    });
  },
  onHide: (callback) => {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') {
        callback();
      }
    });
    window.addEventListener('pagehide', callback);
    document.addEventListener('freeze', callback);
  },
  onInstalled: (callback) => {
    window.addEventListener('appinstalled', callback);
  },
};

// Older browsers, and pages that are not served securely, lack these members, so the types allow that.
const storage = navigator.storage as StorageManager | undefined;

/** Only WebKit has this event, in every browser of iPhones too. */
const isWebKit = 'GestureEvent' in window;
const isInstalled = window.matchMedia('(display-mode: standalone)').matches;

const space: StorageQuota = {
  // Nothing else tells it: the permission of this name is there in browsers that never ask, too.
  asksListener: navigator.userAgent.includes('Firefox/'),
  deletesAfterDays: isWebKit && !isInstalled ? 7 : null,
  freeBytes: async () => {
    const { quota, usage } = (await storage?.estimate()) ?? {};
    return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  },
  isPersisted: async () => {
    const persisted = (storage as Partial<StorageManager> | undefined)?.persisted;
    return persisted === undefined ? null : persisted.call(storage);
  },
  persist: async () => {
    const persist = (storage as Partial<StorageManager> | undefined)?.persist;
    return persist === undefined ? null : persist.call(storage);
  },
};
