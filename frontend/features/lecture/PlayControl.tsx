import { useId } from 'react';
import { offline } from '../../offline/index';
import { availability, isInProgress } from '../catalogue/availability';
import { key, translate } from '../../i18n/i18n';
import { OfflineIcon, PauseIcon, PlayIcon, UnplayableIcon } from '../../ui/icons';
import { canPlay, formatOf } from '../catalogue/playable';
import './PlayControl.css';
import { useLive, useLivePart } from '../../ui/useLive';

interface PlayControlProps {
  readonly lectureId: string;
  /** Title of the lecture, part of the button's name. */
  readonly title: string;
  /** `row` and `round` show an icon, `wide` also says what the button does. */
  readonly look: 'row' | 'round' | 'wide';
}

/**
 * Plays, continues or pauses one lecture. It is named "Play: …", "Continue: …", "Listen again: …" or "Pause: …". It is
 * disabled, says why, and is named "Not on this device: …" when the lecture is neither downloaded nor reachable, or
 * "Not playable here: …" when this browser has no decoder.
 */
export function PlayControl({ lectureId, title, look }: PlayControlProps) {
  const explanation = useId();
  const online = useLive(offline.online);
  const download = useLivePart(offline.downloads, (all) => all.get(lectureId));
  const listening = useLivePart(offline.listening, (all) => all.get(lectureId));
  const loaded = useLivePart(offline.player, (player) => player.lectureId === lectureId);
  const state = useLivePart(offline.player, (player) => player.state);

  const playing = loaded && (state === 'playing' || state === 'loading');
  const mediaType = useLivePart(
    offline.catalogue,
    (catalogue) => catalogue.lectures.get(lectureId)?.mediaType,
  );
  const unplayable = mediaType !== undefined && !canPlay(mediaType);
  const unavailable = !playing && (unplayable || availability(download, online) === 'unavailable');

  const act = () => {
    if (unavailable) {
      return;
    }
    if (playing) {
      offline.pause();
    } else if (loaded && state === 'paused') {
      offline.resume();
    } else {
      offline.play(lectureId);
    }
  };

  let words = translate(key`play.play`);
  if (playing) {
    words = translate(key`play.pause`);
  } else if (unavailable) {
    words = unplayable ? translate(key`play.unplayable`) : translate(key`play.unavailable`);
  } else if (listening?.completed === true) {
    words = translate(key`play.again`);
  } else if (isInProgress(listening)) {
    words = translate(key`play.continue`);
  }
  let glyph = <PlayIcon />;
  if (playing) {
    glyph = <PauseIcon />;
  } else if (unavailable) {
    glyph = unplayable ? <UnplayableIcon size={22} /> : <OfflineIcon size={22} />;
  }

  return (
    <>
      <button
        type="button"
        className={`play-control play-control-${look}`}
        aria-label={translate(key`play.named`, { action: words, title })}
        aria-disabled={unavailable}
        aria-describedby={unavailable ? explanation : undefined}
        onClick={act}
      >
        {glyph}
        {look === 'wide' && <span>{words}</span>}
      </button>
      {unavailable && (
        <span id={explanation} className={look === 'wide' ? 'play-control-why second' : 'spoken'}>
          {unplayable
            ? translate(key`play.unsupported.why`, { format: formatOf(mediaType) })
            : translate(key`play.unavailable.why`)}
        </span>
      )}
    </>
  );
}
