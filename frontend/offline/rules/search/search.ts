import type { CatalogueView, SearchView } from '../../types';
import { Best, bareOf, fitOfTerm, LOOSE_START, scoreOf, type Entry } from './search-ranking';
import { isSame, keyOf, sourcesOf, type Source } from './search-sources';
import { meanings, queryWords, wordsOf, type Word } from './words';

const NOTHING: SearchView = {
  scholars: [],
  series: [],
  lectures: [],
  counts: { scholars: 0, series: 0, lectures: 0 },
};

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
        const score = scoreOf(entry, fits, bareQuery);
        if (score > 0) {
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
