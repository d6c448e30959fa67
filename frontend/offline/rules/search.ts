import type { CatalogueView, LectureView, SearchView } from '../types';
import { meanings, queryWords, wordsOf, type Word } from './words';

/** How well one word of a query fits one text; the worst word of a query decides. */
const EXACT = 4;
const WORD_START = 3;
/** By another spelling, or by the article left out or put before it. */
const LOOSE_START = 2;
const INSIDE = 1;
/** Found in the series' title or the scholar's name only. */
const AROUND = 0.5;
/** The title begins with the whole query: before everything else. */
const TITLE_START = 8;

const NOTHING: SearchView = {
  scholars: [],
  series: [],
  lectures: [],
  counts: { scholars: 0, series: 0, lectures: 0 },
};

type Kind = 'scholars' | 'series' | 'lectures';

/** What there is to find of one scholar, series or lecture. */
interface Source {
  readonly kind: Kind;
  readonly id: string;
  readonly titles: readonly string[];
  /** Words that may be among the query's, but find nothing alone: keys of a series and a scholar. */
  readonly around: readonly string[];
  /** Lectures of one series stay together, in their order. */
  readonly group: string;
  readonly number: number;
}

interface Entry {
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
 * Finds in the whole catalogue, offline, as fast as one types: an inverted index over folded words. A query's word
 * is compared with each different word once, not with each lecture. Kept up to date entry by entry: what has the
 * same texts as before is not read again.
 */
export class SearchIndex {
  /** Where each kind and id has its entry, for ever; the entry is gone when what it stands for is. */
  readonly #slots = new Map<string, number>();
  readonly #entries: Array<Entry | undefined> = [];
  readonly #numbers = new Map<string, number>();
  readonly #terms: string[] = [];
  /** By term: slots, doubled, plus one where the term is another spelling of the word. */
  readonly #places: number[][] = [];

  /**
   * Brings the index in line with a catalogue, in steps as small as one entry, so that the caller may pause between
   * any two; what is found meanwhile is of both states.
   */
  *following(catalogue: CatalogueView): Generator<void, void, void> {
    const present = new Set<number>();
    for (const source of sourcesOf(catalogue)) {
      const slot = this.#slotOf(keyOf(source.kind, source.id));
      present.add(slot);
      const entry = this.#entries[slot];
      if (entry === undefined || !isSame(entry.source, source)) {
        this.#remove(slot);
        this.#add(slot, source);
        yield;
      }
    }
    for (let slot = 0; slot < this.#entries.length; slot++) {
      if (this.#entries[slot] !== undefined && !present.has(slot)) {
        this.#remove(slot);
        yield;
      }
    }
  }

  /**
   * Every word of the query has to be found, at least one of them in a text of the found one's own; the others may
   * be its series' or its scholar's.
   *
   * @param most of each kind that are answered; `counts` tells how many there are
   */
  find(query: string, most: number): SearchView {
    const words = queryWords(query);
    if (words.length === 0) {
      return NOTHING;
    }
    const fits = words.map((word) => this.#fitsOf(word));
    const bareQuery = bareOf(words);
    const best = { scholars: new Best(most), series: new Best(most), lectures: new Best(most) };
    for (const entry of this.#entries) {
      if (entry !== undefined) {
        const fit = fitOf(entry, fits);
        if (fit > 0) {
          const score = fit > AROUND && beginsWith(entry, bareQuery) ? fit + TITLE_START : fit;
          best[entry.source.kind].add(entry, score);
        }
      }
    }
    const { scholars, series, lectures } = best;
    return {
      scholars: scholars.ids(),
      series: series.ids(),
      lectures: lectures.ids(),
      counts: { scholars: scholars.count, series: series.count, lectures: lectures.count },
    };
  }

  /** By slot, how well a word of the query fits the entry's own texts; 0 where it does not. */
  #fitsOf(word: Word): Uint8Array {
    const fits = new Uint8Array(this.#entries.length);
    const [written = '', ...others] = meanings(word);
    for (let number = 0; number < this.#terms.length; number++) {
      const fit = fitOfTerm(this.#terms[number] ?? '', written, others, word.bare);
      if (fit > 0) {
        for (const place of this.#places[number] ?? []) {
          const slot = place >>> 1;
          const here = (place & 1) === 1 && fit > LOOSE_START ? LOOSE_START : fit;
          if (here > (fits[slot] ?? 0)) {
            fits[slot] = here;
          }
        }
      }
    }
    return fits;
  }

  #add(slot: number, source: Source): void {
    const terms = new Set<number>();
    const post = (term: string, loose: 0 | 1) => {
      const number = this.#numberOf(term);
      if (!terms.has(number)) {
        terms.add(number);
        this.#places[number]?.push(slot * 2 + loose);
      }
    };
    const titles = source.titles.map(wordsOf);
    // As written first: a term is another spelling only where it is not also a word of the text.
    for (const { bare, written } of titles.flat()) {
      post(written, 0);
      post(bare, 0);
    }
    for (const { loose } of titles.flat()) {
      post(loose, 1);
    }
    const around = source.around.map((key) => this.#slotOf(key));
    const bareGroup = bareOf(wordsOf(source.group));
    this.#entries[slot] = { source, slot, around, bareTitles: titles.map(bareOf), bareGroup, terms };
  }

  #remove(slot: number): void {
    for (const number of this.#entries[slot]?.terms ?? []) {
      this.#places[number] = (this.#places[number] ?? []).filter((place) => place >>> 1 !== slot);
    }
    this.#entries[slot] = undefined;
  }

  #slotOf(key: string): number {
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      slot = this.#entries.length;
      this.#slots.set(key, slot);
      this.#entries.push(undefined);
    }
    return slot;
  }

  #numberOf(term: string): number {
    let number = this.#numbers.get(term);
    if (number === undefined) {
      number = this.#terms.length;
      this.#numbers.set(term, number);
      this.#terms.push(term);
      this.#places.push([]);
    }
    return number;
  }
}

/** Of the worst fitting word; 0 when one is not found, or all of them only around. */
function fitOf({ slot, around }: Entry, fits: readonly Uint8Array[]): number {
  let worst: number = EXACT;
  let own = false;
  for (const fit of fits) {
    const here = fit[slot] ?? 0;
    if (here > 0) {
      own = true;
      worst = Math.min(worst, here);
    } else if (around.some((outer) => (fit[outer] ?? 0) > 0)) {
      worst = AROUND;
    } else {
      return 0;
    }
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

function fitOfTerm(term: string, written: string, others: readonly string[], bare: string): number {
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
class Best {
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

/** Total, so that the same catalogue always answers in the same order. */
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

function bareOf(words: readonly Word[]): string {
  return words.map(({ bare }) => bare).join(' ');
}

function keyOf(kind: Kind, id: string): string {
  return `${kind}/${id}`;
}

function isSame(a: Source, b: Source): boolean {
  return (
    a.group === b.group && a.number === b.number && isEqual(a.titles, b.titles) && isEqual(a.around, b.around)
  );
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

function* sourcesOf({ scholars, series, lectures }: CatalogueView): Generator<Source, void, void> {
  for (const { id, name, otherNames } of scholars.values()) {
    yield { kind: 'scholars', id, titles: [name, ...otherNames], around: [], group: name, number: 0 };
  }
  for (const { id, title, otherTitles, scholarId } of series.values()) {
    yield {
      kind: 'series',
      id,
      titles: [title, ...otherTitles],
      around: [keyOf('scholars', scholarId)],
      group: title,
      number: 0,
    };
  }
  for (const lecture of lectures.values()) {
    if (lecture.published) {
      yield lectureSource(lecture);
    }
  }
}

function lectureSource({
  id,
  title,
  otherTitles,
  scholarId,
  seriesId,
  seriesTitle,
  number,
}: LectureView): Source {
  const around = [keyOf('scholars', scholarId), ...(seriesId === null ? [] : [keyOf('series', seriesId)])];
  return {
    kind: 'lectures',
    id,
    titles: [title, ...otherTitles],
    around,
    group: seriesTitle ?? title,
    number,
  };
}
