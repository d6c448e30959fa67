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
  NextIcon,
  QueueIcon,
  ShareIcon,
} from '../../ui/icons';
import { uncompletedBefore } from './MarkBefore';
import { canCopy, canShare, copyLink, lectureAddress, share } from './share';
import { useCommand } from '../../ui/useCommand';
import { useLivePart } from '../../ui/useLive';
import { usePlayable } from '../catalogue/usePlayable';

/** Tells screen readers that the lecture is queued. An empty player loads it at once instead, which can be seen. */
function announceQueued(lectureId: string, title: string): void {
  if (offline.upNext.get().queue.includes(lectureId)) {
    announce(translate(key`announce.queued`, { title }));
  }
}

interface LectureActionsProps {
  readonly lectureId: string;
  readonly title: string;
  readonly onMarkBefore: () => void;
  readonly onClose: () => void;
}

/** The sheet of `LectureMenu`, loaded when it is first opened. */
export default function LectureActions({ lectureId, title, onMarkBefore, onClose }: LectureActionsProps) {
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
