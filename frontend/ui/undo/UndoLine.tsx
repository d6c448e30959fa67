import { useEffect } from 'react';
import { key, translate } from '../../i18n/i18n';
import { announce } from '../announce';
import { UndoIcon } from '../icons';
import { useCommand } from '../useCommand';
import { useLive } from '../useLive';
import { offeredUndo, offerUndo } from './undo';
import './UndoLine.css';

/** As long as the undo of a seek is offered. */
const OFFERED_MS = 15_000;

/** "12 lessons marked as completed · Undo", for a while, above the player and the tabs. */
export function UndoLine() {
  const offered = useLive(offeredUndo);
  const run = useCommand();
  useEffect(() => {
    if (offered === null) {
      return;
    }
    const timer = setTimeout(() => {
      offerUndo(null);
    }, OFFERED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [offered]);
  return (
    <div className="undo-line" role="status">
      {offered !== null && (
        <p>
          <span>{offered.words}</span>
          <button
            type="button"
            className="text-link"
            onClick={() => {
              offerUndo(null);
              run(
                offered.undo().then(() => {
                  announce(translate(key`announce.undone`));
                }),
              );
            }}
          >
            <UndoIcon size={18} />
            {translate(key`undo`)}
          </button>
        </p>
      )}
    </div>
  );
}
