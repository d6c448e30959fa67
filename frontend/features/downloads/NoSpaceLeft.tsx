import { Button } from '@vaadin/react-components/Button.js';
import { offline } from '../../offline/index';
import { key, translate } from '../../i18n/i18n';
import './NoSpaceLeft.css';
import { RemoveCompleted } from './RemoveCompleted';
import { useCommand } from '../../ui/useCommand';
import { useLive } from '../../ui/useLive';

/** Shown when no space is left: remove completed lectures, or try again. Downloading waits for the choice. */
export function NoSpaceLeft() {
  const { full } = useLive(offline.storage);
  const downloads = useLive(offline.downloads);
  const run = useCommand();
  const stopped = [...downloads.values()].find(({ problem }) => problem === 'no-space');
  if (!full || stopped === undefined) {
    return null;
  }
  return (
    <section className="card no-space-left" role="alert" aria-label={translate(key`downloads.full`)}>
      <p>
        <strong>{translate(key`downloads.full`)}</strong>
      </p>
      <p className="second">{translate(key`downloads.full.words`)}</p>
      <div className="no-space-left-actions">
        <RemoveCompleted whenFull />
        <Button
          onClick={() => {
            run(offline.resumeDownload(stopped.lectureId));
          }}
        >
          {translate(key`downloads.full.again`)}
        </Button>
      </div>
    </section>
  );
}
