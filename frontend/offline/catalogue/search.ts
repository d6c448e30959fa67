import type { Time } from '../ports';
import { SearchIndex } from '../rules/search/search';
import type { CatalogueView, Live, SearchView } from '../types';

/** So many entries take about one frame on a phone. */
const ENTRIES_A_STEP = 200;

/**
 * Searches the catalogue on this device. The index is built when the listener first searches, and follows the catalogue
 * from then on. It is updated in small steps, so that the page does not stutter. A search before the last step does the
 * remaining steps first, so its answer is complete.
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

  /** An empty query finds nothing, but starts building the index. */
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
