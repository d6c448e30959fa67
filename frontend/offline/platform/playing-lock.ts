import { PLAYING_LOCK } from './lock-names';
import type { Live } from '../types';

/** Older browsers, and pages that are not served securely, have none, so the type allows that. */
const { locks } = navigator as Partial<Navigator>;

export function announcePlaying(isPlaying: Live<boolean>): void {
  let stop: (() => void) | null = null;
  isPlaying.subscribe(() => {
    if (isPlaying.get() && stop === null) {
      const stopped = new Promise<void>((resolve) => {
        stop = resolve;
      });
      locks?.request(PLAYING_LOCK, { mode: 'shared' }, () => stopped).catch(reportError);
    } else if (!isPlaying.get() && stop !== null) {
      stop();
      stop = null;
    }
  });
}

export async function playsInAnyTab(): Promise<boolean> {
  const held = (await locks?.query())?.held ?? [];
  return held.some((lock) => lock.name === PLAYING_LOCK);
}
