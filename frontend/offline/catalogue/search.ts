import type { Time } from '../ports';
import { SearchIndex } from '../rules/search/search';
import type { CatalogueView, Live, SearchView } from '../types';

/** Few enough to take about a frame's time on a phone. */
const ENTRIES_A_STEP = 200;

/**
 * Searches the catalogue that this device has. The index is made once a listener looks for something, and follows
 * the catalogue from then on: a little at a time, so that nothing stutters. Who asks before it has caught up waits
 * for the rest, and gets the whole answer.
 */
export class CatalogueSearch {
  readonly #index = new SearchIndex();
  #rest: Iterator<void> | null = null;
  #wanted = false;

  constructor(
    private readonly catalogue: Live<CatalogueView>,
    private readonly time: Time,
  ) {
    catalogue.subscribe(() => {
      if (this.#wanted) {
        this.#follow();
      }
    });
  }

  /** An empty query finds nothing, and makes the index ready for the next one. */
  readonly search = (query: string, most: number): SearchView => {
    if (!this.#wanted) {
      this.#wanted = true;
      this.#follow();
    }
    if (query.trim() !== '') {
      this.#step(Infinity);
    }
    return this.#index.find(query, most);
  };

  #follow(): void {
    const waiting = this.#rest !== null;
    this.#rest = this.#index.following(this.catalogue.get());
    if (!waiting) {
      this.#stepLater();
    }
  }

  #stepLater(): void {
    this.time.after(0, () => {
      this.#step(ENTRIES_A_STEP);
      if (this.#rest !== null) {
        this.#stepLater();
      }
    });
  }

  #step(entries: number): void {
    for (let done = 0; done < entries && this.#rest !== null; done++) {
      if (this.#rest.next().done === true) {
        this.#rest = null;
      }
    }
  }
}
