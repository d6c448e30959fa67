import type { CatalogueChanges } from '../gateway-port';
import type { CatalogueRows } from '../rules/catalogue';
import type { CatalogueSummary, Contents } from '../rules/catalogue-summary';
import type { CatalogueRow, CatalogueSetting } from '../storage/schema';
import { readPlayer, readSetting, writeSetting } from '../storage/settings';
import type { Tables, Transaction } from '../storage/tables';
import type { CatalogueKind } from '../types';

const TABLES = ['settings', 'catalogue'] as const;

/** Between so many rows the page can react to the listener. */
const ROWS_AT_ONCE = 400;

const NOTHING: CatalogueSetting = { name: 'catalogue', cursor: 0, epoch: null };

/** What is read alone: a lecture, or all of a series or a scholar. */
export interface Sought {
  readonly kind: CatalogueKind;
  readonly id: string;
}

/** Where this device is in the server's catalogue. */
export type Position = CatalogueSetting;

/** The kinds of rows in the order in which they refer to each other. */
const IN_ORDER = [
  ['scholar', 'scholars'],
  ['series', 'series'],
  ['asset', 'assets'],
  ['lecture', 'lectures'],
] as const satisfies ReadonlyArray<readonly [CatalogueRow['kind'], keyof CatalogueRows]>;

type RowOf<Kind> = Extract<CatalogueRow, { readonly kind: Kind }>['row'];

/** The catalogue's rows on this device. */
export class CatalogueStore {
  constructor(private readonly tables: Tables) {}

  position(): Promise<Position> {
    return this.tables.transact(TABLES, 'read', positionIn);
  }

  /** What was prepared for the start; null without. And the lecture that the player keeps, if any. */
  start(): Promise<{ readonly summary: CatalogueSummary | null; readonly loaded: string | null }> {
    return this.tables.transact(TABLES, 'read', async (transaction) => {
      const row = await transaction.table('catalogue').get(['summary', 'home']);
      const { lectureId } = await readPlayer(transaction);
      return { summary: row?.kind === 'summary' ? row.row : null, loaded: lectureId };
    });
  }

  /**
   * Reads all rows in parts, a scholar before its series and an asset before its lecture. No other table is held
   * meanwhile: what the listener does is written at the same time.
   */
  async readAll(take: (rows: Partial<CatalogueRows>) => void): Promise<Position> {
    const position = await this.position();
    await this.tables.transact(['catalogue'], 'read', async (transaction) => {
      for (const [kind, name] of IN_ORDER) {
        for await (const part of transaction.table('catalogue').partsWithin([kind])) {
          take({ [name]: part.map(({ row }) => row) });
        }
      }
    });
    return position;
  }

  /**
   * The rows of these, of what belongs to them, and of what they refer to, where they are stored. Tells of which series
   * and scholars everything was found.
   */
  find(sought: readonly Sought[]): Promise<{ readonly rows: CatalogueRows; readonly whole: Set<string> }> {
    return this.tables.transact(['catalogue'], 'read', async (transaction) => {
      const groups = sought.filter(({ kind }) => kind !== 'lecture').map(({ id }) => id);
      const scholars = await contentsIn(transaction, groups);
      const series = await contentsIn(
        transaction,
        [...scholars.values()].flatMap(({ seriesIds }) => seriesIds),
      );
      const contents = new Map([...scholars, ...series]);
      const lectureIds = [
        ...sought.filter(({ kind }) => kind === 'lecture').map(({ id }) => id),
        ...[...contents.values()].flatMap((one) => one.lectureIds),
      ];
      const rows = await rowsIn(transaction, lectureIds);
      return { rows, whole: new Set(contents.keys()) };
    });
  }

  /** Stores rows that are not there yet. What is there may be newer. */
  addMissing(rows: CatalogueRows): Promise<void> {
    return this.tables.transact(TABLES, 'write', async (transaction) => {
      const catalogue = transaction.table('catalogue');
      for (const row of rowsOf(rows)) {
        if ((await catalogue.get([row.kind, row.id])) === undefined) {
          await catalogue.put(row);
        }
      }
    });
  }

  /** Stores what a start reads before everything else, in place of what was stored of it. */
  writeSummary(
    summary: CatalogueSummary,
    contents: ReadonlyArray<readonly [string, Contents]>,
  ): Promise<void> {
    return this.tables.transact(['catalogue'], 'write', async (transaction) => {
      const catalogue = transaction.table('catalogue');
      await catalogue.removeWithin(['contents']);
      await putRows(transaction, [
        { kind: 'summary', id: 'home', row: summary },
        ...contents.map(([id, row]) => ({ kind: 'contents', id, row }) as const),
      ]);
    });
  }

  writePosition(position: Position): Promise<void> {
    return this.tables.transact(TABLES, 'write', (transaction) => writeSetting(transaction, position));
  }

  /** Stores a page of changes, and where to go on. */
  addPage(page: CatalogueChanges): Promise<void> {
    return this.tables.transact(TABLES, 'write', async (transaction) => {
      await putAll(transaction, [page]);
      await writeSetting(transaction, positionAfter(page));
    });
  }

  /**
   * Stores pages of a snapshot, and how far it is stored. Stores nothing when another tab has stored a whole catalogue
   * meanwhile, and resolves to false.
   */
  addToSnapshot(pages: readonly CatalogueChanges[], position: Position): Promise<boolean> {
    return this.tables.transact(TABLES, 'write', async (transaction) => {
      if ((await positionIn(transaction)).epoch !== null) {
        return false;
      }
      await putAll(transaction, pages);
      await writeSetting(transaction, position);
      return true;
    });
  }

  /** Replaces everything by these pages. */
  replace(pages: readonly CatalogueChanges[]): Promise<void> {
    return this.tables.transact(TABLES, 'write', async (transaction) => {
      await transaction.table('catalogue').removeWithin([]);
      await putAll(transaction, pages);
      const last = pages.at(-1);
      await writeSetting(transaction, last === undefined ? NOTHING : positionAfter(last));
    });
  }
}

async function contentsIn(transaction: Transaction, ids: readonly string[]): Promise<Map<string, Contents>> {
  const rows = await Promise.all(ids.map((id) => transaction.table('catalogue').get(['contents', id])));
  return new Map(rows.flatMap((row) => (row?.kind === 'contents' ? [[row.id, row.row] as const] : [])));
}

async function rowsIn(transaction: Transaction, lectureIds: readonly string[]): Promise<CatalogueRows> {
  const get = async <Kind extends 'scholar' | 'series' | 'asset' | 'lecture'>(
    kind: Kind,
    ids: ReadonlyArray<string | null>,
  ): Promise<Array<RowOf<Kind>>> => {
    const wanted = [...new Set(ids)].filter((id) => id !== null);
    const rows = await Promise.all(wanted.map((id) => transaction.table('catalogue').get([kind, id])));
    return rows.flatMap((found) => (found === undefined ? [] : [found.row as RowOf<Kind>]));
  };
  const lectures = await get('lecture', lectureIds);
  return {
    lectures,
    series: await get(
      'series',
      lectures.map(({ seriesId }) => seriesId),
    ),
    scholars: await get(
      'scholar',
      lectures.map(({ scholarId }) => scholarId),
    ),
    assets: await get(
      'asset',
      lectures.map(({ assetId }) => assetId),
    ),
  };
}

async function positionIn(transaction: Transaction): Promise<Position> {
  return (await readSetting(transaction, 'catalogue')) ?? NOTHING;
}

function positionAfter({ cursor, epoch, more }: CatalogueChanges): Position {
  return { name: 'catalogue', cursor, epoch, more, snapshot: null };
}

function putAll(transaction: Transaction, pages: readonly CatalogueChanges[]): Promise<void> {
  return putRows(transaction, pages.flatMap(rowsOf));
}

/** Only the last of some hundred rows is waited for: waiting for each takes several times as long. */
async function putRows(transaction: Transaction, rows: readonly CatalogueRow[]): Promise<void> {
  const catalogue = transaction.table('catalogue');
  for (const [index, row] of rows.entries()) {
    if ((index + 1) % ROWS_AT_ONCE === 0) {
      await catalogue.put(row);
    } else {
      catalogue.putAtOnce(row);
    }
  }
}

export function rowsOf({ scholars, series, lectures, assets }: CatalogueRows): CatalogueRow[] {
  return [
    ...scholars.map((row) => ({ kind: 'scholar', id: row.id, row }) as const),
    ...series.map((row) => ({ kind: 'series', id: row.id, row }) as const),
    ...lectures.map((row) => ({ kind: 'lecture', id: row.id, row }) as const),
    ...assets.map((row) => ({ kind: 'asset', id: row.id, row }) as const),
  ];
}
