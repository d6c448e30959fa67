/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { AudioSource } from './offline/downloads/transfer/fetch-chunk';
import { ChunkReader } from './offline/downloads/chunk-reader';
import { broadcast, time } from './offline/platform/platform';
import { ChunkStore } from './offline/storage/chunk-store';
import { basePath } from './base-path';
import serverRoutes from './server-routes.json';
import { AudioRoute } from './sw/audio';
import { answerCover, isCover } from './sw/covers';
import { drainInBackground } from './sw/sync';
import { keepTranslations } from './sw/translations';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: Array<{ url: string; revision: string | null }>;
};

// The build puts the list in this one place. Pictures are what the browser shows before it installs the app.
const listed: ReadonlyArray<{ readonly url: string; readonly revision: string | null }> = self.__WB_MANIFEST;
const precached = listed.filter(({ url }) => !url.startsWith('pictures/'));

keepTranslations(precached);
cleanupOutdatedCaches();
precacheAndRoute(precached);

// Links open the app, also offline; what only the server has does not. Hilla's build lists index.html
// as the application's root.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('.'), {
    denylist: [new RegExp(`^${basePath().slice(0, -1)}(${serverRoutes.join('|')})(/|$)`)],
  }),
);

const store = new ChunkStore();
const onFault = (fault: unknown) => {
  reportError(fault);
};
const chunks = new ChunkReader(
  store,
  new AudioSource((url, init) => fetch(url, init), time),
  () => navigator.onLine,
  onFault,
);
/** Opened when it is first needed: a channel stays open for the worker's life. */
let pages: ReturnType<typeof broadcast> | null = null;
const audio = new AudioRoute(
  store,
  chunks,
  (request) => fetch(request),
  onFault,
  (sha256) => {
    pages ??= broadcast();
    pages.post({ kind: 'download-damaged', sha256 });
  },
);
registerRoute(
  ({ url, sameOrigin, request }) =>
    sameOrigin && AudioRoute.isPlayers(request) && AudioRoute.sha256In(url.pathname) !== null,
  ({ request, url }) => audio.answer(request, AudioRoute.sha256In(url.pathname) ?? ''),
);

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && isCover(url.pathname),
  ({ request, event }) =>
    answerCover(
      request,
      caches,
      (wanted) => fetch(wanted),
      (work) => {
        event.waitUntil(work);
      },
      onFault,
    ),
);

drainInBackground();

// Neither skipWaiting nor claim by itself: the page says when (offline/platform/versions.ts).
self.addEventListener('message', (event) => {
  if (event.data === 'activate') {
    event.waitUntil(self.skipWaiting());
  } else if (event.data === 'claim') {
    event.waitUntil(self.clients.claim());
  }
});
