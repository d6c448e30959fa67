import { isNameKey } from './names';
import type { Source } from './search-sources';
import { isNumberTerm, type SoughtWord } from './sought';
import type { Word } from './words';

/** How well a result matches a query, and the order of the results. */

/** How well one word of a query matches one text. The worst word of a query decides. */
const EXACT = 6;
const WORD_START = 5;
/** Matches by another spelling, in another script, or with the article left out or added. */
export const LOOSE_START = 4;
const INSIDE = 3;
/** Found in the series' title or the scholar's name only. */
const AROUND = 2;
/** Found only because a mistake in the query is forgiven. Such results come last. */
const FORGIVEN = 1;
/** The title begins with the whole query. Such results come first. */
const TITLE_START = 16;

export interface Entry {
  readonly source: Source;
  readonly slot: number;
  /** Slots of what is around. */
  readonly around: readonly number[];
  /** Bare words of each title, a space between them. */
  readonly bareTitles: readonly string[];
  readonly bareGroup: string;
  readonly terms: ReadonlySet<number>;
}

interface Ranked {
  readonly entry: Entry;
  readonly score: number;
}

/**
 * Of an entry, for all words of a query; 0 when it is not found.
 *
 * @param fits for each word, by slot
 * @param bareQuery all of its words
 */
export function scoreOf(entry: Entry, fits: readonly Uint8Array[], bareQuery: string): number {
  const fit = fitOf(entry, fits);
  return fit > AROUND && beginsWith(entry, bareQuery) ? fit + TITLE_START : fit;
}

/** Of the worst fitting word; 0 when one is not found, or all of them only around. */
function fitOf({ slot, around }: Entry, fits: readonly Uint8Array[]): number {
  let worst: number = EXACT;
  let own = false;
  for (const fit of fits) {
    const here = fit[slot] ?? 0;
    own ||= here > 0;
    let best = here;
    if (here <= FORGIVEN) {
      for (const outer of around) {
        best = Math.max(best, Math.min(AROUND, fit[outer] ?? 0));
      }
    }
    if (best === 0) {
      return 0;
    }
    worst = Math.min(worst, best);
  }
  return own ? worst : 0;
}

function beginsWith({ bareTitles }: Entry, bareQuery: string): boolean {
  for (const title of bareTitles) {
    if (title.startsWith(bareQuery)) {
      return true;
    }
  }
  return false;
}

/**
 * How well a word of a query, as written or by its other spellings, fits a term; 0 where it does not.
 *
 * @param letters of the term, by `lettersOf`
 */
export function fitOfTerm(term: string, letters: number, sought: SoughtWord): number {
  if (isNumberTerm(term)) {
    return term === sought.numberTerm ? EXACT : 0;
  }
  if (isNameKey(term)) {
    return sought.nameKeys.some((key) => term.startsWith(key)) ? LOOSE_START : 0;
  }
  return fitOfWord(term, sought) || (sought.typos?.begin(term, letters) === true ? FORGIVEN : 0);
}

function fitOfWord(term: string, { written, others, bare }: SoughtWord): number {
  if (term.startsWith(written)) {
    return term.length === written.length ? EXACT : WORD_START;
  }
  // Without its article it is the same word; by another spelling it may be another.
  let inside = term.includes(written);
  for (const other of others) {
    if (term.startsWith(other)) {
      return term === bare ? WORD_START : LOOSE_START;
    }
    inside ||= term.includes(other);
  }
  return inside ? INSIDE : 0;
}

/** The best few of any number, without sorting all of them. */
export class Best {
  count = 0;
  readonly #ranked: Ranked[] = [];

  constructor(private readonly most: number) {}

  add(entry: Entry, score: number): void {
    this.count++;
    const ranked = { entry, score };
    const last = this.#ranked.at(-1);
    if (this.#ranked.length >= this.most) {
      if (last === undefined || compare(ranked, last) >= 0) {
        return;
      }
      this.#ranked.pop();
    }
    let low = 0;
    let high = this.#ranked.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.#ranked[middle];
      if (there !== undefined && compare(there, ranked) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    this.#ranked.splice(low, 0, ranked);
  }

  ids(): string[] {
    return this.#ranked.map(({ entry }) => entry.source.id);
  }
}

/** A total order, so that the same catalogue always gives the same order of results. */
function compare({ entry: a, score: left }: Ranked, { entry: b, score: right }: Ranked): number {
  return (
    right - left ||
    order(a.bareGroup, b.bareGroup) ||
    a.source.number - b.source.number ||
    order(a.bareTitles[0] ?? '', b.bareTitles[0] ?? '') ||
    order(a.source.id, b.source.id)
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

export function bareOf(words: readonly Word[]): string {
  return words.map(({ bare }) => bare).join(' ');
}
