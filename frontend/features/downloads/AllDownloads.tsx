import { useState } from 'react';
import type { DownloadView } from '../../offline/index';
import { key, translate } from '../../i18n/i18n';
import { useCommand } from '../../ui/useCommand';
import { pauseAll, paused, resumeAll, underWay, unfinished } from './bulk';
import { ConfirmCancel } from './ConfirmCancel';
import './AllDownloads.css';

/** "Pause all", "Resume all" and "Cancel all", each where there are several such downloads. */
export function AllDownloads({ downloads }: { readonly downloads: readonly DownloadView[] }) {
  const [asking, setAsking] = useState(false);
  const run = useCommand();
  if (unfinished(downloads).length < 2) {
    return null;
  }
  return (
    <div className="all-downloads">
      {underWay(downloads).length > 0 && (
        <button
          type="button"
          className="text-link"
          onClick={() => {
            run(pauseAll(downloads));
          }}
        >
          {translate(key`downloads.pause.all`)}
        </button>
      )}
      {paused(downloads).length > 0 && (
        <button
          type="button"
          className="text-link"
          onClick={() => {
            run(resumeAll(downloads));
          }}
        >
          {translate(key`downloads.resume.all`)}
        </button>
      )}
      <button
        type="button"
        className="text-link"
        onClick={() => {
          setAsking(true);
        }}
      >
        {translate(key`downloads.cancel.all`)}
      </button>
      {asking && (
        <ConfirmCancel
          downloads={downloads}
          onClosed={() => {
            setAsking(false);
          }}
        />
      )}
    </div>
  );
}
