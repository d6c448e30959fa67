import type { CatalogueView, SearchView } from '../../types';
import { joinedTerms } from './names';
import { Best, bareOf, fitOfTerm, LOOSE_START, scoreOf, type Entry } from './search-ranking';
import { isSame, keyOf, sourcesOf, type Source } from './search-sources';
import { numberTerm, soughtWords, type SoughtWord } from './sought';
import { Transliterations } from './transliterations';
import { lettersOf } from './typos';
import { queryWords, wordsOf } from './words';

const NOTHING: SearchView = {
  scholars: [],
  series: [],
  lectures: [],
  counts: { scholars: 0, series: 0, lectures: 0 },
};

/**
 * An inverted index over the folded words of the whole catalogue. It answers offline while the listener types. A
 * query's word is compared with each distinct word once, not with each lecture. The index is updated entry by entry:
 * an entry whose texts have not changed is not indexed again.
 */
export class SearchIndex {
  /** The slot of each kind and id. A slot is never reused; its entry is removed with what it stands for. */
  readonly #slots = new Map<string, number>();
  readonly #entries: Array<Entry | undefined> = [];
  readonly #numbers = new Map<string, number>();
  readonly #terms: string[] = [];
  /** By term, for typos. */
  readonly #letters: number[] = [];
  /** By term: slots, doubled, plus one where the term is another spelling of the word. */
  readonly #places: number[][] = [];
  readonly #transliterations = new Transliterations();

  /**
   * Updates the index to a catalogue in steps of one entry, so that the caller may pause between any two. A search in
   * between sees both states. Yields whether the entry had to be indexed anew.
   */
  *following(catalogue: CatalogueView): Generator<boolean, void, void> {
    const present = new Set<number>();
    for (const source of sourcesOf(catalogue)) {
      const slot = this.#slotOf(keyOf(source.kind, source.id));
      present.add(slot);
      const entry = this.#entries[slot];
      const isChanged = entry === undefined || !isSame(entry.source, source);
      if (isChanged) {
        this.#remove(slot);
        this.#add(slot, source);
      }
      yield isChanged;
    }
    for (let slot = 0; slot < this.#entries.length; slot++) {
      if (this.#entries[slot] !== undefined && !present.has(slot)) {
        this.#remove(slot);
        yield true;
      }
    }
  }

  /**
   * Every word of the query must match, a mistake forgiven (`typos.ts`). At least one of them must match an own text of the result. The others may match
   * the title of its series or the name of its scholar.
   *
   * @param most number of results of each kind; `counts` tells how many there are
   */
  find(query: string, most: number): SearchView {
    const words = queryWords(query);
    if (words.length === 0) {
      return NOTHING;
    }
    const fits = soughtWords(words, this.#transliterations).map((word) => this.#fitsOf(word));
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
  #fitsOf(word: SoughtWord): Uint8Array {
    const fits = new Uint8Array(this.#entries.length);
    for (let number = 0; number < this.#terms.length; number++) {
      const fit = fitOfTerm(this.#terms[number] ?? '', this.#letters[number] ?? 0, word);
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
    const names = titles.map(joinedTerms);
    // Words as written come first: a term is another spelling only where it is not also a word of the text.
    for (const { bare, written } of titles.flat()) {
      post(written, 0);
      post(bare, 0);
    }
    for (const written of names.flatMap((name) => name.written)) {
      post(written, 0);
    }
    if (source.number > 0) {
      post(numberTerm(source.number), 0);
    }
    for (const { loose, others } of titles.flat()) {
      post(loose, 1);
      others.forEach((other) => {
        post(other, 1);
      });
    }
    for (const key of names.flatMap(({ keys }) => keys)) {
      post(key, 1);
    }
    if (source.kind === 'scholars') {
      this.#transliterations.learn(source.titles);
    }
    const around = source.around.map((key) => this.#slotOf(key));
    const bareGroup = bareOf(wordsOf(source.group));
    this.#entries[slot] = { source, slot, around, bareTitles: titles.map(bareOf), bareGroup, terms };
  }

  #remove(slot: number): void {
    for (const number of this.#entries[slot]?.terms ?? []) {
      this.#places[number] = (this.#places[number] ?? []).filter((place) => place >>> 1 !== slot);
    }
    const source = this.#entries[slot]?.source;
    if (source?.kind === 'scholars') {
      this.#transliterations.forget(source.titles);
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
      this.#letters.push(lettersOf(term));
      this.#places.push([]);
    }
    return number;
  }
}
