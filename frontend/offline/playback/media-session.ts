import { coverImage } from '../../covers/coverImage';
import type { MediaCommand, MediaControls, ShownLecture } from '../ports';

const ACTIONS: ReadonlyArray<
  readonly [MediaSessionAction, (details: MediaSessionActionDetails) => MediaCommand]
> = [
  ['play', () => ({ kind: 'play' })],
  ['pause', () => ({ kind: 'pause' })],
  ['stop', () => ({ kind: 'stop' })],
  ['seekbackward', (details) => ({ kind: 'back', byMs: offsetMs(details) })],
  ['seekforward', (details) => ({ kind: 'forward', byMs: offsetMs(details) })],
  ['seekto', ({ seekTime }) => ({ kind: 'seek', positionMs: (seekTime ?? 0) * 1000 })],
  ['previoustrack', () => ({ kind: 'previous' })],
  ['nexttrack', () => ({ kind: 'next' })],
];

/** The lock screen and the headset, where the browser supports them. */
export function mediaSession(): MediaControls {
  if (!('mediaSession' in navigator)) {
    const nothing = () => undefined;
    return { show: nothing, setPlaying: nothing, setPosition: nothing, clear: nothing, onCommand: nothing };
  }
  const session = navigator.mediaSession;
  return {
    show: (shown) => {
      session.metadata = metadataOf(shown, coverImage.drawn(shown.coverId));
      if (coverImage.drawn(shown.coverId) === null) {
        // Drawing takes a moment, and the next lecture must begin before.
        const { metadata } = session;
        setTimeout(() => {
          if (session.metadata === metadata) {
            session.metadata = metadataOf(shown, coverImage.draw(shown.coverId));
          }
        });
      }
    },
    setPlaying: (playing) => {
      session.playbackState = playing ? 'playing' : 'paused';
    },
    setPosition: (positionMs, durationMs, rate) => {
      // Older browsers lack this function. All browsers refuse a position beyond the end.
      const { setPositionState } = session as Partial<MediaSession>;
      if (durationMs > 0) {
        const position = Math.min(positionMs, durationMs) / 1000;
        setPositionState?.call(session, { position, duration: durationMs / 1000, playbackRate: rate });
      } else {
        setPositionState?.call(session);
      }
    },
    clear: () => {
      session.metadata = null;
      session.playbackState = 'none';
      (session as Partial<MediaSession>).setPositionState?.call(session);
    },
    onCommand: (callback) => {
      for (const [action, commandOf] of ACTIONS) {
        try {
          session.setActionHandler(action, (details) => {
            callback(commandOf(details));
          });
        } catch (unknownAction) {
          if (!(unknownAction instanceof TypeError)) {
            throw unknownAction; // An older browser supports fewer actions and throws a TypeError.
          }
        }
      }
    },
  };
}

function offsetMs({ seekOffset }: MediaSessionActionDetails): number | null {
  return seekOffset === undefined || seekOffset <= 0 ? null : seekOffset * 1000;
}

function metadataOf({ title, artist, album }: ShownLecture, cover: string | null): MediaMetadata {
  const artwork = cover === null ? [] : [{ src: cover, sizes: coverImage.sizes, type: 'image/png' }];
  return new MediaMetadata({ title, artist, album: album ?? '', artwork });
}
