import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultLanguage, languageTags } from '../i18n/languages';
import { translationsKey } from './translationsKey';

function keyOf(address: string): string | null {
  return translationsKey(new URL(address, 'https://durus.example'));
}

it('there is a file of texts for each language of the list, and for no other', () => {
  const folder = fileURLToPath(new URL('../../src/main/resources/vaadin-i18n', import.meta.url));
  const tags = readdirSync(folder).map(
    (file) => /^translations_(\w+)\.properties$/.exec(file)?.[1] ?? defaultLanguage,
  );
  expect([...languageTags].sort()).toEqual(tags.sort());
});

describe('a request for texts', () => {
  it('is known by its parameter, at the root only', () => {
    expect(keyOf('/?v-r=i18n&langtag=en')).toBe('/?v-r=i18n&langtag=en');
    expect(keyOf('/')).toBeNull();
    expect(keyOf('/?v-r=push')).toBeNull();
    expect(keyOf('/audio/?v-r=i18n&langtag=en')).toBeNull();
  });

  it('is kept by its language, whatever part is asked for', () => {
    expect(keyOf('/?v-r=i18n&langtag=ar&chunks=indexhtml-1.js&chunks=browse-2.js')).toBe(
      '/?v-r=i18n&langtag=ar',
    );
    expect(keyOf('/?v-r=i18n&langtag=ar-EG&keys=home.title')).toBe('/?v-r=i18n&langtag=ar');
  });

  it('falls back to English as the server does', () => {
    expect(keyOf('/?v-r=i18n&langtag=fr')).toBe('/?v-r=i18n&langtag=en');
    expect(keyOf('/?v-r=i18n')).toBe('/?v-r=i18n&langtag=en');
  });
});
