/**
 * The worker that controls this page when it begins, whose version its files are of; null where there is none. Another
 * tab may switch to a newer one before this page's core is open.
 */
export const controllerAtStart: ServiceWorker | null =
  typeof navigator === 'undefined' || !('serviceWorker' in navigator)
    ? null
    : navigator.serviceWorker.controller;
