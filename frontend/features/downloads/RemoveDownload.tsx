import { Button } from '@vaadin/react-components/Button.js';
import { useState } from 'react';
import { offline } from '../../offline/index';
import { ConfirmRemoval } from './ConfirmRemoval';
import { key, translate } from '../../i18n/i18n';
import { CloseIcon, TrashIcon } from '../../ui/icons';
import { useCommand } from '../../ui/useCommand';
import { useLive, useLivePart } from '../../ui/useLive';

interface RemoveDownloadProps {
  readonly lectureId: string;
  readonly title: string;
  readonly look: 'row' | 'wide';
}

/**
 * Removes a download that is or was complete. The button "Remove from this device: …" asks first, with "Remove" and
 * "Keep", because without a network the lecture cannot be downloaded again. A download that was never complete has the
 * button "Cancel download: …" instead.
 */
export function RemoveDownload({ lectureId, title, look }: RemoveDownloadProps) {
  const [asking, setAsking] = useState(false);
  const online = useLive(offline.online);
  const state = useLivePart(offline.downloads, (all) => all.get(lectureId)?.state);
  const run = useCommand();
  if (state !== undefined && state !== 'ready' && state !== 'missing') {
    return (
      <button
        type="button"
        className="icon-button"
        aria-label={translate(key`download.cancel.named`, { title })}
        onClick={() => {
          run(offline.cancelDownload(lectureId));
        }}
      >
        <CloseIcon size={22} />
      </button>
    );
  }
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
