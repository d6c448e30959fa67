import type { CatalogueView, ChapterView, LectureView, ScholarView, SeriesView } from '../types';

/** The catalogue's rows as the server sends them, and what views see of them. */

/** A title in another language than the source's. A server before version 2 sends none. */
export interface Translation {
  readonly language: string;
  readonly title: string;
  readonly description?: string | null;
}

interface Presented {
  readonly description?: string | null;
  readonly translations?: readonly Translation[] | null;
}

export interface ScholarRow extends Presented {
  readonly id: string;
  readonly name: string;
  readonly published: boolean;
}

export interface SeriesRow extends Presented {
  readonly id: string;
  /** The URL of its cover without size and extension. */
  readonly cover?: string | null;
  readonly scholarId: string;
  readonly title: string;
  readonly published: boolean;
}

export interface LectureRow extends Presented {
  readonly id: string;
  /** Set only when it differs from the cover of the series. */
  readonly cover?: string | null;
  readonly scholarId: string;
  readonly seriesId: string | null;
  readonly number: number;
  readonly title: string;
  readonly language: string | null;
  readonly assetId: string;
  readonly addedAt: number;
  readonly published: boolean;
  /** Left out where there are none. A server before version 3 sends none. */
  readonly chapters?: readonly ChapterView[] | null;
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
 * Makes the views of the rows. A row is shown once every row that it refers to is there. Withdrawn lectures are
 * included and marked, because a listener may have one. Withdrawn scholars and series are left out.
 *
 * @param language BCP 47; titles are shown in it where they are translated into it, else in their source's language
 */
export function catalogueOf(rows: CatalogueRows, language: string | null = null): Catalogue {
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
      lectures.set(row.id, lectureView(row, scholar, series, asset, language));
      assets.set(row.id, asset);
    }
  }
  const published = [...lectures.values()].filter((lecture) => lecture.published);
  const bySeries = groupBy(published, (lecture) => lecture.seriesId);
  const series = seriesViews(rows.series, scholarRows, bySeries, language);
  const scholars = scholarViews(rows.scholars, [...series.values()], bySeries.get(null) ?? [], language);
  const state = rows.scholars.length + rows.series.length + rows.lectures.length === 0 ? 'empty' : 'ready';
  return { view: { state, scholars, series, lectures }, assets };
}

function lectureView(
  row: LectureRow,
  scholar: ScholarRow,
  series: SeriesRow | null,
  { id: assetId, durationMs, sizeBytes, mediaType }: AssetRow,
  shownIn: string | null,
): LectureView {
  const { id, scholarId, seriesId, number, language, addedAt, published } = row;
  return {
    ...{ id, scholarId, seriesId, number, language, addedAt, published },
    ...{ assetId, durationMs, sizeBytes, mediaType },
    ...wordsOf(row.title, row, shownIn),
    cover: row.cover ?? series?.cover ?? null,
    chapters: row.chapters ?? [],
    scholarName: wordsOf(scholar.name, scholar, shownIn).title,
    seriesTitle: series === null ? null : wordsOf(series.title, series, shownIn).title,
  };
}

/** The texts in the given language where they are translated into it, else in the source's language. */
function wordsOf(
  title: string,
  { description = null, translations }: Presented,
  language: string | null,
): { title: string; description: string | null; otherTitles: readonly string[] } {
  const others = translations ?? [];
  const wanted = language?.split('-')[0];
  const chosen = others.find((one) => one.language.split('-')[0] === wanted);
  const shown = chosen?.title ?? title;
  const titles = new Set([title, ...others.map((one) => one.title)]);
  titles.delete(shown);
  return { title: shown, description: chosen?.description ?? description, otherTitles: [...titles] };
}

function seriesViews(
  rows: readonly SeriesRow[],
  scholars: ReadonlyMap<string, ScholarRow>,
  lecturesBySeries: ReadonlyMap<string | null, readonly LectureView[]>,
  language: string | null,
): Map<string, SeriesView> {
  const views = new Map<string, SeriesView>();
  for (const row of rows) {
    const { id, scholarId } = row;
    const scholar = scholars.get(scholarId);
    if (row.published && scholar !== undefined) {
      const lectures = [...(lecturesBySeries.get(id) ?? [])].sort(byNumberThenTitle);
      views.set(id, {
        ...{ id, scholarId, cover: row.cover ?? null },
        ...wordsOf(row.title, row, language),
        scholarName: wordsOf(scholar.name, scholar, language).title,
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
  language: string | null,
): Map<string, ScholarView> {
  const seriesByScholar = groupBy(series, (one) => one.scholarId);
  const singlesByScholar = groupBy(singles, (one) => one.scholarId);
  const idsByTitle = (titled: ReadonlyArray<{ id: string; title: string }> | undefined) =>
    [...(titled ?? [])].sort(byTitle).map(({ id }) => id);
  return new Map(
    rows
      .filter((row) => row.published)
      .map((row) => {
        const { title: name, description, otherTitles: otherNames } = wordsOf(row.name, row, language);
        const seriesIds = idsByTitle(seriesByScholar.get(row.id));
        const lectureIds = idsByTitle(singlesByScholar.get(row.id));
        return [row.id, { id: row.id, name, description, otherNames, seriesIds, lectureIds }];
      }),
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
