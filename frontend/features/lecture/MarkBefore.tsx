import { offline } from '../../offline/index';
import { counted } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { announce } from '../../ui/announce';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useCommand } from '../../ui/useCommand';

/** The lessons of its series before a lecture that are not completed. Empty for a lecture without a series. */
export function uncompletedBefore(lectureId: string): readonly string[] {
  const { lectures, series } = offline.catalogue.get();
  const lectureIds = series.get(lectures.get(lectureId)?.seriesId ?? '')?.lectureIds ?? [];
  const listening = offline.listening.get();
  return lectureIds
    .slice(0, Math.max(0, lectureIds.indexOf(lectureId)))
    .filter((id) => listening.get(id)?.completed !== true);
}

interface MarkBeforeProps {
  readonly lectureId: string;
  readonly title: string;
  readonly onClosed: () => void;
}

/** Asks before all lessons before one are marked as completed: each of them had to be marked back by itself. */
export function MarkBefore({ lectureId, title, onClosed }: MarkBeforeProps) {
  const run = useCommand();
  const before = uncompletedBefore(lectureId);
  const count = counted(currentLocale(), before.length);
  return (
    <ConfirmDialog
      title={translate(key`series.before.title`)}
      confirm={translate(key`series.before.confirm`)}
      keep={translate(key`series.before.keep`)}
      onConfirm={() => {
        run(
          offline.setFlags(before, 'completion', true).then(() => {
            announce(translate(key`announce.completed`, count));
          }),
        );
      }}
      onClosed={onClosed}
    >
      <p>{translate(key`series.before.words`, { ...count, title })}</p>
    </ConfirmDialog>
  );
}
