import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defaultLanguage, type Language } from '../i18n/languages';

const folder = resolve(import.meta.dirname, '../../src/main/resources/vaadin-i18n');

/** The texts of one language as they stand in its file, in order: a key and what it says. */
export function translationsOf(language: Language): ReadonlyArray<readonly [string, string]> {
  const file = language === defaultLanguage ? 'translations' : `translations_${language}`;
  return readFileSync(`${folder}/${file}.properties`, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
}
