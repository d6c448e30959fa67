/// <reference lib="webworker" />
/**
 * The app's texts, with or without a network. Hilla's i18n asks `/?v-r=i18n&langtag=…` when the app starts and
 * when the language is changed; both languages are fetched while the worker installs, so that the choice can be
 * changed offline. An answer comes from the cache at once and is refreshed behind it: texts that changed with a
 * new version are there at the next start. One cache for all versions of the worker, because an answer belongs to
 * a language, not to a build.
 */
import { registerRoute } from 'workbox-routing';
import { languageTags, translationsAddress, translationsKey } from './translationsKey';

declare const self: ServiceWorkerGlobalScope;

const cacheName = 'durus-translations';

/** Fetches the texts kept under `key` and keeps them; an answer that is not one (a 5xx, a proxy's page) is not kept. */
async function refreshed(key: string): Promise<Response> {
  const response = await fetch(key, { cache: 'no-cache' });
  if (response.ok && response.headers.get('Content-Type')?.includes('json') === true) {
    const cache = await caches.open(cacheName);
    await cache.put(key, response.clone());
  }
  return response;
}

async function answer(key: string, event: ExtendableEvent): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(key);
  if (!kept) {
    return refreshed(key);
  }
  if (navigator.onLine) {
    // A failure here is the network's, and what is shown does not depend on it.
    event.waitUntil(refreshed(key).catch(() => undefined));
  }
  return kept;
}

/** To be called once while the worker's script runs, before the route of the app shell. */
export function keepTranslations(): void {
  self.addEventListener('install', (event) => {
    // Without the texts the app could not start offline: then this version is not installed, and tried again later.
    event.waitUntil(
      Promise.all(
        languageTags.map(async (tag) => {
          const response = await refreshed(translationsAddress(tag));
          if (!response.ok) {
            throw new Error(`The texts in "${tag}" were answered with ${response.status}`);
          }
        }),
      ),
    );
  });
  registerRoute(
    ({ url, sameOrigin }) => sameOrigin && translationsKey(url) !== null,
    ({ url, event }) => answer(translationsKey(url) ?? '', event),
  );
}
