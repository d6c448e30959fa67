import type { DownloadView, LectureView, ListeningView } from '../../offline/index';
import { isInProgress } from './availability';
import { formatDuration, formatNumber, formatSize } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';

/** What a download's state is called, for one that is not ready; empty for one that simply runs. */
function downloadState(download: DownloadView): string {
  switch (download.state) {
    case 'waiting':
      return translate(key`download.waiting`);
    case 'queued':
      return translate(key`download.queued`);
    case 'paused':
      return translate(key`download.paused`);
    case 'missing':
      return translate(key`download.missing`);
    case 'stopped':
      return downloadProblem(download);
    case 'downloading':
    case 'ready':
      return '';
  }
}

export function downloadProblem(download: DownloadView): string {
  switch (download.problem) {
    case 'no-space':
      return translate(key`download.problem.space`);
    case 'gone':
      return translate(key`download.problem.gone`);
    case 'damaged':
      return translate(key`download.problem.damaged`);
    case null:
      return translate(key`download.problem.stopped`);
  }
}

/** `38 of 61 MB`, then what holds it up. */
export function downloadLine(download: DownloadView): readonly string[] {
  const locale = currentLocale();
  const amount = translate(key`download.amount`, {
    // Both in megabytes: the unit is said once.
    stored: formatNumber(locale, Math.round(download.storedBytes / 1e6)),
    total: formatSize(locale, download.totalBytes),
  });
  return [
    download.totalBytes < 1e9 ? amount : formatSize(locale, download.storedBytes),
    downloadState(download),
  ];
}

/** Length of the lecture, or what the listener has done with it. */
export function listeningLine(lecture: LectureView, listening: ListeningView | undefined): string {
  const locale = currentLocale();
  if (listening?.completed === true) {
    return translate(key`lecture.completed`);
  }
  if (listening !== undefined && isInProgress(listening)) {
    return translate(key`lecture.left`, {
      duration: formatDuration(locale, Math.max(0, lecture.durationMs - listening.resumePositionMs)),
    });
  }
  return formatDuration(locale, lecture.durationMs);
}

/** Joins what stands on one line, as the language does it; empty parts leave no trace. */
export function joined(...parts: readonly string[]): string {
  const [first = '', ...others] = parts.filter((part) => part !== '');
  return others.reduce((before, after) => translate(key`line.joined`, { before, after }), first);
}
