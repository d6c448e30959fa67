import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const frontend = fileURLToPath(new URL('..', import.meta.url));
const sheets = readdirSync(frontend, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.css') && !path.startsWith('generated'))
  .sort();

/** Classes that a stylesheet styles on their own: `.card`, not `.other .card`. */
function classesOf(sheet: string): string[] {
  const css = readFileSync(`${frontend}/${sheet}`, 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
  const selectors = [...css.matchAll(/([^{}]+)\{/g)].flatMap(([, list = '']) => list.split(','));
  return [...new Set(selectors.map((selector) => selector.trim()))].filter((it) => /^\.[\w-]+$/.test(it));
}

describe('stylesheets', () => {
  it('share no class name, because all of them are in one page', () => {
    const owners = new Map<string, string[]>();
    for (const sheet of sheets) {
      for (const name of classesOf(sheet)) {
        owners.set(name, [...(owners.get(name) ?? []), sheet]);
      }
    }
    expect(owners.size).toBeGreaterThan(100);
    expect([...owners].filter(([, owned]) => owned.length > 1)).toEqual([]);
  });
});
