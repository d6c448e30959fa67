import { useState } from 'react';
import { useNavigate } from 'react-router';
import { offline } from '../../offline/index';
import { type Action, ActionSheet } from '../../ui/ActionSheet';
import { announce } from '../../ui/announce';
import { isInProgress } from '../catalogue/availability';
import { formatClock } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import {
  AccountIcon,
  AgainIcon,
  CheckIcon,
  CloseIcon,
  LibraryIcon,
  LinkIcon,
  MoreIcon,
  NextIcon,
  QueueIcon,
  ShareIcon,
} from '../../ui/icons';
import { MarkBefore, uncompletedBefore } from './MarkBefore';
import { canCopy, canShare, copyLink, lectureAddress, share } from './share';
import { useCommand } from '../../ui/useCommand';
import { useLivePart } from '../../ui/useLive';
import { usePlayable } from '../catalogue/usePlayable';

interface LectureMenuProps {
  readonly lectureId: string;
  readonly title: string;
}

/**
 * "More: …", which opens what can be done with a lecture: "Play next", "Add to queue" or "Remove from queue",
 * "From the start", "Mark as completed" or "Mark as not completed", "Mark all before as completed" in a series, where the
 * lecture belongs, its link, and "Share" where the system can.
 */
export function LectureMenu({ lectureId, title }: LectureMenuProps) {
  const [open, setOpen] = useState<'menu' | 'before' | null>(null);
  return (
    <>
      <button
        type="button"
        className="icon-button"
        aria-haspopup="dialog"
        aria-label={translate(key`menu.more.named`, { title })}
        onClick={() => {
          setOpen('menu');
        }}
      >
        <MoreIcon />
      </button>
      {open === 'menu' && (
        <Menu
          lectureId={lectureId}
          title={title}
          onMarkBefore={() => {
            setOpen('before');
          }}
          onClose={() => {
            // What was chosen may have opened a question.
            setOpen((now) => (now === 'menu' ? null : now));
          }}
        />
      )}
      {open === 'before' && (
        <MarkBefore
          lectureId={lectureId}
          title={title}
          onClosed={() => {
            setOpen(null);
          }}
        />
      )}
    </>
  );
}

/** Tells screen readers that the lecture is queued. An empty player loads it at once instead, which can be seen. */
function announceQueued(lectureId: string, title: string): void {
  if (offline.upNext.get().queue.includes(lectureId)) {
    announce(translate(key`announce.queued`, { title }));
  }
}

interface MenuProps extends LectureMenuProps {
  readonly onMarkBefore: () => void;
  readonly onClose: () => void;
}

function Menu({ lectureId, title, onMarkBefore, onClose }: MenuProps) {
  const queued = useLivePart(offline.upNext, ({ queue }) => queue.includes(lectureId));
  const loaded = useLivePart(offline.player, (player) => player.lectureId === lectureId);
  const listening = useLivePart(offline.listening, (all) => all.get(lectureId));
  const playable = usePlayable(lectureId);
  const lecture = useLivePart(offline.catalogue, ({ lectures }) => lectures.get(lectureId));
  const navigate = useNavigate();
  const run = useCommand();
  const completed = listening?.completed === true;
  const lineUp: readonly Action[] = [
    {
      words: translate(key`menu.next`),
      glyph: <NextIcon />,
      act: () => {
        offline.playNext(lectureId);
        announceQueued(lectureId, title);
      },
    },
    queued
      ? {
          words: translate(key`menu.unqueue`),
          glyph: <CloseIcon />,
          act: () => {
            offline.removeFromQueue(lectureId);
          },
        }
      : {
          words: translate(key`menu.queue`),
          glyph: <QueueIcon />,
          act: () => {
            offline.addToQueue(lectureId);
            announceQueued(lectureId, title);
          },
        },
  ];
  const again: Action = {
    words: translate(key`menu.start`),
    glyph: <AgainIcon />,
    act: () => {
      offline.playFromStart(lectureId);
    },
  };
  const mark: Action = {
    words: completed ? translate(key`lecture.reopen`) : translate(key`lecture.complete`),
    glyph: <CheckIcon />,
    act: () => {
      run(offline.setFlag(lectureId, 'completion', !completed));
    },
  };
  const markBefore: Action = {
    words: translate(key`series.before`),
    glyph: <CheckIcon />,
    act: onMarkBefore,
  };
  const sharing: Action = {
    words: translate(key`menu.share`),
    glyph: <ShareIcon />,
    act: () => {
      run(share(`/lectures/${lectureId}`, title));
    },
  };
  const atMs = useLivePart(offline.player, (player) => (loaded ? player.positionMs : 0));
  const copying: Action = {
    words:
      atMs > 0
        ? translate(key`menu.copy.at`, { time: formatClock(currentLocale(), atMs) })
        : translate(key`menu.copy`),
    glyph: <LinkIcon />,
    act: () => {
      run(
        copyLink(lectureAddress(lectureId, atMs)).then(() => {
          announce(translate(key`announce.copied`));
        }),
      );
    },
  };
  const leading: readonly Action[] = [
    ...(typeof lecture?.seriesId === 'string'
      ? [{ words: translate(key`menu.series`), glyph: <LibraryIcon />, to: `/series/${lecture.seriesId}` }]
      : []),
    ...(lecture === undefined
      ? []
      : [
          {
            words: translate(key`menu.scholar`),
            glyph: <AccountIcon />,
            to: `/scholars/${lecture.scholarId}`,
          },
        ]),
  ].map(({ to, ...action }) => ({
    ...action,
    act: () => {
      run(Promise.resolve(navigate(to)));
    },
  }));
  const begun = completed || isInProgress(listening);
  const actions = [
    ...(loaded ? [] : lineUp),
    ...(playable && begun ? [again] : []),
    mark,
    ...(uncompletedBefore(lectureId).length > 0 ? [markBefore] : []),
    ...leading,
    ...(canCopy() ? [copying] : []),
    ...(canShare() ? [sharing] : []),
  ];
  return <ActionSheet title={title} actions={actions} onClose={onClose} />;
}
