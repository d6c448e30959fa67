import { lazy, Suspense, useState } from 'react';
import { key, translate } from '../../i18n/i18n';
import { MoreIcon } from '../../ui/icons';

const LectureActions = lazy(() => import('./LectureActions'));
const MarkBefore = lazy(async () => ({ default: (await import('./MarkBefore')).MarkBefore }));

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
      <Suspense>
        {open === 'menu' && (
          <LectureActions
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
      </Suspense>
    </>
  );
}
