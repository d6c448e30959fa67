import type { DownloadView } from '../../offline/index';
import { offline } from '../../offline/index';
import { storedPart } from '../catalogue/availability';
import { formatPercent } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { AgainIcon, CheckIcon, DownloadIcon, SmallPauseIcon } from '../../ui/icons';
import './DownloadControl.css';
import { ProgressRing } from '../../ui/ProgressRing';
import { useCommand } from '../../ui/useCommand';
import { useLivePart } from '../../ui/useLive';

interface DownloadControlProps {
  readonly lectureId: string;
  readonly title: string;
}

/** What a tap does in each state. A `ready` download has no tap: RemoveDownload removes it. */
export function downloadAction(
  download: DownloadView | undefined,
): 'download' | 'pause' | 'resume' | 'again' | 'none' {
  switch (download?.state) {
    case undefined:
      return 'download';
    case 'queued':
    case 'downloading':
    case 'waiting':
      return 'pause';
    case 'paused':
      return 'resume';
    case 'missing':
    case 'stopped':
      return 'again';
    case 'ready':
      return 'none';
  }
}

/**
 * A lecture's download as one icon: an arrow, a ring with the progress, or a green check. The button is named
 * "Download: …", "Pause download: …", "Resume download: …" or "Download again: …". The check is the image "On this
 * device".
 */
export function DownloadControl({ lectureId, title }: DownloadControlProps) {
  const download = useLivePart(offline.downloads, (all) => all.get(lectureId));
  const run = useCommand();
  const action = downloadAction(download);
  const part = download ? storedPart(download) : 0;

  switch (action) {
    case 'none':
      return (
        <span className="download-here" role="img" aria-label={translate(key`download.here`)}>
          <CheckIcon />
        </span>
      );
    case 'download':
      return (
        <button
          type="button"
          className="icon-button"
          aria-label={translate(key`download.start.named`, { title })}
          onClick={() => {
            run(offline.download(lectureId));
          }}
        >
          <DownloadIcon />
        </button>
      );
    case 'pause':
      return (
        <button
          type="button"
          className="icon-button"
          aria-label={translate(key`download.pause.named`, {
            title,
            percent: formatPercent(currentLocale(), part),
          })}
          onClick={() => {
            run(offline.pauseDownload(lectureId));
          }}
        >
          <ProgressRing value={part}>
            <SmallPauseIcon size={20} />
          </ProgressRing>
        </button>
      );
    case 'resume':
      return (
        <button
          type="button"
          className="icon-button"
          aria-label={translate(key`download.resume.named`, {
            title,
            percent: formatPercent(currentLocale(), part),
          })}
          onClick={() => {
            run(offline.resumeDownload(lectureId));
          }}
        >
          <ProgressRing value={part}>
            <DownloadIcon size={16} />
          </ProgressRing>
        </button>
      );
    case 'again':
      return (
        <button
          type="button"
          className="icon-button download-again"
          aria-label={translate(key`download.again.named`, { title })}
          onClick={() => {
            run(offline.download(lectureId));
          }}
        >
          <AgainIcon />
        </button>
      );
  }
}
