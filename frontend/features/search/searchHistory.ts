import { readPageSetting, removePageSetting, writePageSetting } from '../../page-settings';

/** What the listener looked for last, newest first: on this device only, and nobody else's business. */

/** So many searches are kept. */
const kept = 8;
/** In characters. */
const longest = 80;

export function recentSearches(): readonly string[] {
  const stored = read();
  return Array.isArray(stored) ? stored.filter((one) => typeof one === 'string').slice(0, kept) : [];
}

/** Remembers a search that led somewhere; one that goes on from the last one takes its place. */
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

/** What is there may be of another version of the app, or nothing readable. */
function read(): unknown {
  try {
    return JSON.parse(readPageSetting('searches') ?? '[]');
  } catch {
    return [];
  }
}
