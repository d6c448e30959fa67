/**
 * The path below which the app is served, with slashes at its beginning and end: `/` at the root of an origin, `/durus/`
 * behind a proxy at that path. The page knows it from its `<base>`, the worker from its own address. `/` where there is
 * neither, as in Node.
 */
export function basePath(): string {
  const address = typeof document === 'undefined' ? addressOfWorker() : document.baseURI;
  const { pathname } = new URL('.', /^https?:/.test(address) ? address : 'http://localhost/');
  return pathname;
}

function addressOfWorker(): string {
  return typeof location === 'undefined' ? '' : location.href;
}

/**
 * What the browser shares by name among all pages of an origin (databases, locks, channels, caches) has the base path in
 * its name, except at the root. Two instances of the app at one origin then keep their listeners' data apart.
 */
export function namedForBasePath(name: string, base = basePath()): string {
  return base === '/' ? name : `${name} ${base}`;
}

/** The part of a path below the base path, with a slash at its beginning. Another path is returned as it is. */
export function belowBasePath(pathname: string, base = basePath()): string {
  return pathname.startsWith(base) ? pathname.slice(base.length - 1) : pathname;
}
