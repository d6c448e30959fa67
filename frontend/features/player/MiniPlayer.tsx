import { lazy, Suspense, useState } from 'react';
import { CoverLine } from '../catalogue/CoverLine';
import { formatClock, formatDuration } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { joined } from '../catalogue/lectureLine';
import { ProgressLine } from '../../ui/ProgressLine';
import { useLive } from '../../ui/useLive';
import { offline } from '../../offline/index';
import './MiniPlayer.css';
import { PlayerNotices } from './PlayerNotices';
import { SeekBar } from './seek/SeekBar';
import { SleepControl } from './SleepControl';
import { SpeedEdge } from './SpeedControl';
import { PlayPause, SkipBack, SkipForward } from './Transport';
import { useLoadedLecture } from './useLoadedLecture';
import { useBuffering } from './useBuffering';
import { useSourceLine } from './useSourceLine';

const PlayerSheet = lazy(() => import('./PlayerSheet'));

/**
 * The position and what is left, or why the lecture does not play, or not yet. Only this text changes every second. On a wide screen
 * the seek bar says that already, so the line names the series.
 */
function PositionLine({ place }: { readonly place: string }) {
  const { positionMs, durationMs, problem } = useLive(offline.player);
  const source = useSourceLine();
  const buffering = useBuffering();
  const locale = currentLocale();
  if (problem !== null || buffering) {
    return <span className="second">{source}</span>;
  }
  const left = translate(key`lecture.left`, {
    duration: formatDuration(locale, Math.max(0, durationMs - positionMs)),
  });
  return (
    <>
      <span className="second mini-player-narrow">{joined(formatClock(locale, positionMs), left)}</span>
      <span className="second mini-player-wide">{place}</span>
    </>
  );
}

function MiniProgress() {
  const { positionMs, durationMs } = useLive(offline.player);
  return <ProgressLine value={durationMs > 0 ? Math.min(1, positionMs / durationMs) : 0} />;
}

/**
 * The docked player, a region named "Player", while a lecture is loaded. On a phone it is above the tabs. On a wide
 * screen it is a bar along the bottom, with skipping, seeking and speed. The button "Open player: …" opens the sheet.
 */
export function MiniPlayer() {
  const { lecture } = useLoadedLecture();
  const [open, setOpen] = useState(false);
  if (!lecture) {
    if (open) {
      setOpen(false); // The next lecture begins docked.
    }
    return null;
  }
  return (
    <section className="mini-player" aria-label={translate(key`player.name`)}>
      <div className="cover-line covered mini-player-title">
        <CoverLine coverId={lecture.seriesId ?? lecture.id}>
          <button
            type="button"
            className="mini-player-open covering"
            aria-haspopup="dialog"
            aria-label={translate(key`player.open.named`, { title: lecture.title })}
            onClick={() => {
              setOpen(true);
            }}
          >
            <bdi>{lecture.title}</bdi>
          </button>
          <PositionLine place={lecture.seriesTitle ?? lecture.scholarName} />
        </CoverLine>
      </div>
      <span className="mini-player-skip">
        <SkipBack size={28} />
      </span>
      <PlayPause size={28} />
      <span className="mini-player-skip">
        <SkipForward size={28} />
      </span>
      <span className="mini-player-wide mini-player-seek">
        <SeekBar />
      </span>
      <span className="mini-player-wide">
        <SpeedEdge />
      </span>
      <span className="mini-player-wide">
        <SleepControl />
      </span>
      <span className="mini-player-progress">
        <MiniProgress />
      </span>
      {!open && (
        <span className="mini-player-notices">
          <PlayerNotices />
        </span>
      )}
      {open && (
        <Suspense>
          <PlayerSheet
            lecture={lecture}
            onClose={() => {
              setOpen(false);
            }}
          />
        </Suspense>
      )}
    </section>
  );
}
