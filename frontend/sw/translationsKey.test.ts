import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultLanguage, languageTags } from '../i18n/languages';
import { translationsKey } from './translationsKey';

function keyOf(address: string): string | null {
  return translationsKey(new URL(address, 'https://durus.example'));
}

it('each language of the list, and no other, has a file of texts', () => {
  const folder = fileURLToPath(new URL('../../src/main/resources/vaadin-i18n', import.meta.url));
  const tags = readdirSync(folder).map(
    (file) => /^translations_(\w+)\.properties$/.exec(file)?.[1] ?? defaultLanguage,
  );
  expect([...languageTags].sort()).toEqual(tags.sort());
});

describe('a request for texts', () => {
  it('is recognized by its parameter at the root path only', () => {
    expect(keyOf('/?v-r=i18n&langtag=en')).toBe('/?v-r=i18n&langtag=en');
    expect(keyOf('/')).toBeNull();
    expect(keyOf('/?v-r=push')).toBeNull();
    expect(keyOf('/audio/?v-r=i18n&langtag=en')).toBeNull();
  });

  it('has a cache key with its language only, whatever part it asks for', () => {
    expect(keyOf('/?v-r=i18n&langtag=ar&chunks=indexhtml-1.js&chunks=browse-2.js')).toBe(
      '/?v-r=i18n&langtag=ar',
    );
    expect(keyOf('/?v-r=i18n&langtag=ar-EG&keys=home.title')).toBe('/?v-r=i18n&langtag=ar');
  });

  it('falls back to English as on the server', () => {
    expect(keyOf('/?v-r=i18n&langtag=fr')).toBe('/?v-r=i18n&langtag=en');
    expect(keyOf('/?v-r=i18n')).toBe('/?v-r=i18n&langtag=en');
  });
});
