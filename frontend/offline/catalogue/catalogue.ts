import type { Changes } from '../live/changes';
import { LiveValue } from '../live/live';
import { GatewayFailure, type CatalogueChanges, type Gateway } from '../ports';
import {
  catalogueOf,
  UNREAD_CATALOGUE,
  type Catalogue as Known,
  type CatalogueRows,
} from '../rules/catalogue';
import type { CatalogueRow, CatalogueSetting } from '../storage/schema';
import { readSetting, writeSetting } from '../storage/settings';
import type { Tables, Transaction } from '../storage/tables';
import type { CatalogueView } from '../types';

const TABLES = ['settings', 'catalogue'] as const;

/** The catalogue as this device last received it. It can be read offline and is refreshed by cursor. */
export class Catalogue {
  readonly known = new LiveValue<Known>(UNREAD_CATALOGUE);
  readonly view = new LiveValue<CatalogueView>(UNREAD_CATALOGUE.view);

  constructor(
    private readonly tables: Tables,
    private readonly changes: Changes,
    private readonly gateway: Gateway,
  ) {}

  #language: string | null = null;
  #rows: CatalogueRows | null = null;

  /** Shows titles and descriptions in this language (BCP 47) where they are translated. */
  showIn(language: string): void {
    if (language !== this.#language) {
      this.#language = language;
      this.#show();
    }
  }

  /** Whether no lecture is known. */
  isEmpty(): boolean {
    return this.known.get().view.lectures.size === 0;
  }

  async load(): Promise<void> {
    this.#rows = await this.tables.transact(TABLES, 'read', async (transaction) => {
      // In parallel: while the storage reads one kind, the page decodes another.
      const [scholars, series, lectures, assets] = await Promise.all([
        rowsOfKind(transaction, 'scholar'),
        rowsOfKind(transaction, 'series'),
        rowsOfKind(transaction, 'lecture'),
        rowsOfKind(transaction, 'asset'),
      ]);
      return { scholars, series, lectures, assets };
    });
    this.#show();
  }

  #show(): void {
    if (this.#rows !== null) {
      const known = catalogueOf(this.#rows, this.#language);
      this.known.set(known);
      this.view.set(known.view);
    }
  }

  /**
   * Fetches what changed, page by page. Resolves to whether anything changed. Rejects with GatewayFailure and keeps the
   * pages that have arrived.
   */
  async refresh(): Promise<boolean> {
    let changed = false;
    for (let more = true; more;) {
      const position = await this.#position();
      const page = await this.gateway.catalogueChanges(position.cursor);
      if (isOtherHistory(position, page)) {
        await this.#store(await this.#pagesFromTheBeginning(), true);
        changed = true;
        break;
      }
      await this.#store([page], false);
      changed ||= rowsOf(page).length > 0;
      more = page.more && page.cursor > position.cursor;
    }
    if (changed) {
      await this.load();
      this.changes.publishElsewhere({ kind: 'catalogue' });
    }
    return changed;
  }

  #position(): Promise<CatalogueSetting> {
    return this.tables.transact(
      TABLES,
      'read',
      async (transaction) =>
        (await readSetting(transaction, 'catalogue')) ?? { name: 'catalogue', cursor: 0, epoch: null },
    );
  }

  /** Collects all pages in memory. The stored catalogue stays until all of them have arrived. */
  async #pagesFromTheBeginning(): Promise<CatalogueChanges[]> {
    const pages: CatalogueChanges[] = [];
    let position: Omit<CatalogueSetting, 'name'> = { cursor: 0, epoch: null };
    for (let more = true; more;) {
      const page = await this.gateway.catalogueChanges(position.cursor);
      if (isOtherHistory(position, page)) {
        throw new GatewayFailure('unavailable', { cause: new Error('the catalogue was replaced meanwhile') });
      }
      pages.push(page);
      more = page.more && page.cursor > position.cursor;
      position = page;
    }
    return pages;
  }

  /** @param anew whether the pages are the whole catalogue and replace the stored one */
  #store(pages: readonly CatalogueChanges[], anew: boolean): Promise<void> {
    return this.tables.transact(TABLES, 'write', async (transaction: Transaction) => {
      const catalogue = transaction.table('catalogue');
      if (anew) {
        await catalogue.removeWithin([]);
      }
      for (const page of pages) {
        for (const row of rowsOf(page)) {
          await catalogue.put(row);
        }
        await writeSetting(transaction, { name: 'catalogue', cursor: page.cursor, epoch: page.epoch });
      }
    });
  }
}

type RowOf<Kind> = Extract<CatalogueRow, { readonly kind: Kind }>['row'];

async function rowsOfKind<Kind extends CatalogueRow['kind']>(
  transaction: Transaction,
  kind: Kind,
): Promise<Array<RowOf<Kind>>> {
  const rows = await transaction.table('catalogue').within([kind]);
  return rows.map(({ row }) => row as RowOf<Kind>);
}

/** R13.6: the epoch is another one, or the server's cursor is behind this device's. */
function isOtherHistory(
  { cursor, epoch }: { readonly cursor: number; readonly epoch: string | null },
  page: CatalogueChanges,
): boolean {
  return (epoch !== null && page.epoch !== epoch) || page.cursor < cursor;
}

function rowsOf({ scholars, series, lectures, assets }: CatalogueChanges): CatalogueRow[] {
  return [
    ...scholars.map((row) => ({ kind: 'scholar', id: row.id, row }) as const),
    ...series.map((row) => ({ kind: 'series', id: row.id, row }) as const),
    ...lectures.map((row) => ({ kind: 'lecture', id: row.id, row }) as const),
    ...assets.map((row) => ({ kind: 'asset', id: row.id, row }) as const),
  ];
}
