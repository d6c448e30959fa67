import { SearchIndex } from '../rules/search/search';
import type { CatalogueView, LectureView, ScholarView, SeriesView } from '../types';

/** A series by a scholar; without a title of a series, single lectures. */
export interface Works {
  readonly scholar: string;
  readonly series: string | null;
  readonly lectures: readonly string[];
}

/** A catalogue in which every id is the name or title. */
export function catalogue(...works: readonly Works[]): CatalogueView {
  const scholars = new Map<string, ScholarView>();
  const series = new Map<string, SeriesView>();
  const lectures = new Map<string, LectureView>();
  for (const { scholar, series: title, lectures: titles } of works) {
    scholars.set(scholar, {
      id: scholar,
      name: scholar,
      description: null,
      otherNames: [],
      seriesIds: [],
      lectureIds: [],
    });
    const common = {
      ...{ scholarId: scholar, scholarName: scholar, durationMs: 1, sizeBytes: 1 },
      ...{ description: null, otherTitles: [], cover: null, chapters: [], mediaType: 'audio/mpeg' },
    };
    if (title !== null) {
      series.set(title, { ...common, id: title, title, lectureIds: [] });
    }
    titles.forEach((one, index) => {
      lectures.set(one, {
        ...common,
        ...{
          id: one,
          assetId: `asset of ${one}`,
          title: one,
          seriesId: title,
          seriesTitle: title,
          language: null,
          addedAt: 1,
          published: true,
        },
        number: title === null ? 0 : index + 1,
      });
    });
  }
  return { state: 'ready', scholars, series, lectures, arriving: null };
}

export function indexOf(view: CatalogueView): SearchIndex {
  const index = new SearchIndex();
  follow(index, view);
  return index;
}

/** Brings the index up to date. How many entries had to be read. */
export function follow(index: SearchIndex, view: CatalogueView): number {
  return [...index.following(view)].filter((isChanged) => isChanged).length;
}

/** An index of lectures by one scholar that belong to no series. */
export function single(...titles: readonly string[]): SearchIndex {
  return indexOf(catalogue({ scholar: 'Somebody', series: null, lectures: titles }));
}
