import { LiveValue } from '../live/live';
import type { Time } from '../ports';
import { SearchIndex } from '../rules/search/search';
import type { CatalogueView, Live, SearchIndexView, SearchView } from '../types';

/** A step takes at most about half a frame, so that neither scrolling nor typing waits for it. */
const STEP_MS = 8;
/** Looking at the clock costs as much as some entries that have not changed. */
const ENTRIES_BETWEEN_LOOKS = 8;
/** While the index grows, views are told so often. */
const TELL_EVERY_MS = 500;

/**
 * Searches the catalogue on this device. The index is built when the listener first searches, and follows the catalogue
 * from then on. It is updated in short steps, between which the page does whatever else waits. A search is never
 * longer for that: it answers from what is indexed so far, and `index` tells when to search again.
 */
export class CatalogueSearch {
  readonly #index = new SearchIndex();
  readonly #view = new LiveValue<SearchIndexView>({ complete: true, revision: 0 });
  #rest: Iterator<boolean> | null = null;
  #wanted = false;
  #toldMs = 0;

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

  get index(): Live<SearchIndexView> {
    return this.#view;
  }

  /** An empty query finds nothing, but starts building the index. */
  readonly search = (query: string, most: number): SearchView => {
    if (!this.#wanted) {
      this.#wanted = true;
      this.#follow();
    }
    return this.#index.find(query, most);
  };

  /** Begins with the first step, which is all that a small catalogue or a small change needs. */
  #follow(): void {
    const waiting = this.#rest !== null;
    this.#rest = this.#index.following(this.catalogue.get());
    const isDone = this.#step();
    if (!isDone) {
      this.#tell();
    }
    if (!isDone && !waiting) {
      this.#stepLater();
    }
  }

  #stepLater(): void {
    this.time.after(0, () => {
      if (!this.#step()) {
        this.#stepLater();
      }
    });
  }

  /** Answers whether nothing is left to do. */
  #step(): boolean {
    const startMs = this.time.elapsedMs();
    for (let entries = 1; this.#rest !== null; entries++) {
      if (this.#rest.next().done === true) {
        this.#rest = null;
        this.#tell();
      } else if (entries % ENTRIES_BETWEEN_LOOKS === 0) {
        const nowMs = this.time.elapsedMs();
        if (nowMs - this.#toldMs >= TELL_EVERY_MS) {
          this.#tell();
        }
        if (nowMs - startMs >= STEP_MS) {
          return false;
        }
      }
    }
    return true;
  }

  #tell(): void {
    this.#toldMs = this.time.elapsedMs();
    this.#view.set({ complete: this.#rest === null, revision: this.#view.get().revision + 1 });
  }
}
