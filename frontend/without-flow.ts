/**
 * Stands in for Hilla's generated `flow/Flow.tsx` (see vite.config.ts). The server has no Flow, so its
 * client, 150 kB that every installation would precache, must not be part of the app.
 */
export function registerGlobalClickHandler(): void {
  // Flow would route clicks on links to the server; React Router has them here.
}
