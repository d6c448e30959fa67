import { readPageSetting, removePageSetting, writePageSetting } from '../../page-settings';

/** The last searches, the newest first. They never leave this device. */

/** The number of searches that are kept. */
const kept = 8;
/** In characters. */
const longest = 80;

export function recentSearches(): readonly string[] {
  const stored = read();
  return Array.isArray(stored) ? stored.filter((one) => typeof one === 'string').slice(0, kept) : [];
}

/** Remembers a search. It replaces the last one when it begins with that: the listener typed on. */
export function rememberSearch(query: string): void {
  const wanted = query.trim().slice(0, longest);
  if (wanted !== '') {
    const others = recentSearches().filter((one) => one !== wanted);
    const [last, ...rest] = others;
    const before = last !== undefined && wanted.startsWith(last) ? rest : others;
    writePageSetting('searches', JSON.stringify([wanted, ...before].slice(0, kept)));
  }
}

export function forgetSearches(): void {
  removePageSetting('searches');
}

/** Another version of the app may have stored something else, or nothing that can be parsed. */
function read(): unknown {
  try {
    return JSON.parse(readPageSetting('searches') ?? '[]');
  } catch {
    return [];
  }
}
