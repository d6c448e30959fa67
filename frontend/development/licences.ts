/**
 * The licences of what ships with the app from npm. `npm run licences` prints them; the test beside it refuses others.
 * What ships from Maven Central is in `target/licences/THIRD-PARTY.txt` (`pom.xml`).
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface LockedPackage {
  readonly version?: string;
  /** As the package names it, mostly by SPDX. */
  readonly license?: string;
  /** Not shipped. */
  readonly dev?: boolean;
}

export interface Licensed {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

const LOCK = fileURLToPath(new URL('../../package-lock.json', import.meta.url));

/** What `package-lock.json` has of packages that can get into the app, by name. */
export function shippedPackages(): readonly Licensed[] {
  const { packages } = JSON.parse(readFileSync(LOCK, 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version = '', license = 'none' }]) => ({
      name: path.replace(/^.*node_modules\//, ''),
      version,
      licence: license,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, version, licence } of shippedPackages()) {
    process.stdout.write(`${name} ${version}: ${licence}\n`);
  }
}
