import type { Arriving, LectureView, ScholarView, SeriesView } from '../types';
import type {
  AssetRow,
  Catalogue,
  CatalogueRows,
  LectureRow,
  Presented,
  ScholarRow,
  SeriesRow,
} from './catalogue-rows';

/**
 * Makes the views of rows that arrive part by part, in any order. Each row is worked on once: what a part changes is
 * made anew, the rest is kept. A lecture may be added again. A changed scholar or series needs a new builder, because
 * its lectures show its name.
 */
export class CatalogueBuilder {
  readonly #scholarRows = new Map<string, ScholarRow>();
  readonly #seriesRows = new Map<string, SeriesRow>();
  /** By asset, until its lecture is shown. */
  readonly #assetRows = new Map<string, AssetRow>();
  /** Lectures that refer to a row that is not there yet. */
  #waiting: LectureRow[] = [];
  readonly #lectures = new Map<string, LectureView>();
  readonly #assets = new Map<string, AssetRow>();
  /** The published lectures of each series. */
  readonly #bySeries = new Map<string, LectureView[]>();
  /** The published single lectures of each scholar. */
  readonly #singles = new Map<string, LectureView[]>();
  readonly #series = new Map<string, SeriesView>();
  readonly #scholars = new Map<string, ScholarView>();
  readonly #changedSeries = new Set<string>();
  readonly #changedScholars = new Set<string>();

  /** @param language BCP 47; null for the language of each source */
  constructor(readonly language: string | null) {}

  /** How many lectures are shown. */
  get size(): number {
    return this.#lectures.size;
  }

  add({ scholars = [], series = [], assets = [], lectures = [] }: Partial<CatalogueRows>): void {
    for (const row of scholars) {
      this.#scholarRows.set(row.id, row);
      this.#changedScholars.add(row.id);
    }
    for (const row of series) {
      this.#seriesRows.set(row.id, row);
      this.#changedSeries.add(row.id);
    }
    for (const row of assets) {
      this.#assetRows.set(row.id, row);
    }
    const isNews = scholars.length + series.length + assets.length > 0;
    const shown = isNews ? [...this.#waiting, ...lectures] : lectures;
    const waiting = isNews ? [] : this.#waiting;
    for (const row of shown) {
      if (!this.#show(row)) {
        waiting.push(row);
      }
    }
    this.#waiting = waiting;
  }

  /** Everything that can be shown so far. */
  build(arriving: Arriving | null): Catalogue {
    for (const id of this.#changedSeries) {
      this.#buildSeries(id);
    }
    for (const id of this.#changedScholars) {
      this.#buildScholar(id);
    }
    this.#changedSeries.clear();
    this.#changedScholars.clear();
    const rows = this.#scholarRows.size + this.#seriesRows.size + this.#waiting.length + this.#lectures.size;
    return {
      view: {
        state: rows === 0 ? 'empty' : 'ready',
        scholars: new Map(this.#scholars),
        series: new Map(this.#series),
        lectures: new Map(this.#lectures),
        arriving,
      },
      assets: new Map(this.#assets),
    };
  }

  /** Returns whether every row that it refers to is there. */
  #show(row: LectureRow): boolean {
    const scholar = this.#scholarRows.get(row.scholarId);
    const series = row.seriesId === null ? null : this.#seriesRows.get(row.seriesId);
    const asset = this.#assetRows.get(row.assetId);
    if (scholar === undefined || series === undefined || asset === undefined) {
      return false;
    }
    this.#forget(row.id);
    const view = lectureView(row, scholar, series, asset, this.language);
    this.#lectures.set(row.id, view);
    this.#assets.set(row.id, asset);
    if (row.published && row.seriesId !== null) {
      this.#changedSeries.add(row.seriesId);
      addTo(this.#bySeries, row.seriesId, view);
    } else if (row.published) {
      this.#changedScholars.add(row.scholarId);
      addTo(this.#singles, row.scholarId, view);
    }
    return true;
  }

  /** Takes an earlier state of a lecture out of its list. */
  #forget(id: string): void {
    const before = this.#lectures.get(id);
    if (before?.published === true) {
      const { seriesId, scholarId } = before;
      const groups = seriesId === null ? this.#singles : this.#bySeries;
      const group = groups.get(seriesId ?? scholarId) ?? [];
      groups.set(
        seriesId ?? scholarId,
        group.filter((lecture) => lecture.id !== id),
      );
      (seriesId === null ? this.#changedScholars : this.#changedSeries).add(seriesId ?? scholarId);
    }
  }

  #buildSeries(id: string): void {
    const row = this.#seriesRows.get(id);
    const scholar = this.#scholarRows.get(row?.scholarId ?? '');
    if (row === undefined || scholar === undefined || !row.published) {
      return;
    }
    const lectures = (this.#bySeries.get(id) ?? []).sort(byNumberThenTitle);
    this.#changedScholars.add(row.scholarId);
    this.#series.set(id, {
      ...{ id, scholarId: row.scholarId, cover: row.cover ?? null },
      ...wordsOf(row.title, row, this.language),
      scholarName: wordsOf(scholar.name, scholar, this.language).title,
      lectureIds: lectures.map((lecture) => lecture.id),
      durationMs: sum(lectures.map((lecture) => lecture.durationMs)),
      sizeBytes: sum(lectures.map((lecture) => lecture.sizeBytes)),
    });
  }

  #buildScholar(id: string): void {
    const row = this.#scholarRows.get(id);
    if (row === undefined) {
      return;
    }
    for (const series of this.#seriesOf(id)) {
      if (!this.#series.has(series.id)) {
        this.#buildSeries(series.id); // It came before its scholar.
      }
    }
    if (row.published) {
      const { title: name, description, otherTitles: otherNames } = wordsOf(row.name, row, this.language);
      const series = this.#seriesOf(id).flatMap((one) => this.#series.get(one.id) ?? []);
      const lectureIds = idsByTitle(this.#singles.get(id) ?? []);
      this.#scholars.set(id, {
        id,
        name,
        description,
        otherNames,
        seriesIds: idsByTitle(series),
        lectureIds,
      });
    }
  }

  #seriesByScholar: ReadonlyMap<string, readonly SeriesRow[]> = new Map();
  #seriesGrouped = -1;

  #seriesOf(scholarId: string): readonly SeriesRow[] {
    if (this.#seriesGrouped !== this.#seriesRows.size) {
      const groups = new Map<string, SeriesRow[]>();
      for (const row of this.#seriesRows.values()) {
        addTo(groups, row.scholarId, row);
      }
      this.#seriesByScholar = groups;
      this.#seriesGrouped = this.#seriesRows.size;
    }
    return this.#seriesByScholar.get(scholarId) ?? [];
  }
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
    chapters: row.chapters ?? NONE,
    scholarName: wordsOf(scholar.name, scholar, shownIn).title,
    seriesTitle: series === null ? null : wordsOf(series.title, series, shownIn).title,
  };
}

/** Shared, because most lectures have neither chapters nor translations. */
const NONE: readonly never[] = [];

/** The texts in the given language where they are translated into it, else in the source's language. */
function wordsOf(
  title: string,
  { description = null, translations }: Presented,
  language: string | null,
): { title: string; description: string | null; otherTitles: readonly string[] } {
  if (translations === undefined || translations === null || translations.length === 0) {
    return { title, description, otherTitles: NONE };
  }
  const wanted = language?.split('-')[0];
  const chosen = translations.find((one) => one.language.split('-')[0] === wanted);
  const shown = chosen?.title ?? title;
  const titles = new Set([title, ...translations.map((one) => one.title)]);
  titles.delete(shown);
  return { title: shown, description: chosen?.description ?? description, otherTitles: [...titles] };
}

const collator = new Intl.Collator(undefined, { numeric: true });

function byTitle(a: { title: string }, b: { title: string }): number {
  return collator.compare(a.title, b.title);
}

function byNumberThenTitle(a: LectureView, b: LectureView): number {
  return a.number - b.number || byTitle(a, b);
}

function idsByTitle(titled: ReadonlyArray<{ id: string; title: string }>): string[] {
  return [...titled].sort(byTitle).map(({ id }) => id);
}

function addTo<Member>(groups: Map<string, Member[]>, key: string, member: Member): void {
  const group = groups.get(key);
  if (group === undefined) {
    groups.set(key, [member]);
  } else {
    group.push(member);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
