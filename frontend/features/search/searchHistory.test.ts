import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetSearches, recentSearches, rememberSearch } from './searchHistory';

const stored = new Map<string, string>();

beforeEach(() => {
  stored.clear();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => stored.set(name, value),
    removeItem: (name: string) => stored.delete(name),
  });
});

describe('recent searches', () => {
  it('are listed newest first, once each, up to a limit', () => {
    for (const query of ['faith', 'fear', ' faith ', 'a', 'b', 'c', 'd', 'e', 'f', 'g']) {
      rememberSearch(query);
    }
    expect(recentSearches()).toEqual(['g', 'f', 'e', 'd', 'c', 'b', 'a', 'faith']);
  });

  it('keep the complete text instead of its beginnings', () => {
    rememberSearch('taw');
    rememberSearch('tawhid');
    rememberSearch('');
    expect(recentSearches()).toEqual(['tawhid']);
  });

  it.each(['{', '"text"', '[1, null, "faith"]'])('ignore a malformed stored value: %s', (text) => {
    stored.set('durus.searches', text);
    expect(recentSearches().filter((one) => one !== 'faith')).toEqual([]);
  });

  it('are removed when the listener clears them', () => {
    rememberSearch('faith');
    forgetSearches();
    expect(recentSearches()).toEqual([]);
  });
});
