import type {
  CatalogueView,
  DownloadState,
  DownloadView,
  LectureView,
  ListeningView,
} from '../../offline/index';
import { isInProgress } from '../catalogue/availability';

/** The listener's own lists, as ids of lectures in the order in which they are shown. */

type Listening = ReadonlyMap<string, ListeningView>;

export function inProgress(listening: Listening): string[] {
  return ids([...listening.values()].filter(isInProgress).sort(byLastHeard));
}

/** Sorted by title: nobody remembers when something became a favorite. */
export function favorites(listening: Listening, { lectures }: CatalogueView): string[] {
  const collator = new Intl.Collator(undefined, { numeric: true });
  const title = ({ lectureId }: ListeningView) => lectures.get(lectureId)?.title ?? '';
  return ids(
    [...listening.values()]
      .filter((state) => state.favorite)
      .sort((a, b) => collator.compare(title(a), title(b))),
  );
}

export function completed(listening: Listening): string[] {
  return ids([...listening.values()].filter((state) => state.completed).sort(byLastHeard));
}

/** Every lecture that was ever listened to, the last first. A lecture that was only marked is not among them. */
export function history(listening: Listening): string[] {
  return ids([...listening.values()].filter((state) => state.listenedAt !== null).sort(byLastHeard));
}

/**
 * Downloads that are in one of these states. They are sorted by state in the given order, then by series and number.
 * A lecture without a series is sorted by its title among the series.
 */
export function downloadsIn(
  states: readonly DownloadState[],
  downloads: Iterable<DownloadView>,
  { lectures }: CatalogueView,
): DownloadView[] {
  const collator = new Intl.Collator(undefined, { numeric: true });
  const groupOf = (lecture: LectureView | undefined) => lecture?.seriesTitle ?? lecture?.title ?? '';
  return [...downloads]
    .filter(({ state }) => states.includes(state))
    .sort((a, b) => {
      const [one, other] = [lectures.get(a.lectureId), lectures.get(b.lectureId)];
      return (
        states.indexOf(a.state) - states.indexOf(b.state) ||
        collator.compare(groupOf(one), groupOf(other)) ||
        (one?.number ?? 0) - (other?.number ?? 0)
      );
    });
}

/**
 * What comes next in each series that the listener is in: the lecture after the last completed one that is not
 * completed itself. A series with a begun lecture goes on with that, so it is not among them. The series last heard
 * is the first.
 */
export function nextInSeriesHeard({ series, lectures }: CatalogueView, listening: Listening): string[] {
  const next: Array<{ readonly lectureId: string; readonly heardAt: number }> = [];
  for (const { lectureIds } of series.values()) {
    const states = lectureIds.map((id) => listening.get(id));
    const last = states.findLastIndex((state) => state?.completed === true);
    const following = lectureIds.slice(last + 1).find((id) => lectures.has(id));
    if (last >= 0 && following !== undefined && !states.some(isInProgress)) {
      const heardAt = Math.max(...states.map((state) => state?.listenedAt ?? 0));
      next.push({ lectureId: following, heardAt });
    }
  }
  return next.sort((a, b) => b.heardAt - a.heardAt).map(({ lectureId }) => lectureId);
}

/** The newest lecture of each series, and newest single ones, of which the listener has heard nothing yet. */
export function recentlyAdded({ lectures }: CatalogueView, listening: Listening, most: number): string[] {
  const newest = new Map<string, LectureView>();
  for (const lecture of lectures.values()) {
    if (lecture.published && !listening.has(lecture.id)) {
      const group = lecture.seriesId ?? lecture.id;
      const other = newest.get(group);
      if (other === undefined || isNewer(lecture, other)) {
        newest.set(group, lecture);
      }
    }
  }
  return [...newest.values()]
    .sort((a, b) => b.addedAt - a.addedAt || a.number - b.number)
    .slice(0, most)
    .map(({ id }) => id);
}

/** Among lectures that were added at the same time the first of a series counts as the newest, because one begins with it. */
function isNewer(a: LectureView, b: LectureView): boolean {
  return a.addedAt > b.addedAt || (a.addedAt === b.addedAt && a.number < b.number);
}

function byLastHeard(a: ListeningView, b: ListeningView): number {
  return (b.listenedAt ?? 0) - (a.listenedAt ?? 0);
}

function ids(states: readonly ListeningView[]): string[] {
  return states.map(({ lectureId }) => lectureId);
}
