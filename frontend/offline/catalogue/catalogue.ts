import type { Changes } from '../changes';
import { LiveValue } from '../live';
import type { CatalogueChanges, Gateway } from '../ports';
import { catalogueOf, UNREAD_CATALOGUE, type Catalogue as Known } from '../rules/catalogue';
import type { CatalogueRow } from '../store/schema';
import { readSetting, writeSetting } from '../store/settings';
import type { Tables, Transaction } from '../store/tables';
import type { CatalogueView } from '../types';

const TABLES = ['settings', 'catalogue'] as const;

/** What there is to listen to, as this device last saw it: readable offline, refreshed by cursor. */
export class Catalogue {
  readonly known = new LiveValue<Known>(UNREAD_CATALOGUE);
  readonly view = new LiveValue<CatalogueView>(UNREAD_CATALOGUE.view);

  constructor(
    private readonly tables: Tables,
    private readonly changes: Changes,
    private readonly gateway: Gateway,
  ) {}

  async load(): Promise<void> {
    const rows = await this.tables.transact(TABLES, 'read', (transaction) =>
      transaction.table('catalogue').within([]),
    );
    const known = catalogueOf({
      scholars: rows.flatMap((one) => (one.kind === 'scholar' ? [one.row] : [])),
      series: rows.flatMap((one) => (one.kind === 'series' ? [one.row] : [])),
      lectures: rows.flatMap((one) => (one.kind === 'lecture' ? [one.row] : [])),
      assets: rows.flatMap((one) => (one.kind === 'asset' ? [one.row] : [])),
    });
    this.known.set(known);
    this.view.set(known.view);
  }

  /** Fetches what changed, page by page; fails with GatewayFailure, keeping the pages it has. */
  async refresh(): Promise<void> {
    let changed = false;
    for (let more = true; more;) {
      const { cursor, epoch } = await this.#position();
      const page = await this.gateway.catalogueChanges(cursor);
      const otherHistory = epoch !== null && page.epoch !== epoch;
      const rows = otherHistory ? [] : rowsOf(page);
      const stuck = page.more && page.cursor <= cursor;
      await this.#store(page, rows, otherHistory);
      changed ||= otherHistory || rows.length > 0;
      more = otherHistory || (page.more && !stuck);
    }
    if (changed) {
      await this.load();
      this.changes.publish({ kind: 'catalogue' });
    }
  }

  #position(): Promise<{ cursor: number; epoch: string | null }> {
    return this.tables.transact(
      TABLES,
      'read',
      async (transaction) => (await readSetting(transaction, 'catalogue')) ?? { cursor: 0, epoch: null },
    );
  }

  /** Another history's rows replace ours from the beginning; until then what is shown stays. */
  #store(page: CatalogueChanges, rows: readonly CatalogueRow[], otherHistory: boolean): Promise<void> {
    return this.tables.transact(TABLES, 'write', async (transaction: Transaction) => {
      const catalogue = transaction.table('catalogue');
      if (otherHistory) {
        await catalogue.removeWithin([]);
      }
      for (const row of rows) {
        await catalogue.put(row);
      }
      const cursor = otherHistory ? 0 : page.cursor;
      await writeSetting(transaction, { name: 'catalogue', cursor, epoch: page.epoch });
    });
  }
}

function rowsOf({ scholars, series, lectures, assets }: CatalogueChanges): CatalogueRow[] {
  return [
    ...scholars.map((row) => ({ kind: 'scholar', id: row.id, row }) as const),
    ...series.map((row) => ({ kind: 'series', id: row.id, row }) as const),
    ...lectures.map((row) => ({ kind: 'lecture', id: row.id, row }) as const),
    ...assets.map((row) => ({ kind: 'asset', id: row.id, row }) as const),
  ];
}
