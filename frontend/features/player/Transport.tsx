import { key, translate } from '../../i18n/i18n';
import { OfflineIcon, PauseIcon, PlayIcon } from '../../ui/icons';
import { offline, SKIP_BACK_MS, SKIP_FORWARD_MS } from '../../offline/index';
import { useBuffering } from './useBuffering';
import { SkipBackIcon, SkipForwardIcon } from './SkipIcons';
import { useLoadedLecture } from './useLoadedLecture';

/** "Play" or "Pause" of the loaded lecture. "Not on this device" and disabled when it is neither here nor reachable. */
export function PlayPause({ size }: { readonly size: number }) {
  const { playing, unavailable } = useLoadedLecture();
  const buffering = useBuffering();
  let words = translate(key`play.play`);
  let glyph = <PlayIcon size={size} />;
  if (playing) {
    words = translate(key`play.pause`);
    glyph = <PauseIcon size={size} />;
  } else if (unavailable) {
    words = translate(key`play.unavailable`);
    glyph = <OfflineIcon size={size} />;
  }
  return (
    <button
      type="button"
      className={buffering ? 'transport-play transport-buffering' : 'transport-play'}
      aria-label={words}
      aria-busy={buffering}
      aria-disabled={unavailable}
      onClick={() => {
        if (playing) {
          offline.pause();
        } else if (!unavailable) {
          offline.resume();
        }
      }}
    >
      {glyph}
    </button>
  );
}

/** "Back 15 seconds". */
export function SkipBack({ size }: { readonly size: number }) {
  return (
    <button
      type="button"
      className="icon-button transport-skip"
      aria-label={translate(key`player.back15`)}
      onClick={() => {
        offline.skip(-SKIP_BACK_MS);
      }}
    >
      <SkipBackIcon size={size} />
    </button>
  );
}

/** "Forward 30 seconds". */
export function SkipForward({ size }: { readonly size: number }) {
  return (
    <button
      type="button"
      className="icon-button transport-skip"
      aria-label={translate(key`player.forward30`)}
      onClick={() => {
        offline.skip(SKIP_FORWARD_MS);
      }}
    >
      <SkipForwardIcon size={size} />
    </button>
  );
}
