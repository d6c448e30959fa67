import { Button } from '@vaadin/react-components/Button.js';
import { useState } from 'react';
import { offline } from '../../offline/index';
import { ConfirmRemoval } from './ConfirmRemoval';
import { counted, formatSize } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { useLive } from '../../ui/useLive';

/** "Remove completed · 120 MB": removes the downloads of all completed lectures. Absent when there are none. */
export function RemoveCompleted({ whenFull = false }: { readonly whenFull?: boolean }) {
  const downloads = useLive(offline.downloads);
  const listening = useLive(offline.listening);
  const [asking, setAsking] = useState(false);
  const completed = [...downloads.values()].filter(
    ({ lectureId, playable }) => playable && listening.get(lectureId)?.completed === true,
  );
  if (completed.length === 0) {
    return null;
  }
  const ask = () => {
    setAsking(true);
  };
  const locale = currentLocale();
  const size = formatSize(
    locale,
    completed.reduce((sum, { storedBytes }) => sum + storedBytes, 0),
  );
  return (
    <>
      {whenFull ? (
        <Button theme="primary" onClick={ask}>
          {translate(key`downloads.full.completed`, { size })}
        </Button>
      ) : (
        <button type="button" className="text-link" onClick={ask}>
          {translate(key`downloads.completed`, { size })}
        </button>
      )}
      {asking && (
        <ConfirmRemoval
          title={translate(key`downloads.completed.title`)}
          words={translate(key`downloads.completed.words`, { ...counted(locale, completed.length), size })}
          lectureIds={completed.map(({ lectureId }) => lectureId)}
          onClosed={() => {
            setAsking(false);
          }}
        />
      )}
    </>
  );
}
