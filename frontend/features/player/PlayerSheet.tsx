import { useState } from 'react';
import { Link } from 'react-router';
import { Cover } from '../catalogue/Cover';
import { PlayerChapters } from '../chapters/PlayerChapters';
import { EarlierPlaces } from '../lecture/EarlierPlaces';
import { FavoriteButton } from '../lecture/FavoriteButton';
import { counted, formatNumber } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { CheckIcon, DownIcon, QueueIcon } from '../../ui/icons';
import { joined } from '../catalogue/lectureLine';
import { useCommand } from '../../ui/useCommand';
import { useLivePart } from '../../ui/useLive';
import { useModal } from '../../ui/useModal';
import { usePlayable } from '../catalogue/usePlayable';
import { type LectureView, offline } from '../../offline/index';
import { NextCard } from './queue/NextCard';
import { PlayerNotices } from './PlayerNotices';
import './PlayerSheet.css';
import { QueueList } from './queue/QueueList';
import { SeekBar } from './seek/SeekBar';
import { SleepControl, SleepLine } from './SleepControl';
import { SpeedEdge } from './SpeedControl';
import { PlayPause, SkipBack, SkipForward } from './Transport';
import { useSourceLine } from './useSourceLine';
import { useSwipeDown } from './swipe/useSwipeDown';

interface PlayerSheetProps {
  readonly lecture: LectureView;
  readonly onClose: () => void;
}

/** "Series · Lesson 7 of 24", or the scholar of a single lecture. */
function usePlaceLine(lecture: LectureView): string {
  const series = useLivePart(offline.catalogue, (catalogue) =>
    lecture.seriesId === null ? undefined : catalogue.series.get(lecture.seriesId),
  );
  if (!series) {
    return lecture.scholarName;
  }
  const locale = currentLocale();
  return joined(
    series.title,
    translate(key`lecture.number`, {
      number: formatNumber(locale, lecture.number),
      total: counted(locale, series.lectureIds.length).n,
    }),
  );
}

/** "Mark as completed", and back: "Mark as not completed". */
function MarkButton({ lectureId }: { readonly lectureId: string }) {
  const completed = useLivePart(offline.listening, (all) => all.get(lectureId)?.completed ?? false);
  const run = useCommand();
  return (
    <button
      type="button"
      className="text-link"
      onClick={() => {
        run(offline.setFlag(lectureId, 'completion', !completed));
      }}
    >
      {completed ? translate(key`lecture.reopen`) : translate(key`lecture.complete`)}
    </button>
  );
}

/**
 * The whole player, a modal dialog named "Player". "Close player", dragging its head down, Escape and the browser's
 * back gesture close it. "Up next" shows the queue instead of the cover. "Stop listening" unloads the lecture; its
 * progress stays.
 */
export default function PlayerSheet({ lecture, onClose }: PlayerSheetProps) {
  const dialog = useModal();
  const place = usePlaceLine(lecture);
  const source = useSourceLine();
  const fromDevice = useLivePart(
    offline.player,
    (player) => player.source === 'device' && player.problem === null,
  );
  const swipe = useSwipeDown(dialog, () => dialog.current?.close());
  const playable = usePlayable(lecture.id);
  const startable = useLivePart(offline.player, ({ source }) => source !== null) || playable;
  const [queueOpen, setQueueOpen] = useState(false);
  const toggleQueue = () => {
    setQueueOpen((open) => !open);
  };

  return (
    <dialog ref={dialog} className="player-sheet" aria-label={translate(key`player.name`)} onClose={onClose}>
      <div className="player-sheet-page">
        <header className="player-sheet-head" {...swipe}>
          <button
            type="button"
            className="icon-button"
            aria-label={translate(key`player.close`)}
            onClick={() => dialog.current?.close()}
          >
            <DownIcon />
          </button>
          <span className="player-sheet-source second">
            {fromDevice && <CheckIcon size={18} />}
            {source}
          </span>
          <button
            type="button"
            className="icon-button player-sheet-queue"
            aria-label={translate(key`queue.title`)}
            aria-expanded={queueOpen}
            onClick={toggleQueue}
          >
            <QueueIcon />
          </button>
        </header>
        {queueOpen ? (
          <QueueList />
        ) : (
          <div className="player-sheet-cover" {...swipe}>
            <Cover id={lecture.seriesId ?? lecture.id} lectureId={lecture.id} size="large" />
          </div>
        )}
        <div className="player-sheet-title">
          <div>
            <h2>
              <Link to={`/lectures/${lecture.id}`} onClick={() => dialog.current?.close()}>
                <bdi>{lecture.title}</bdi>
              </Link>
            </h2>
            <p className="second">
              <bdi>{place}</bdi>
            </p>
          </div>
          <FavoriteButton lectureId={lecture.id} title={lecture.title} />
        </div>
        <PlayerChapters lecture={lecture} />
        <SeekBar />
        <div className="player-sheet-transport">
          <span className="player-sheet-edge">
            <SpeedEdge />
          </span>
          <SkipBack size={40} />
          <PlayPause size={36} />
          <SkipForward size={40} />
          <span className="player-sheet-edge">
            <SleepControl />
          </span>
        </div>
        <div className="player-sheet-notices">
          <PlayerNotices />
          <SleepLine />
        </div>
        <NextCard queueOpen={queueOpen} onToggleQueue={toggleQueue} />
        <div className="player-sheet-more">
          <MarkButton lectureId={lecture.id} />
          <EarlierPlaces lectureId={lecture.id} />
          <button
            type="button"
            className="text-link"
            aria-disabled={!startable}
            onClick={() => {
              if (startable) {
                offline.playFromStart(lecture.id);
              }
            }}
          >
            {translate(key`menu.start`)}
          </button>
          <button
            type="button"
            className="text-link"
            onClick={() => {
              onClose(); // Called here because the dialog is removed with the lecture before it can send `close`.
              offline.close();
            }}
          >
            {translate(key`player.stop`)}
          </button>
        </div>
      </div>
    </dialog>
  );
}
