import { Button } from '@vaadin/react-components/Button.js';
import { ProgressBar } from '@vaadin/react-components/ProgressBar.js';
import type { DownloadView, LectureView } from '../../offline/index';
import { offline } from '../../offline/index';
import { hasBetter, storedPart } from '../catalogue/availability';
import { BetterRecording } from './BetterRecording';
import { formatSize } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { CheckIcon, DownloadIcon } from '../../ui/icons';
import { downloadLine, joined } from '../catalogue/lectureLine';
import './LectureDownload.css';
import { RemoveDownload } from './RemoveDownload';
import { SpaceForecast } from './SpaceForecast';
import { useCommand } from '../../ui/useCommand';
import { useLivePart } from '../../ui/useLive';

function UnderWay({ download }: { readonly download: DownloadView }) {
  const run = useCommand();
  const { lectureId, state } = download;
  const running = state === 'queued' || state === 'downloading' || state === 'waiting';
  return (
    <>
      <div className="lecture-download-progress">
        <ProgressBar value={storedPart(download)} aria-label={translate(key`download.progress`)} />
        <span className="second">{joined(...downloadLine(download))}</span>
        {download.playable && <span className="second">{translate(key`download.better.arriving`)}</span>}
        {running && <span className="second">{translate(key`downloads.open`)}</span>}
      </div>
      <div className="lecture-download-actions">
        {running && (
          <Button
            onClick={() => {
              run(offline.pauseDownload(lectureId));
            }}
          >
            {translate(key`download.pause`)}
          </Button>
        )}
        {state === 'paused' && (
          <Button
            onClick={() => {
              run(offline.resumeDownload(lectureId));
            }}
          >
            {translate(key`download.resume`)}
          </Button>
        )}
        {(state === 'missing' || state === 'stopped') && (
          <Button
            onClick={() => {
              run(offline.download(lectureId));
            }}
          >
            {translate(key`download.again`)}
          </Button>
        )}
        <Button
          theme="tertiary"
          onClick={() => {
            run(offline.cancelDownload(lectureId));
          }}
        >
          {translate(key`download.cancel`)}
        </Button>
      </div>
    </>
  );
}

/**
 * A lecture's download in words, a region named "Download". Buttons: "Download · 38 MB", "Pause download",
 * "Resume download", "Download again", "Cancel download", "Remove from this device".
 */
export function LectureDownload({ lecture }: { readonly lecture: LectureView }) {
  const download = useLivePart(offline.downloads, (all) => all.get(lecture.id));
  const run = useCommand();
  const size = formatSize(currentLocale(), lecture.sizeBytes);
  return (
    <section className="lecture-download" aria-label={translate(key`download.name`)}>
      {!download && (
        <>
          <Button
            onClick={() => {
              run(offline.download(lecture.id));
            }}
          >
            <span slot="prefix">
              <DownloadIcon size={20} />
            </span>
            {translate(key`download.start`, { size })}
          </Button>
          <SpaceForecast neededBytes={lecture.sizeBytes} />
        </>
      )}
      {download && download.state !== 'ready' && <UnderWay download={download} />}
      {download?.state === 'ready' && (
        <>
          <p className="lecture-download-here">
            <CheckIcon size={20} />
            {translate(key`download.here`)}
          </p>
          {hasBetter(lecture, download) && <BetterRecording lecture={lecture} />}
          <RemoveDownload lectureId={lecture.id} title={lecture.title} look="wide" />
        </>
      )}
    </section>
  );
}
