import type { Media, MediaEvent } from '../ports';

const EVENTS: ReadonlyArray<readonly [string, MediaEvent]> = [
  ['loadedmetadata', 'loaded'],
  ['timeupdate', 'time'],
  ['seeked', 'seeked'],
  ['playing', 'playing'],
  ['waiting', 'stalled'],
  ['progress', 'received'],
  ['pause', 'paused'],
  ['ended', 'ended'],
  ['error', 'failed'],
];

/** The browser's player. One element for ever and no Web Audio, or iOS stops it in the background. */
export function audioElement(): Media {
  const element = new Audio();
  element.preload = 'auto';
  element.preservesPitch = true;
  return {
    load: (url) => {
      if (url === null) {
        element.removeAttribute('src');
        element.load();
      } else {
        element.src = url;
      }
    },
    play: () => element.play(),
    pause: () => {
      element.pause();
    },
    seek: (positionMs) => {
      element.currentTime = positionMs / 1000;
    },
    setRate: (rate) => {
      // A new source falls back to the default rate.
      element.defaultPlaybackRate = rate;
      element.playbackRate = rate;
    },
    setVolume: (volume) => {
      element.volume = volume;
    },
    positionMs: () => Math.round(element.currentTime * 1000),
    durationMs: () => (Number.isFinite(element.duration) ? Math.round(element.duration * 1000) : null),
    isPaused: () => element.paused,
    onEvent: (callback) => {
      for (const [name, event] of EVENTS) {
        element.addEventListener(name, () => {
          if (event === 'paused' && element.ended) {
            return; // At the end the browser pauses first: what follows is the end, and no pause of the listener's.
          }
          callback(
            event === 'failed' && element.error?.code === MediaError.MEDIA_ERR_NETWORK ? 'broke' : event,
          );
        });
      }
    },
  };
}
