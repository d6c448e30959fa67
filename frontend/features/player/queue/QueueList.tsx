import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react';
import { type Action, ActionSheet } from '../../../ui/ActionSheet';
import { CoverLine } from '../../catalogue/CoverLine';
import { formatDuration, formatNumber } from '../../../i18n/format';
import { currentLocale, key, translate } from '../../../i18n/i18n';
import { CloseIcon, DownIcon, GripIcon, NextIcon, UpIcon } from '../../../ui/icons';
import { joined } from '../../catalogue/lectureLine';
import { LongList, type RowPlace } from '../../../ui/list/LongList';
import { useLecture } from '../../catalogue/useStored';
import { useLive, useLivePart } from '../../../ui/useLive';
import { usePlayable } from '../../catalogue/usePlayable';
import { offline } from '../../../offline/index';
import { AfterQueue } from './AfterQueue';
import './QueueList.css';
import { givesWay, placeByKey, placeOver } from './reorder';

/** A row that is held, and how far it was dragged. */
interface DraggedRow {
  readonly lectureId: string;
  readonly from: number;
  readonly startPx: number;
  readonly rowPx: number;
  readonly draggedPx: number;
}

/** A shorter drag is a tap on the grip. */
const tapPx = 4;

interface QueueRowProps {
  readonly lectureId: string;
  readonly at: number;
  readonly count: number;
  /** What the list gives its row. */
  readonly place: RowPlace;
  readonly held: DraggedRow | null;
  readonly hintId: string;
  readonly hold: (held: DraggedRow | null) => void;
  readonly move: (lectureId: string, to: number) => void;
}

function QueueRow({ lectureId, at, count, place, held, hintId, hold, move }: QueueRowProps) {
  const lecture = useLecture(lectureId);
  const isGone = useLivePart(
    offline.catalogue,
    ({ lectures, arriving }) => arriving === null && !lectures.has(lectureId),
  );
  const playable = usePlayable(lectureId);
  const detailsId = useId();
  const [menu, setMenu] = useState(false);
  const title = lecture?.title ?? (isGone ? translate(key`lecture.withdrawn`) : '');
  const isHeld = held?.lectureId === lectureId;
  const over = held === null ? at : placeOver(held.from, held.draggedPx, held.rowPx, count);
  const shiftPx = held === null ? 0 : isHeld ? held.draggedPx : givesWay(at, held.from, over) * held.rowPx;

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    const row = event.currentTarget.closest('li');
    if (event.button === 0 && row !== null) {
      event.currentTarget.setPointerCapture(event.pointerId);
      hold({
        ...{ lectureId, from: at, startPx: event.clientY, draggedPx: 0 },
        rowPx: row.getBoundingClientRect().height,
      });
    }
  };
  const onPointerMove = (event: PointerEvent) => {
    if (isHeld) {
      hold({ ...held, draggedPx: event.clientY - held.startPx });
    }
  };
  const onPointerUp = (event: PointerEvent) => {
    if (isHeld) {
      hold(null);
      // The pointer's last move may not have been rendered yet.
      const draggedPx = event.clientY - held.startPx;
      const to = placeOver(held.from, draggedPx, held.rowPx, count);
      if (Math.abs(draggedPx) < tapPx) {
        setMenu(true);
      } else if (to !== at) {
        move(lectureId, to);
      }
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = placeByKey(event.key, at, count);
    if (to !== null) {
      event.preventDefault();
      move(lectureId, to);
    }
  };
  const by = (words: string, glyph: Action['glyph'], to: number): Action => ({
    ...{ words, glyph },
    act: () => {
      move(lectureId, to);
    },
  });
  const actions: readonly Action[] = [
    ...(at > 0 ? [by(translate(key`queue.first`), <NextIcon />, 0)] : []),
    ...(at > 0 ? [by(translate(key`queue.up`), <UpIcon />, at - 1)] : []),
    ...(at < count - 1 ? [by(translate(key`queue.down`), <DownIcon />, at + 1)] : []),
  ];

  return (
    <li
      {...place}
      className={isHeld ? 'queue-row queue-row-held' : 'queue-row'}
      style={{ ...place.style, ...(shiftPx === 0 ? {} : { transform: `translateY(${shiftPx}px)` }) }}
    >
      <div className="cover-line covered">
        <CoverLine coverId={lecture?.seriesId ?? lectureId}>
          <button
            type="button"
            className="covering"
            aria-describedby={detailsId}
            aria-label={translate(key`play.named`, {
              action: playable ? translate(key`play.play`) : translate(key`play.unavailable`),
              title,
            })}
            aria-disabled={!playable}
            onClick={() => {
              if (playable) {
                offline.play(lectureId);
              }
            }}
          >
            <bdi>{title}</bdi>
          </button>
          <span id={detailsId} className="second">
            {joined(
              lecture ? formatDuration(currentLocale(), lecture.durationMs) : '',
              playable ? '' : translate(key`play.unavailable`),
            )}
          </span>
        </CoverLine>
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={translate(key`queue.remove.named`, { title })}
        onClick={() => {
          offline.removeFromQueue(lectureId);
        }}
      >
        <CloseIcon size={20} />
      </button>
      <button
        type="button"
        className="icon-button queue-row-grip"
        aria-label={translate(key`queue.move.named`, { title })}
        aria-describedby={hintId}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          hold(null);
        }}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          if (event.detail === 0 && actions.length > 0) {
            setMenu(true); // A click by keyboard or screen reader has no pointer events before it.
          }
        }}
      >
        <GripIcon />
      </button>
      {menu && (
        <ActionSheet
          title={title}
          actions={actions}
          onClose={() => {
            setMenu(false);
          }}
        />
      )}
    </li>
  );
}

/**
 * "Up next": the queue. A tap plays a lecture, a button removes it. The grip "Move: …" reorders: by dragging, by the
 * arrow keys, or by the menu that a press opens. Screen readers are told the new place.
 */
export function QueueList() {
  const { queue } = useLive(offline.upNext);
  const [held, setHeld] = useState<DraggedRow | null>(null);
  const [said, say] = useState('');
  const hintId = useId();

  const move = (lectureId: string, to: number) => {
    offline.moveInQueue(lectureId, to);
    const locale = currentLocale();
    const title = offline.catalogue.get().lectures.get(lectureId)?.title ?? '';
    const place = { number: formatNumber(locale, to + 1), total: formatNumber(locale, queue.length) };
    say(translate(key`queue.moved`, { title, ...place }));
  };

  return (
    <section className="queue" aria-label={translate(key`queue.title`)}>
      <h3>{translate(key`queue.title`)}</h3>
      {queue.length === 0 && <p className="second">{translate(key`queue.empty`)}</p>}
      <LongList
        name="queue"
        ids={queue}
        ordered
        row={(lectureId, place) => (
          <QueueRow
            key={lectureId}
            {...{ lectureId, place, hintId, move }}
            at={queue.indexOf(lectureId)}
            held={held !== null && queue.includes(held.lectureId) ? held : null} // A lecture may begin while it is held.
            count={queue.length}
            hold={setHeld}
          />
        )}
      />
      <AfterQueue />
      <span id={hintId} hidden>
        {translate(key`queue.move.hint`)}
      </span>
      <span className="spoken" role="status">
        {said}
      </span>
    </section>
  );
}
