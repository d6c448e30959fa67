/**
 * The worker that controls this page at its start, which is also the version of the page's files; null for
 * none. Another tab may activate a newer version before this page's core is open.
 */
export const controllerAtStart: ServiceWorker | null =
  typeof navigator === 'undefined' || !('serviceWorker' in navigator)
    ? null
    : navigator.serviceWorker.controller;
