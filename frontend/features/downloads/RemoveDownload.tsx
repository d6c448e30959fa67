import { Button } from '@vaadin/react-components/Button.js';
import { useState } from 'react';
import { offline } from '../../offline/index';
import { ConfirmRemoval } from './ConfirmRemoval';
import { key, translate } from '../../i18n/i18n';
import { TrashIcon } from '../../ui/icons';
import { useLive } from '../../ui/useLive';

interface RemoveDownloadProps {
  readonly lectureId: string;
  readonly title: string;
  readonly look: 'row' | 'wide';
}

/**
 * "Remove from this device: …". It asks first, with "Remove" and "Keep": without a network the lecture cannot be
 * downloaded again.
 */
export function RemoveDownload({ lectureId, title, look }: RemoveDownloadProps) {
  const [asking, setAsking] = useState(false);
  const online = useLive(offline.online);
  const ask = () => {
    setAsking(true);
  };
  return (
    <>
      {look === 'row' ? (
        <button
          type="button"
          className="icon-button"
          aria-label={translate(key`download.remove.named`, { title })}
          onClick={ask}
        >
          <TrashIcon size={22} />
        </button>
      ) : (
        <Button theme="tertiary" onClick={ask}>
          {translate(key`download.remove`)}
        </Button>
      )}
      {asking && (
        <ConfirmRemoval
          title={translate(key`download.remove.title`)}
          words={
            online
              ? translate(key`download.remove.words`, { title })
              : translate(key`download.remove.offline`, { title })
          }
          lectureIds={[lectureId]}
          onClosed={() => {
            setAsking(false);
          }}
        />
      )}
    </>
  );
}
