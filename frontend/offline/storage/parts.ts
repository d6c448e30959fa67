/** How many rows are written before the page may do something else. */
const WRITTEN_AT_ONCE = 50;

/** The same items in parts, to be written one part after the other: between two parts the page may answer the listener. */
export function* inParts<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let i = 0; i < items.length; i += WRITTEN_AT_ONCE) {
    yield items.slice(i, i + WRITTEN_AT_ONCE);
  }
}
