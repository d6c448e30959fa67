import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { translationsOf } from '../testing/translation-files';
import type { Language } from './languages';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The texts of one language; a key that stands there twice is an error. */
function texts(language: Language): Map<string, string> {
  const pairs = translationsOf(language);
  expect(new Set(pairs.map(([key]) => key)).size, `keys of “${language}” that stand twice`).toBe(
    pairs.length,
  );
  return new Map(pairs);
}

const english = texts('en');
const arabic = texts('ar');

const sources = ['views', 'features', 'ui'].flatMap((folder) =>
  readdirSync(`${root}/frontend/${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => readFileSync(`${root}/frontend/${folder}/${name}`, 'utf8')),
);
const intentTypes = readFileSync(`${root}/src/main/java/app/durus/contract/IntentType.java`, 'utf8');
/** Keys that are made of the types of intents (`journalWords.ts`). */
const ofChanges = [...intentTypes.matchAll(/^ {2}([A-Z_]+),?$/gm)].map(
  ([, type]) => `journal.change.${(type ?? '').toLowerCase()}`,
);
const used = new Set([
  ...sources.flatMap((source) => [...source.matchAll(/key`([^`]*)`/g)].map(([, key]) => key ?? '')),
  ...ofChanges,
]);

describe('translations', () => {
  it('are found in the sources at all', () => {
    expect(used.size).toBeGreaterThan(50);
    expect(ofChanges).toContain('journal.change.favorited');
  });

  it('have the same keys in English and Arabic', () => {
    expect([...arabic.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('have every text that the app asks for', () => {
    expect([...used].filter((key) => !english.has(key))).toEqual([]);
  });

  it('have no text that nobody asks for', () => {
    expect([...english.keys()].filter((key) => !used.has(key))).toEqual([]);
  });

  it.each([...english.keys()])('“%s” asks for the same parameters in both languages', (key) => {
    const parameters = (text: string) =>
      [...new Set([...text.matchAll(/\{(\w+)[},]/g)].map(([, name]) => name))].sort();
    expect(parameters(arabic.get(key) ?? '')).toEqual(parameters(english.get(key) ?? ''));
  });

  it('choose the Arabic plural', () => {
    const lessons = new IntlMessageFormat(arabic.get('series.lessons') ?? '', 'ar');
    const of = (count: number, n: string) => lessons.format({ count, n });
    expect(of(0, '٠')).toBe('لا دروس');
    expect(of(1, '١')).toBe('درس واحد');
    expect(of(2, '٢')).toBe('درسان');
    expect(of(7, '٧')).toBe('٧ دروس');
    expect(of(24, '٢٤')).toBe('٢٤ درسًا');
    expect(of(100, '١٠٠')).toBe('١٠٠ درس');
  });

  it('choose the English plural', () => {
    const lessons = new IntlMessageFormat(english.get('series.lessons') ?? '', 'en');
    expect(lessons.format({ count: 1, n: '1' })).toBe('1 lesson');
    expect(lessons.format({ count: 24, n: '24' })).toBe('24 lessons');
  });

  it('have every form that Arabic needs wherever English has a plural', () => {
    const plurals = [...english].filter(([, text]) => text.includes(', plural,')).map(([key]) => key);
    for (const key of plurals) {
      for (const form of ['zero', 'one', 'two', 'few', 'many', 'other']) {
        expect(arabic.get(key), `${form} of ${key}`).toContain(`${form} {`);
      }
    }
  });
});
