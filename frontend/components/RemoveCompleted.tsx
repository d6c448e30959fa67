import { Button } from '@vaadin/react-components/Button.js';
import { useState } from 'react';
import { offline } from '../offline/index';
import { ConfirmRemoval } from './ConfirmRemoval';
import { counted, formatSize } from './format';
import { currentLocale, key, translate } from './i18n';
import { useLive } from './useLive';

/** "Remove completed · 120 MB": every downloaded lecture that was listened to; nothing when there is none. */
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
  const locale = currentLocale();
  const size = formatSize(
    locale,
    completed.reduce((sum, { storedBytes }) => sum + storedBytes, 0),
  );
  return (
    <>
      <Button
        theme={whenFull ? 'primary' : 'tertiary'}
        onClick={() => {
          setAsking(true);
        }}
      >
        {whenFull
          ? translate(key`downloads.full.completed`, { size })
          : translate(key`downloads.completed`, { size })}
      </Button>
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
