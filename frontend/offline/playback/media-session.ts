import type { MediaCommand, MediaControls } from '../ports';

const ACTIONS: ReadonlyArray<readonly [MediaSessionAction, MediaCommand['kind']]> = [
  ['play', 'play'],
  ['pause', 'pause'],
  ['seekbackward', 'back'],
  ['seekforward', 'forward'],
  ['seekto', 'seek'],
];

/** The lock screen and the headset, where the browser has them. */
export function mediaSession(): MediaControls {
  if (!('mediaSession' in navigator)) {
    const nothing = () => undefined;
    return { show: nothing, setPlaying: nothing, clear: nothing, onCommand: nothing };
  }
  const session = navigator.mediaSession;
  return {
    show: (title, artist, album) => {
      session.metadata = new MediaMetadata({ title, artist, album: album ?? '' });
    },
    setPlaying: (playing) => {
      session.playbackState = playing ? 'playing' : 'paused';
    },
    clear: () => {
      session.metadata = null;
      session.playbackState = 'none';
    },
    onCommand: (callback) => {
      for (const [action, kind] of ACTIONS) {
        try {
          session.setActionHandler(action, (details) => {
            callback(kind === 'seek' ? { kind, positionMs: (details.seekTime ?? 0) * 1000 } : { kind });
          });
        } catch (unknownAction) {
          if (!(unknownAction instanceof TypeError)) {
            throw unknownAction; // An older browser knows fewer actions, and says so by TypeError.
          }
        }
      }
    },
  };
}
