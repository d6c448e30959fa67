import type { Media, MediaEvent } from '../../ports';

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

/**
 * The browser's media element. The app keeps one element and uses no Web Audio, because iOS would stop it in
 * the background.
 */
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
      // A new source resets the rate to the default.
      element.defaultPlaybackRate = rate;
      element.playbackRate = rate;
    },
    setVolume: (volume) => {
      element.volume = volume;
    },
    positionMs: () => Math.round(element.currentTime * 1000),
    durationMs: () => (Number.isFinite(element.duration) ? Math.round(element.duration * 1000) : null),
    isPaused: () => element.paused,
    canPlay: (mediaType) => element.canPlayType(mediaType) !== '',
    onEvent: (callback) => {
      for (const [name, event] of EVENTS) {
        element.addEventListener(name, () => {
          if (event === 'paused' && element.ended) {
            return; // At the end the browser sends `pause` first. That is the end and not a pause by the listener.
          }
          callback(
            event === 'failed' && element.error?.code === MediaError.MEDIA_ERR_NETWORK ? 'broke' : event,
          );
        });
      }
    },
  };
}
