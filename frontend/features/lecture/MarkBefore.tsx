import { offline } from '../../offline/index';
import { counted } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { offerUndo } from '../../ui/undo/undo';
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

/** Asks before all lessons before one are marked as completed. Afterwards one tap takes that back. */
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
        const { listenerId } = offline.account.get();
        run(
          offline.setFlags(before, 'completion', true).then(() => {
            offerUndo({
              words: translate(key`announce.completed`, count),
              // Whoever signed in meanwhile has marked nothing.
              undo: async () => {
                if (offline.account.get().listenerId === listenerId) {
                  await offline.setFlags(before, 'completion', false);
                }
              },
            });
          }),
        );
      }}
      onClosed={onClosed}
    >
      <p>{translate(key`series.before.words`, { ...count, title })}</p>
    </ConfirmDialog>
  );
}
