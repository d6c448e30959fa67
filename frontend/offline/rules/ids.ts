/** Compares two ids as text, as `Array.sort` wants it. Canonical UUIDs have the order of their bytes. */
export function compareIds(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
