import type { Offline } from './offline/index';

/** What the server puts into the page of a linked lecture (`LinkPreviewHandler`). */
const ELEMENT = 'linked-lecture';

/** On a line that takes longer, the app is not held up any more. */
const LONGEST_WAIT_MS = 3_000;

/**
 * Resolves once the player of a linked page can play, so that the app's scripts do not take the line from it; at once on
 * other pages.
 */
export function linkedPlayerReady(): Promise<void> {
  const audio = document.getElementById(ELEMENT)?.querySelector('audio');
  return new Promise((resolve) => {
    if (audio === undefined || audio === null || audio.readyState >= audio.HAVE_METADATA || audio.error) {
      resolve();
      return;
    }
    const ready = () => {
      resolve();
    };
    audio.addEventListener('loadedmetadata', ready);
    audio.addEventListener('error', ready);
    setTimeout(ready, LONGEST_WAIT_MS);
  });
}

/**
 * The app takes over from the player of a linked page, with which the listener may have begun before the app arrived.
 * Call it once the app can play. Without such a player nothing happens.
 *
 * @param lectureId the lecture that the page's address names
 */
export function takeOverLinkedPlayer(offline: Pick<Offline, 'playFrom'>, lectureId: string | null): void {
  const shown = document.getElementById(ELEMENT);
  const audio = shown?.querySelector('audio');
  if (audio !== undefined && audio !== null && !audio.paused && lectureId !== null) {
    const positionMs = Math.round(audio.currentTime * 1_000);
    audio.pause();
    offline.playFrom(lectureId, positionMs);
  }
  audio?.removeAttribute('src');
  shown?.remove();
}

/** The lecture of a path below the base path, such as `/lectures/0f…`; null for another one. */
export function lectureIn(path: string): string | null {
  return /^\/lectures\/([0-9a-f-]{36})$/.exec(path)?.[1] ?? null;
}
