import type { LiveValue } from '../live/live';
import type { Catalogue as Known } from '../rules/catalogue';
import { CatalogueBuilder } from '../rules/catalogue-builder';
import { withRead } from '../rules/catalogue-summary';
import type { CatalogueStore, Sought } from './catalogue-store';

/** Reads what a view shows, while the rest of a large catalogue is still being read. */
export class LookUp {
  #sought: Sought[] = [];
  #next: Promise<void> | null = null;

  constructor(
    private readonly store: Pick<CatalogueStore, 'find'>,
    private readonly known: Pick<LiveValue<Known>, 'get'>,
    /** The language in which titles are shown now. */
    private readonly language: () => string | null,
    private readonly show: (known: Known) => void,
  ) {}

  /** Resolves when what is stored of these is shown. What is sought in the same turn is read in one transaction. */
  find(sought: readonly Sought[]): Promise<void> {
    this.#sought.push(...sought);
    this.#next ??= Promise.resolve().then(() => {
      const now = this.#sought;
      this.#sought = [];
      this.#next = null;
      return this.#read(now);
    });
    return this.#next;
  }

  async #read(sought: readonly Sought[]): Promise<void> {
    const { view, assets } = this.known.get();
    const missing = sought.filter(({ kind, id }) => kind !== 'lecture' || !assets.has(id));
    if (view.arriving === null || missing.length === 0) {
      return;
    }
    const builder = new CatalogueBuilder(this.language());
    const { rows, whole } = await this.store.find(missing);
    builder.add(rows);
    const { arriving } = this.known.get().view;
    // Everything may have been read meanwhile, or titles be wanted in another language.
    if (arriving !== null && builder.size > 0 && builder.language === this.language()) {
      this.show(withRead(this.known.get(), builder.build(null), whole, arriving));
    }
  }
}
