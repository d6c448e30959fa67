import { LiveValue } from '../live/live';
import type { Time } from '../ports';
import { NOTHING_FOUND } from '../rules/nothing-found';
import type { CatalogueView, Live, SearchIndexView, SearchView } from '../types';
import type { CatalogueSearch } from './search';

/**
 * The search of the catalogue, whose code is loaded when the listener first searches: the first view needs none of it.
 * Until it is loaded, a search finds nothing and `index` says that it is not complete. Where it cannot be loaded, the
 * next search tries again.
 */
export class SearchOnDemand {
  readonly #view = new LiveValue<SearchIndexView>({ complete: true, revision: 0 });
  #loaded: CatalogueSearch | null = null;
  #loading = false;

  constructor(
    private readonly catalogue: Live<CatalogueView>,
    private readonly time: Time,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  get index(): Live<SearchIndexView> {
    return this.#view;
  }

  /** As {@link CatalogueSearch.search}. */
  readonly search = (query: string, most: number): SearchView => {
    if (this.#loaded !== null) {
      return this.#loaded.search(query, most);
    }
    if (!this.#loading) {
      this.#loading = true;
      this.#view.set({ complete: false, revision: this.#view.get().revision });
      this.#load().catch((fault: unknown) => {
        this.#loading = false;
        this.onFault(fault);
      });
    }
    return NOTHING_FOUND;
  };

  async #load(): Promise<void> {
    const { CatalogueSearch } = await import('./search');
    const loaded = new CatalogueSearch(this.catalogue, this.time);
    this.#loaded = loaded;
    loaded.index.subscribe(() => {
      this.#view.set(loaded.index.get());
    });
    loaded.search('', 0); // Builds the index, which tells those who searched meanwhile to search again.
  }
}
