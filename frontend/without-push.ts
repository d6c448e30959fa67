/**
 * Stands in for `atmosphere.js` (see vite.config.ts), which Hilla's client loads for endpoints that push. None of ours
 * does, and it would cost every first visit 11 kB and listen for `unload`, which keeps a page out of the browser's
 * back-forward cache.
 */
export default null;
