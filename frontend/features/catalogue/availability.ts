import type { DownloadView, LectureView, ListeningView } from '../../offline/index';

/** Where a lecture's audio would come from now. An unavailable one is never requested. */
export type Availability = 'device' | 'network' | 'unavailable';

export function availability(download: DownloadView | undefined, online: boolean): Availability {
  if (download?.playable === true) {
    return 'device';
  }
  return online ? 'network' : 'unavailable';
}

/** Begun and not finished. */
export function isInProgress(listening: ListeningView | undefined): boolean {
  return listening !== undefined && !listening.completed && listening.resumePositionMs > 0;
}

/** How much of the lecture was heard, from 0 to 1. */
export function progressOf(lecture: LectureView, listening: ListeningView | undefined): number {
  if (listening === undefined || lecture.durationMs <= 0) {
    return 0;
  }
  return Math.min(1, listening.resumePositionMs / lecture.durationMs);
}

/** How much of a download is stored, from 0 to 1. */
export function storedPart(download: DownloadView): number {
  return download.totalBytes > 0 ? Math.min(1, download.storedBytes / download.totalBytes) : 0;
}

/** Whether the operator replaced the recording after this download. The downloaded one still plays. */
export function hasBetter(lecture: LectureView | undefined, download: DownloadView | undefined): boolean {
  return download?.state === 'ready' && lecture !== undefined && lecture.assetId !== download.assetId;
}

/** The lecture with which a series goes on: the one last begun, else the first not completed. Null if none is left. */
export function nextInSeries(
  lectureIds: readonly string[],
  listening: ReadonlyMap<string, ListeningView>,
): string | null {
  const begun = lectureIds
    .map((id) => listening.get(id))
    .filter((state) => state !== undefined)
    .filter(isInProgress)
    .sort((a, b) => (b.listenedAt ?? 0) - (a.listenedAt ?? 0))[0];
  return begun?.lectureId ?? lectureIds.find((id) => listening.get(id)?.completed !== true) ?? null;
}
