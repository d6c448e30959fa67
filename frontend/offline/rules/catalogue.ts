import type { CatalogueView, LectureView, ScholarView, SeriesView } from '../types';

/** The catalogue's rows as the server sends them, and what views see of them. */

export interface ScholarRow {
  readonly id: string;
  readonly name: string;
  readonly published: boolean;
}

export interface SeriesRow {
  readonly id: string;
  readonly scholarId: string;
  readonly title: string;
  readonly published: boolean;
}

export interface LectureRow {
  readonly id: string;
  readonly scholarId: string;
  readonly seriesId: string | null;
  readonly number: number;
  readonly title: string;
  readonly language: string | null;
  readonly assetId: string;
  readonly addedAt: number;
  readonly published: boolean;
}

export interface AssetRow {
  readonly id: string;
  readonly lectureId: string;
  readonly url: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly durationMs: number;
  readonly mediaType: string;
}

export interface CatalogueRows {
  readonly scholars: readonly ScholarRow[];
  readonly series: readonly SeriesRow[];
  readonly lectures: readonly LectureRow[];
  readonly assets: readonly AssetRow[];
}

export interface Catalogue {
  readonly view: CatalogueView;
  /** The present asset of each lecture in the view. */
  readonly assets: ReadonlyMap<string, AssetRow>;
}

export const UNREAD_CATALOGUE: Catalogue = {
  view: { state: 'loading', scholars: new Map(), series: new Map(), lectures: new Map() },
  assets: new Map(),
};

/**
 * Shows a row once every row that it refers to is there. Withdrawn lectures are in it, marked, because
 * a listener may have one; withdrawn scholars and series are not.
 */
export function catalogueOf(rows: CatalogueRows): Catalogue {
  const scholarRows = byId(rows.scholars);
  const seriesRows = byId(rows.series);
  const assetRows = byId(rows.assets);
  const lectures = new Map<string, LectureView>();
  const assets = new Map<string, AssetRow>();
  for (const row of rows.lectures) {
    const scholar = scholarRows.get(row.scholarId);
    const series = row.seriesId === null ? null : seriesRows.get(row.seriesId);
    const asset = assetRows.get(row.assetId);
    if (scholar !== undefined && series !== undefined && asset !== undefined) {
      lectures.set(row.id, lectureView(row, scholar, series, asset));
      assets.set(row.id, asset);
    }
  }
  const published = [...lectures.values()].filter((lecture) => lecture.published);
  const bySeries = groupBy(published, (lecture) => lecture.seriesId);
  const series = seriesViews(rows.series, scholarRows, bySeries);
  const scholars = scholarViews(rows.scholars, [...series.values()], bySeries.get(null) ?? []);
  const state = rows.scholars.length + rows.series.length + rows.lectures.length === 0 ? 'empty' : 'ready';
  return { view: { state, scholars, series, lectures }, assets };
}

function lectureView(
  row: LectureRow,
  scholar: ScholarRow,
  series: SeriesRow | null,
  { id: assetId, durationMs, sizeBytes }: AssetRow,
): LectureView {
  const { id, title, scholarId, seriesId, number, language, addedAt, published } = row;
  return {
    ...{ id, title, scholarId, seriesId, number, language, addedAt, published },
    ...{ assetId, durationMs, sizeBytes },
    scholarName: scholar.name,
    seriesTitle: series?.title ?? null,
  };
}

function seriesViews(
  rows: readonly SeriesRow[],
  scholars: ReadonlyMap<string, ScholarRow>,
  lecturesBySeries: ReadonlyMap<string | null, readonly LectureView[]>,
): Map<string, SeriesView> {
  const views = new Map<string, SeriesView>();
  for (const { id, scholarId, title, published } of rows) {
    const scholar = scholars.get(scholarId);
    if (published && scholar !== undefined) {
      const lectures = [...(lecturesBySeries.get(id) ?? [])].sort(byNumberThenTitle);
      views.set(id, {
        ...{ id, scholarId, title, scholarName: scholar.name },
        lectureIds: lectures.map((lecture) => lecture.id),
        durationMs: sum(lectures.map((lecture) => lecture.durationMs)),
        sizeBytes: sum(lectures.map((lecture) => lecture.sizeBytes)),
      });
    }
  }
  return views;
}

function scholarViews(
  rows: readonly ScholarRow[],
  series: readonly SeriesView[],
  singles: readonly LectureView[],
): Map<string, ScholarView> {
  const seriesByScholar = groupBy(series, (one) => one.scholarId);
  const singlesByScholar = groupBy(singles, (one) => one.scholarId);
  const idsByTitle = (titled: ReadonlyArray<{ id: string; title: string }> | undefined) =>
    [...(titled ?? [])].sort(byTitle).map(({ id }) => id);
  return new Map(
    rows
      .filter((row) => row.published)
      .map(({ id, name }) => [
        id,
        {
          ...{ id, name },
          seriesIds: idsByTitle(seriesByScholar.get(id)),
          lectureIds: idsByTitle(singlesByScholar.get(id)),
        },
      ]),
  );
}

const collator = new Intl.Collator(undefined, { numeric: true });

function byTitle(a: { title: string }, b: { title: string }): number {
  return collator.compare(a.title, b.title);
}

function byNumberThenTitle(a: LectureView, b: LectureView): number {
  return a.number - b.number || byTitle(a, b);
}

function byId<Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) {
      groups.set(keyOf(row), [row]);
    } else {
      group.push(row);
    }
  }
  return groups;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
