import { type DownloadState, type DownloadView, offline } from '../../offline/index';

/** States in which a download goes on by itself. */
const UNDER_WAY: readonly DownloadState[] = ['downloading', 'queued', 'waiting'];
/** States of a download that is not complete, and that the listener may still want. */
const UNFINISHED: readonly DownloadState[] = [...UNDER_WAY, 'paused', 'stopped'];

export function underWay(downloads: readonly DownloadView[]): DownloadView[] {
  return downloads.filter(({ state }) => UNDER_WAY.includes(state));
}

export function paused(downloads: readonly DownloadView[]): DownloadView[] {
  return downloads.filter(({ state }) => state === 'paused');
}

export function unfinished(downloads: readonly DownloadView[]): DownloadView[] {
  return downloads.filter(({ state }) => UNFINISHED.includes(state));
}

export function pauseAll(downloads: readonly DownloadView[]): Promise<void> {
  return offline.pauseDownloads(idsOf(underWay(downloads)));
}

/** In the order in which they are listed, which is that of the series. */
export function resumeAll(downloads: readonly DownloadView[]): Promise<void> {
  return offline.resumeDownloads(idsOf(paused(downloads)));
}

export function cancelAll(downloads: readonly DownloadView[]): Promise<void> {
  return offline.cancelDownloads(idsOf(unfinished(downloads)));
}

function idsOf(downloads: readonly DownloadView[]): string[] {
  return downloads.map(({ lectureId }) => lectureId);
}
