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
 * "From the start", "Mark as completed" or "Mark as not completed", and "Share" where the system can.
 */
export function LectureMenu({ lectureId, title }: LectureMenuProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="icon-button"
        aria-haspopup="dialog"
        aria-label={translate(key`menu.more.named`, { title })}
        onClick={() => {
          setOpen(true);
        }}
      >
        <MoreIcon />
      </button>
      {open && (
        <Menu
          lectureId={lectureId}
          title={title}
          onClose={() => {
            setOpen(false);
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

function Menu({ lectureId, title, onClose }: LectureMenuProps & { readonly onClose: () => void }) {
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
    ...leading,
    ...(canCopy() ? [copying] : []),
    ...(canShare() ? [sharing] : []),
  ];
  return <ActionSheet title={title} actions={actions} onClose={onClose} />;
}
