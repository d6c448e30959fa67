import { counted } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { OfflineIcon, PauseIcon, PlayIcon } from '../../ui/icons';
import { useLivePart } from '../../ui/useLive';
import { offline } from '../../offline/index';
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

/** "Back 15 seconds", or as many as the listener chose. */
export function SkipBack({ size }: { readonly size: number }) {
  const byMs = useLivePart(offline.playback, ({ skipBackMs }) => skipBackMs);
  return (
    <button
      type="button"
      className="icon-button transport-skip"
      aria-label={translate(key`player.back`, counted(currentLocale(), byMs / 1_000))}
      onClick={() => {
        offline.skip(-byMs);
      }}
    >
      <SkipBackIcon size={size} seconds={byMs / 1_000} />
    </button>
  );
}

/** "Forward 30 seconds", or as many as the listener chose. */
export function SkipForward({ size }: { readonly size: number }) {
  const byMs = useLivePart(offline.playback, ({ skipForwardMs }) => skipForwardMs);
  return (
    <button
      type="button"
      className="icon-button transport-skip"
      aria-label={translate(key`player.forward`, counted(currentLocale(), byMs / 1_000))}
      onClick={() => {
        offline.skip(byMs);
      }}
    >
      <SkipForwardIcon size={size} seconds={byMs / 1_000} />
    </button>
  );
}
