/// <reference lib="webworker" />
/**
 * The app's texts, with or without a network. Hilla's i18n requests `./?v-r=i18n&langtag=…` when the app
 * starts and when the language changes. All languages are fetched while the worker installs, so that the
 * language can be changed offline. A request is answered from the cache at once, and the cached texts are
 * refreshed afterwards.
 *
 * Each version of the worker has its own cache, because an app of the previous version must not get texts
 * that it does not know. For the same reason a refresh adds texts to the cached ones and removes none. So a
 * text whose parameters change needs a new key.
 */
import type { PrecacheEntry } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { namedForBasePath } from '../base-path';
import { defaultLanguage, languageTags } from '../i18n/languages';
import { translationsAddress, translationsKey } from './translationsKey';

declare const self: ServiceWorkerGlobalScope;

const cachePrefix = `${namedForBasePath('durus-translations')}-`;

type Texts = Record<string, string>;

/** Fetches texts and stores them. Rejects, and stores nothing, when the response is no texts (a 5xx, a proxy's page). */
async function refresh(cacheName: string, key: string): Promise<Response> {
  const response = await fetch(key, { cache: 'no-cache' });
  if (!response.ok) {
    throw new Error(`${key} was answered with ${response.status}`);
  }
  const fresh = (await response.json()) as Texts;
  const cache = await caches.open(cacheName);
  const kept = await cache.match(key);
  const texts: Texts = kept ? { ...((await kept.json()) as Texts), ...fresh } : fresh;
  const headers = { 'Content-Type': 'application/json' };
  await cache.put(key, new Response(JSON.stringify(texts), { headers }));
  return new Response(JSON.stringify(texts), { headers });
}

/**
 * Refreshes the stored texts. A network failure is ignored until the next start. A failure of the cache is
 * reported.
 */
async function refreshBehind(cacheName: string, key: string): Promise<void> {
  try {
    await refresh(cacheName, key);
  } catch (failure) {
    if (failure instanceof DOMException) {
      reportError(failure);
    }
  }
}

async function answer(cacheName: string, key: string, event: ExtendableEvent): Promise<Response> {
  const kept = await caches.match(key, { cacheName });
  if (!kept) {
    return refresh(cacheName, key);
  }
  if (navigator.onLine) {
    event.waitUntil(refreshBehind(cacheName, key));
  }
  return kept;
}

async function deleteOlder(cacheName: string): Promise<void> {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(cachePrefix) && name !== cacheName);
  await Promise.all(older.map((name) => caches.delete(name)));
}

/**
 * Call once while the worker's script runs, before the route of the app shell. `precached` is the precache
 * manifest. The revision of the shell in it changes with each build of the app.
 */
export function keepTranslations(precached: ReadonlyArray<PrecacheEntry | string>): void {
  const shell = precached.find((entry) => typeof entry !== 'string' && entry.url === '.');
  const revision = typeof shell === 'object' ? (shell.revision ?? '') : '';
  const cacheName = cachePrefix + revision;
  self.addEventListener('install', (event) => {
    // Without its texts the app could not start offline. So the installation fails, and the browser tries again later.
    event.waitUntil(Promise.all(languageTags.map((tag) => refresh(cacheName, translationsAddress(tag)))));
  });
  self.addEventListener('activate', (event) => {
    event.waitUntil(deleteOlder(cacheName));
  });
  registerRoute(
    ({ url, sameOrigin }) => sameOrigin && translationsKey(url) !== null,
    ({ url, event }) =>
      answer(cacheName, translationsKey(url) ?? translationsAddress(defaultLanguage), event),
  );
}
