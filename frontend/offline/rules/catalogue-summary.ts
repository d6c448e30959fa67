import type { Arriving, LectureView, ScholarView, SeriesView } from '../types';
import type { AssetRow, Catalogue } from './catalogue-rows';
import { titleOrder } from './title-order';

/** What Home shows of a catalogue at first, however large it is. */
export interface CatalogueSummary {
  /** The language in which its titles are. */
  readonly language: string | null;
  readonly scholars: readonly ScholarView[];
  readonly series: readonly SeriesView[];
  readonly lectures: readonly LectureView[];
  readonly assets: readonly AssetRow[];
}

/** More than fit on a screen. */
const SERIES = 24;
const NEWEST = 24;

/** The first series by title, the newest lectures, and their scholars. */
export function summaryOf({ view, assets }: Catalogue, language: string | null): CatalogueSummary {
  const order = titleOrder(language ?? 'en');
  const series = [...view.series.values()].sort((a, b) => order(a.title, b.title)).slice(0, SERIES);
  const lectures = newestOf(view.lectures.values());
  const scholarIds = new Set([...series, ...lectures].map(({ scholarId }) => scholarId));
  return {
    language,
    scholars: [...view.scholars.values()].filter(({ id }) => scholarIds.has(id)),
    series,
    lectures,
    assets: lectures.flatMap(({ id }) => assets.get(id) ?? []),
  };
}

/** The newest lecture of each series, and the newest single ones. Of one import the first of a series counts. */
function newestOf(lectures: Iterable<LectureView>): LectureView[] {
  const newest = new Map<string, LectureView>();
  for (const lecture of lectures) {
    const group = lecture.seriesId ?? lecture.id;
    const other = newest.get(group);
    if (lecture.published && (other === undefined || byNewest(lecture, other) < 0)) {
      newest.set(group, lecture);
    }
  }
  return [...newest.values()].sort(byNewest).slice(0, NEWEST);
}

function byNewest(a: LectureView, b: LectureView): number {
  return b.addedAt - a.addedAt || a.number - b.number;
}

/** A catalogue of the summary alone. The rest is on its way. */
export function catalogueOfSummary(summary: CatalogueSummary, arriving: Arriving): Catalogue {
  return {
    view: {
      ...{ state: 'ready', arriving },
      scholars: byId(summary.scholars),
      series: byId(summary.series),
      lectures: byId(summary.lectures),
    },
    assets: new Map(summary.assets.map((asset) => [asset.lectureId, asset])),
  };
}

/** Adds lectures to a catalogue that is not complete. Their series stay away until all of their lectures are known. */
export function withLectures(catalogue: Catalogue, added: Catalogue, arriving: Arriving): Catalogue {
  const { view, assets } = catalogue;
  return {
    view: {
      ...{ state: 'ready', arriving, series: view.series },
      scholars: new Map([...added.view.scholars, ...view.scholars]),
      lectures: new Map([...view.lectures, ...added.view.lectures]),
    },
    assets: new Map([...assets, ...added.assets]),
  };
}

function byId<View extends { readonly id: string }>(views: readonly View[]): Map<string, View> {
  return new Map(views.map((view) => [view.id, view]));
}
