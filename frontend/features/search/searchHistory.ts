/** The last searches, the newest first. They never leave this device. */
const storageKey = 'durus.searches';
const kept = 8;
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
    localStorage.setItem(storageKey, JSON.stringify([wanted, ...before].slice(0, kept)));
  }
}

export function forgetSearches(): void {
  localStorage.removeItem(storageKey);
}

/** Another version of the app may have stored something else, or nothing that can be parsed. */
function read(): unknown {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? '[]');
  } catch {
    return [];
  }
}
