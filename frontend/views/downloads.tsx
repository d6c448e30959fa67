import { ProgressBar } from '@vaadin/react-components/ProgressBar.js';
import { CatalogueGate } from '../components/CatalogueGate';
import { EmptyState } from '../components/EmptyState';
import { counted, formatNumber, formatSize } from '../components/format';
import { currentLocale, key, translate } from '../components/i18n';
import { joined } from '../components/lectureLine';
import { LectureRow } from '../components/LectureRow';
import { RemoveDownload } from '../components/RemoveDownload';
import { Section } from '../components/Section';
import { useLive, useLivePart } from '../components/useLive';
import { ViewHeader } from '../components/ViewHeader';
import { type DownloadState, type DownloadView, offline } from '../offline/index';
import './downloads.css';

/** What is held and what is free, where the browser says it; a region named "Space". */
function Space({ count }: { readonly count: number }) {
  const { downloadedBytes, freeBytes, persisted } = useLive(offline.storage);
  const locale = currentLocale();
  const safe = persisted === true ? translate(key`downloads.safe`) : '';
  return (
    <section className="card downloads-space" aria-label={translate(key`downloads.space`)}>
      <p className="downloads-space-line">
        <strong>{translate(key`downloads.held`, { size: formatSize(locale, downloadedBytes) })}</strong>
        {freeBytes !== null && (
          <span className="second">
            {translate(key`downloads.free`, { size: formatSize(locale, freeBytes) })}
          </span>
        )}
      </p>
      {freeBytes !== null && (
        <ProgressBar
          value={downloadedBytes / Math.max(1, downloadedBytes + freeBytes)}
          aria-label={translate(key`downloads.space`)}
        />
      )}
      <p className="second">{joined(translate(key`downloads.lectures`, counted(locale, count)), safe)}</p>
    </section>
  );
}

interface GroupProps {
  readonly title: string;
  readonly downloads: readonly DownloadView[];
}

function DownloadRow({ lectureId, state }: { readonly lectureId: string; readonly state: DownloadState }) {
  const title = useLivePart(offline.catalogue, (catalogue) => catalogue.lectures.get(lectureId)?.title ?? '');
  const ready = state === 'ready';
  return (
    <LectureRow lectureId={lectureId} lead="cover" action={ready ? 'play' : 'download'}>
      <RemoveDownload lectureId={lectureId} title={title} look="row" />
    </LectureRow>
  );
}

function Group({ title, downloads }: GroupProps) {
  if (downloads.length === 0) {
    return null;
  }
  return (
    <Section
      title={title}
      end={
        <span className="second" aria-hidden="true">
          {formatNumber(currentLocale(), downloads.length)}
        </span>
      }
    >
      <ul className="lecture-rows">
        {downloads.map(({ lectureId, state }) => (
          <DownloadRow key={lectureId} lectureId={lectureId} state={state} />
        ))}
      </ul>
    </Section>
  );
}

function Groups() {
  const all = [...useLive(offline.downloads).values()];
  const inState = (...states: readonly DownloadState[]) => all.filter(({ state }) => states.includes(state));
  if (all.length === 0) {
    return (
      <EmptyState title={translate(key`downloads.empty`)}>
        <p>{translate(key`downloads.empty.advice`)}</p>
      </EmptyState>
    );
  }
  return (
    <>
      <Space count={all.length} />
      <Group title={translate(key`downloads.attention`)} downloads={inState('stopped', 'missing')} />
      <Group title={translate(key`downloads.running`)} downloads={inState('downloading', 'queued')} />
      <Group title={translate(key`downloads.waiting`)} downloads={inState('waiting')} />
      <Group title={translate(key`downloads.paused`)} downloads={inState('paused')} />
      <Group title={translate(key`downloads.ready`)} downloads={inState('ready')} />
    </>
  );
}

/** Regions "Needs your attention", "Downloading", "Waiting for the network", "Paused", "Ready". */
export default function DownloadsView() {
  return (
    <>
      <ViewHeader title={translate(key`downloads.title`)} offlineInWords />
      <CatalogueGate>
        <Groups />
      </CatalogueGate>
    </>
  );
}
