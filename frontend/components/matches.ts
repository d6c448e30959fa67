/** `text` without what people leave out when they search: case, vowel signs, tatweel, forms of alef and hamza. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\p{M}\u0640\u02BB-\u02BF'’‘]/gu, '')
    .replace(/\u0671/g, '\u0627')
    .replace(/\u0649/g, '\u064A')
    .replace(/\u0629/g, '\u0647')
    .toLowerCase();
}

/** Whether every word of `query` occurs in one of `texts`. An empty query matches. */
export function matches(query: string, ...texts: readonly string[]): boolean {
  const haystack = folded(texts.join('\n'));
  return folded(query)
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}
