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

/** Pauses what is transferred last, so that none of the others begins meanwhile. */
export async function pauseAll(downloads: readonly DownloadView[]): Promise<void> {
  for (const { lectureId } of theTransferredLast(underWay(downloads))) {
    await offline.pauseDownload(lectureId);
  }
}

/** In the order in which they are listed, which is that of the series. */
export async function resumeAll(downloads: readonly DownloadView[]): Promise<void> {
  for (const { lectureId } of paused(downloads)) {
    await offline.resumeDownload(lectureId);
  }
}

export async function cancelAll(downloads: readonly DownloadView[]): Promise<void> {
  for (const { lectureId } of theTransferredLast(unfinished(downloads))) {
    await offline.cancelDownload(lectureId);
  }
}

function theTransferredLast(downloads: readonly DownloadView[]): DownloadView[] {
  const transferred = (one: DownloadView) => Number(one.state === 'downloading');
  return [...downloads].sort((a, b) => transferred(a) - transferred(b));
}
