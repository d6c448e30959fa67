/** What is played next: the listener's own queue first, then the series. Lectures are told apart by their ids. */
export type Queue = readonly string[];

/** The longest queue. More is not accepted. */
export const MAX_QUEUED = 500;

/** Inserts a lecture right after the present one. */
export function playNext(queue: Queue, lectureId: string): Queue {
  return [lectureId, ...without(queue, lectureId)].slice(0, MAX_QUEUED);
}

/** Appends a lecture. One that is in the queue already keeps its place. */
export function addLast(queue: Queue, lectureId: string): Queue {
  return queue.includes(lectureId) || queue.length >= MAX_QUEUED ? queue : [...queue, lectureId];
}

export function without(queue: Queue, lectureId: string): Queue {
  return queue.includes(lectureId) ? queue.filter((id) => id !== lectureId) : queue;
}

/** @param to the new index, from 0; an index beyond the ends counts as the end */
export function moved(queue: Queue, lectureId: string, to: number): Queue {
  if (!queue.includes(lectureId)) {
    return queue;
  }
  const others = without(queue, lectureId);
  const place = Math.min(others.length, Math.max(0, to));
  return [...others.slice(0, place), lectureId, ...others.slice(place)];
}

/**
 * What plays after `lectureId`: of the queue, then of its series in order, the first that can be played now. What
 * cannot is passed over, and stays where it is. Null when nothing follows.
 *
 * @param series the lectures of its series in their order; empty for a lecture that stands alone
 */
export function following(
  queue: Queue,
  series: readonly string[],
  lectureId: string,
  isPlayable: (lectureId: string) => boolean,
): string | null {
  const at = series.indexOf(lectureId);
  const later = at < 0 ? [] : series.slice(at + 1);
  return [...queue, ...later].find((id) => id !== lectureId && isPlayable(id)) ?? null;
}

/**
 * What plays once the queue is empty: the lectures of the series in which playback is then, as {@link following} goes
 * on. What cannot be played now is passed over.
 *
 * @param seriesOf the lectures of the series of a lecture, in order; empty for a lecture that stands alone
 * @param most number of lectures
 */
export function afterQueue(
  queue: Queue,
  lectureId: string,
  seriesOf: (lectureId: string) => readonly string[],
  isPlayable: (lectureId: string) => boolean,
  most: number,
): string[] {
  const last = queue.findLast((id) => id !== lectureId && isPlayable(id)) ?? lectureId;
  const series = seriesOf(last);
  const coming: string[] = [];
  for (let at = series.indexOf(last) + 1; at > 0 && at < series.length && coming.length < most; at++) {
    const id = series[at];
    if (id !== undefined && isPlayable(id)) {
      coming.push(id);
    }
  }
  return coming;
}

/** The nearest previous lecture in the series that can be played now; null when there is none. */
export function preceding(
  series: readonly string[],
  lectureId: string,
  isPlayable: (lectureId: string) => boolean,
): string | null {
  return series.slice(0, Math.max(0, series.indexOf(lectureId))).findLast(isPlayable) ?? null;
}
