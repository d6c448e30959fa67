import { coverImage } from '../../../covers/coverImage';
import type { MediaCommand, MediaControls, ShownLecture } from '../../ports';

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
      if (shown.picture !== null && shown.picture === lastPicture?.address) {
        session.metadata = metadataOf(shown, lastPicture.artwork);
        return;
      }
      session.metadata = metadataOf(shown, drawn(coverImage.drawn(shown.coverId)));
      showPicture(session, shown).catch(reportError);
      if (coverImage.drawn(shown.coverId) === null) {
        // Drawing takes a moment, and the next lecture must begin before.
        const { metadata } = session;
        setTimeout(() => {
          if (session.metadata === metadata) {
            session.metadata = metadataOf(shown, drawn(coverImage.draw(shown.coverId)));
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

function metadataOf({ title, artist, album }: ShownLecture, artwork: MediaImage[]): MediaMetadata {
  return new MediaMetadata({ title, artist, album: album ?? '', artwork });
}

function drawn(cover: string | null): MediaImage[] {
  return cover === null ? [] : [{ src: cover, sizes: coverImage.sizes, type: 'image/png' }];
}

/** The edge of the picture, in pixels: the larger of the two that the server has. */
const PICTURE_SIZE = 768;

/** The picture that was shown last. All lectures of a series have the same. */
let lastPicture: { readonly address: string; readonly artwork: MediaImage[] } | null = null;

/**
 * Shows the imported picture in the place of the drawn cover, once it is here. It is read here, and handed over as a data
 * URL: the system that draws the lock screen does not ask the worker, which keeps pictures for a device without a network.
 */
async function showPicture(session: MediaSession, shown: ShownLecture): Promise<void> {
  if (shown.picture === null) {
    return;
  }
  const src = await dataUrlOf(`${shown.picture}-${PICTURE_SIZE}.jpg`);
  const { metadata } = session;
  if (src === null) {
    return;
  }
  const artwork = [{ src, sizes: `${PICTURE_SIZE}x${PICTURE_SIZE}`, type: 'image/jpeg' }];
  lastPicture = { address: shown.picture, artwork };
  // Another lecture may be shown by now.
  if (metadata?.title === shown.title && metadata.artist === shown.artist) {
    session.metadata = metadataOf(shown, artwork);
  }
}

/** Null for a picture that is not here and cannot be loaded now. */
async function dataUrlOf(address: string): Promise<string | null> {
  try {
    const response = await fetch(address);
    if (!response.ok) {
      return null;
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    return `data:image/jpeg;base64,${btoa(binary)}`;
  } catch (unreachable) {
    if (unreachable instanceof TypeError) {
      return null;
    }
    throw unreachable;
  }
}
