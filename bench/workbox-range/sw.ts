/// <reference lib="webworker" />
import { createPartialResponse } from 'workbox-range-requests';

// What bench/seek compares with: one whole response in Cache Storage, ranges cut by workbox-range-requests.
declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', (event) => {
  event.waitUntil(self.skipWaiting());
});
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  // What fills the cache asks for the network.
  if (new URL(request.url).pathname.startsWith('/audio/') && request.cache !== 'no-store') {
    event.respondWith(
      caches.match(request.url).then((whole) => {
        if (whole === undefined) {
          return fetch(request);
        }
        return request.headers.has('Range') ? createPartialResponse(request, whole) : whole;
      }),
    );
  }
});
