import type { DownloadView, LectureView, ListeningView } from '../../offline/index';
import { isInProgress } from './availability';
import { formatDuration, formatNumber, formatSize } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';

/** The name of a download's state. Empty for one that is running or ready. */
function downloadState(download: DownloadView): string {
  switch (download.state) {
    case 'waiting':
      return download.waitsFor === 'server'
        ? translate(key`download.waiting.server`)
        : translate(key`download.waiting`);
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

/** `38 of 61 MB`, and why the download is not running. */
export function downloadLine(download: DownloadView): readonly string[] {
  const locale = currentLocale();
  const amount = translate(key`download.amount`, {
    // Both numbers are megabytes, so the unit is written once.
    stored: formatNumber(locale, Math.round(download.storedBytes / 1e6)),
    total: formatSize(locale, download.totalBytes),
  });
  return [
    download.totalBytes < 1e9 ? amount : formatSize(locale, download.storedBytes),
    downloadState(download),
  ];
}

/** The length of the lecture, or what is left of it, or that it is completed. */
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

/** Joins the parts of a line with the separator of the language. Empty parts are left out. */
export function joined(...parts: readonly string[]): string {
  const [first = '', ...others] = parts.filter((part) => part !== '');
  return others.reduce((before, after) => translate(key`line.joined`, { before, after }), first);
}
