import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { translationsOf } from '../testing/translation-files';
import { IntlMessageFormat as SmallMessageFormat } from './message-format';
import { defaultLanguage, type Language, languages, languageTags } from './languages';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The texts of one language; a key that stands there twice is an error. */
function texts(language: Language): Map<string, string> {
  const pairs = translationsOf(language);
  expect(new Set(pairs.map(([key]) => key)).size, `keys of “${language}” that stand twice`).toBe(
    pairs.length,
  );
  return new Map(pairs);
}

const byLanguage = new Map(languageTags.map((language) => [language, texts(language)]));
/** The texts of the default language, which the others are compared with. */
const reference = texts(defaultLanguage);
const translated = languageTags.filter((language) => language !== defaultLanguage);

function text(language: Language, key: string): string {
  return byLanguage.get(language)?.get(key) ?? '';
}

/** The names of the parameters that a text has. */
function parameters(of: string): string[] {
  return [...new Set([...of.matchAll(/\{(\w+)[},]/g)].map(([, name]) => name ?? ''))].sort();
}

const sources = ['views', 'features', 'ui'].flatMap((folder) =>
  readdirSync(`${root}/frontend/${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => readFileSync(`${root}/frontend/${folder}/${name}`, 'utf8')),
);
const intentTypes = readFileSync(
  `${root}/src/main/java/app/durus/contract/listening/IntentType.java`,
  'utf8',
);
/** Keys that are made of the types of intents (`journalWords.ts`). */
const ofChanges = [...intentTypes.matchAll(/^ {2}([A-Z_]+),?$/gm)].map(
  ([, type]) => `journal.change.${(type ?? '').toLowerCase()}`,
);
const used = new Set([
  ...sources.flatMap((source) => [...source.matchAll(/key`([^`]*)`/g)].map(([, key]) => key ?? '')),
  ...ofChanges,
]);

describe('translations', () => {
  it('are found in the source code', () => {
    expect(used.size).toBeGreaterThan(50);
    expect(ofChanges).toContain('journal.change.favorited');
  });

  it.each(translated)('for “%s” have the same keys as the default language', (language) => {
    expect([...(byLanguage.get(language)?.keys() ?? [])].sort()).toEqual([...reference.keys()].sort());
  });

  it('include each text that the app uses', () => {
    expect([...used].filter((key) => !reference.has(key))).toEqual([]);
  });

  it('contain no text that the app does not use', () => {
    expect([...reference.keys()].filter((key) => !used.has(key))).toEqual([]);
  });

  it.each([...reference.keys()])('have the same parameters for “%s” in all languages', (key) => {
    for (const language of translated) {
      expect(parameters(text(language, key)), language).toEqual(parameters(text(defaultLanguage, key)));
    }
  });

  it('choose the Arabic plural form', () => {
    const lessons = new IntlMessageFormat(text('ar', 'series.lessons'), 'ar');
    const of = (count: number, n: string) => lessons.format({ count, n });
    expect(of(0, '٠')).toBe('لا دروس');
    expect(of(1, '١')).toBe('درس واحد');
    expect(of(2, '٢')).toBe('درسان');
    expect(of(7, '٧')).toBe('٧ دروس');
    expect(of(24, '٢٤')).toBe('٢٤ درسًا');
    expect(of(100, '١٠٠')).toBe('١٠٠ درس');
  });

  it('choose the English plural form', () => {
    const lessons = new IntlMessageFormat(text('en', 'series.lessons'), 'en');
    expect(lessons.format({ count: 1, n: '1' })).toBe('1 lesson');
    expect(lessons.format({ count: 24, n: '24' })).toBe('24 lessons');
  });

  it.each(languageTags)(
    'for “%s” are formatted by the app as by the whole of ICU’s message format',
    (language) => {
      const { locale } = languages[language];
      for (const [key, words] of byLanguage.get(language) ?? []) {
        const whole = new IntlMessageFormat(words, locale);
        const small = new SmallMessageFormat(words, locale);
        const others = Object.fromEntries(parameters(words).map((name) => [name, `<${name}>`]));
        for (const count of words.includes(', plural,')
          ? [0, 1, 2, 3, 5, 11, 24, 100, 101, 1_000_000]
          : [0]) {
          const values = { ...others, ...('count' in others ? { count } : {}) };
          expect(small.format(values), `${key} with ${count}`).toBe(whole.format(values));
        }
      }
    },
  );

  it.each(languageTags)('for “%s” have all plural forms of that language', (language) => {
    const forms = new Intl.PluralRules(languages[language].locale).resolvedOptions().pluralCategories;
    const plurals = [...reference].filter(([, shown]) => shown.includes(', plural,')).map(([key]) => key);
    for (const key of plurals) {
      for (const form of forms) {
        expect(text(language, key), `${form} of ${key}`).toContain(`${form} {`);
      }
    }
  });
});
