/**
 * `npm run dev` runs this before Vite: it says in one line what is missing, where Vite would end with a stack trace.
 * Plain JavaScript, so that an old Node can run it, too.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LEAST_NODE = 24;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** What Maven's build leaves for Vite. */
const BUILT = [
  'node_modules/vite/package.json',
  'target/plugins',
  'target/vaadin-dev-server-settings.json',
  'vite.generated.ts',
  'frontend/generated/vaadin.ts',
];

/** The sentence to say, or null when all is there. */
function problem() {
  const node = process.versions.node;
  if (Number.parseInt(node, 10) < LEAST_NODE) {
    return `needs Node ${LEAST_NODE} or later, this is ${node}: run ./mvnw package once, which gets it into .node/`;
  }
  if (!BUILT.every((path) => existsSync(join(root, path)))) {
    return 'the build has not run here yet: run ./mvnw package once';
  }
  const settings = JSON.parse(readFileSync(join(root, 'target/vaadin-dev-server-settings.json'), 'utf8'));
  if (join(settings.frontendFolder, '/') !== join(root, 'frontend/')) {
    return `the build ran for another folder, ${dirname(settings.frontendFolder)}: run ./mvnw clean package`;
  }
  const missing = importsOf('frontend/generated/vaadin.ts').find((path) => !isThere(path));
  if (missing !== undefined) {
    return `the build did not end, ${missing} is missing: run ./mvnw package`;
  }
  return null;
}

/** The files that a generated file imports, from the root of the checkout. */
function importsOf(file) {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:import|from) '(\.{1,2}\/|Frontend\/)([^']+)'/g)].map(([, from, path]) =>
    from === 'Frontend/' ? join('frontend', path) : join(dirname(file), from, path),
  );
}

/** A generated import may name a script for a module in TypeScript, or leave its extension out. */
function isThere(path) {
  const bare = path.replace(/\.js$/, '');
  return [path, ...['.ts', '.tsx', '.js'].map((extension) => bare + extension)].some((candidate) =>
    existsSync(join(root, candidate)),
  );
}

const found = problem();
if (found !== null) {
  process.stderr.write(`npm run dev: ${found}\n`);
  process.exit(1);
}
