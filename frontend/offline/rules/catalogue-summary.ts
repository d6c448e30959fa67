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

/** What belongs to a series or a scholar: the ids of the published lectures, and of a scholar's series. */
export interface Contents {
  readonly seriesIds: readonly string[];
  readonly lectureIds: readonly string[];
}

/** The contents of each series and scholar, by id. With them one of them can be read alone. */
export function contentsOf({ view }: Catalogue): Array<readonly [id: string, contents: Contents]> {
  return [
    ...[...view.series.values()].map(({ id, lectureIds }) => [id, { seriesIds: [], lectureIds }] as const),
    ...[...view.scholars.values()].map(
      ({ id, seriesIds, lectureIds }) => [id, { seriesIds, lectureIds }] as const,
    ),
  ];
}

/**
 * Adds what was read alone to a catalogue that is not complete.
 *
 * @param whole the ids of the series and scholars of which everything was read; the others stay away, because they would
 *     be shown without what was not read
 */
export function withRead(
  catalogue: Catalogue,
  read: Catalogue,
  whole: ReadonlySet<string>,
  arriving: Arriving,
): Catalogue {
  const { view, assets } = catalogue;
  const isWhole = ([id]: readonly [string, unknown]) => whole.has(id);
  return {
    view: {
      ...{ state: 'ready', arriving },
      series: new Map([...view.series, ...[...read.view.series].filter(isWhole)]),
      // A lecture needs its scholar's name, whatever is known of the scholar.
      scholars: new Map([
        ...read.view.scholars,
        ...view.scholars,
        ...[...read.view.scholars].filter(isWhole),
      ]),
      lectures: new Map([...view.lectures, ...read.view.lectures]),
    },
    assets: new Map([...assets, ...read.assets]),
  };
}

function byId<View extends { readonly id: string }>(views: readonly View[]): Map<string, View> {
  return new Map(views.map((view) => [view.id, view]));
}
