import type { DownloadView, ListeningView } from '../types';

/** More than Home shows of each. */
const MOST = 12;

/** The lectures that Home shows of what the listener did: heard last, and on this device. */
export function wantedFirst(
  listening: ReadonlyMap<string, ListeningView>,
  downloads: ReadonlyMap<string, DownloadView>,
): string[] {
  const heard = [...listening.values()]
    .filter(({ completed, listenedAt }) => !completed && listenedAt !== null)
    .sort((a, b) => (b.listenedAt ?? 0) - (a.listenedAt ?? 0))
    .slice(0, MOST);
  const here = [...downloads.values()].filter(({ playable }) => playable).slice(0, MOST);
  return [...heard, ...here].map(({ lectureId }) => lectureId);
}
