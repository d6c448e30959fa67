import { Button } from '@vaadin/react-components/Button.js';
import { createContext, Fragment, type ReactNode, useContext, useMemo, useState } from 'react';
import { AllDownloads } from '../features/downloads/AllDownloads';
import { CatalogueGate } from '../features/catalogue/CatalogueGate';
import { ConfirmRemoval } from '../features/downloads/ConfirmRemoval';
import { EmptyState } from '../ui/EmptyState';
import { counted, formatNumber, formatSize } from '../i18n/format';
import { currentLocale, key, translate } from '../i18n/i18n';
import { LectureList } from '../features/lecture/LectureList';
import { LectureListItem } from '../features/lecture/LectureListItem';
import { NoSpaceLeft } from '../features/downloads/NoSpaceLeft';
import { RemoveCompleted } from '../features/downloads/RemoveCompleted';
import { RemoveDownload } from '../features/downloads/RemoveDownload';
import { SeriesDownloads } from '../features/series/SeriesDownloads';
import { Section } from '../ui/Section';
import { downloadsIn } from '../features/lecture/lectureLists';
import { SpaceHeld } from '../features/downloads/SpaceHeld';
import type { RowPlace } from '../ui/list/LongList';
import { useLive, useLivePart } from '../ui/useLive';
import { ViewHeader } from '../features/frame/ViewHeader';
import { type DownloadState, type DownloadView, offline } from '../offline/index';
import './downloads.css';

interface Selecting {
  readonly chosen: ReadonlySet<string>;
  readonly toggle: (lectureId: string) => void;
}

interface SelectionProps {
  readonly selection: Selecting | null;
  readonly setChosen: (chosen: ReadonlySet<string> | null) => void;
}

interface RemoveSelectedProps extends SelectionProps {
  readonly all: readonly DownloadView[];
}

/** The groups in the order in which they are shown. Downloads that need the listener come first. */
const kinds: ReadonlyArray<{ readonly titled: () => string; readonly states: readonly DownloadState[] }> = [
  { titled: () => translate(key`downloads.attention`), states: ['stopped', 'missing'] },
  { titled: () => translate(key`downloads.running`), states: ['downloading', 'queued'] },
  { titled: () => translate(key`downloads.waiting`), states: ['waiting'] },
  { titled: () => translate(key`downloads.paused`), states: ['paused'] },
  { titled: () => translate(key`downloads.ready`), states: ['ready'] },
];

const SHOWN_STATES = kinds.flatMap(({ states }) => states);

/** Null unless lectures are being selected. */
const Selection = createContext<Selecting | null>(null);

interface GroupProps {
  readonly name: string;
  readonly title: string;
  readonly downloads: readonly DownloadView[];
  /** Of all states. */
  readonly all: readonly DownloadView[];
  /** At the end of the heading's line, before the number. */
  readonly children?: ReactNode;
}

interface DownloadRowProps {
  readonly lectureId: string;
  readonly underSeries: boolean;
  readonly place: RowPlace;
}

function DownloadRow({ lectureId, underSeries, place }: DownloadRowProps) {
  const title = useLivePart(offline.catalogue, (catalogue) => catalogue.lectures.get(lectureId)?.title ?? '');
  const ready = useLivePart(offline.downloads, (downloads) => downloads.get(lectureId)?.state === 'ready');
  const selection = useContext(Selection);
  return (
    <LectureListItem
      lectureId={lectureId}
      lead="cover"
      action={selection !== null ? 'none' : ready ? 'play' : 'download'}
      underSeries={underSeries}
      place={place}
    >
      {selection === null ? (
        <RemoveDownload lectureId={lectureId} title={title} look="row" />
      ) : (
        <label className="downloads-select">
          <input
            type="checkbox"
            aria-label={translate(key`downloads.select.named`, { title })}
            checked={selection.chosen.has(lectureId)}
            onChange={() => {
              selection.toggle(lectureId);
            }}
          />
        </label>
      )}
    </LectureListItem>
  );
}

/** "Select", and "Done". */
function SelectButton({ selection, setChosen }: SelectionProps) {
  return (
    <button
      type="button"
      className="text-link"
      onClick={() => {
        setChosen(selection === null ? new Set() : null);
      }}
    >
      {selection === null ? translate(key`downloads.select`) : translate(key`downloads.select.done`)}
    </button>
  );
}

/** "Remove 3 lectures · 120 MB", once lectures are selected. It is within the reach of the thumb. */
function RemoveSelected({ all, selection, setChosen }: RemoveSelectedProps) {
  const [asking, setAsking] = useState(false);
  const locale = currentLocale();
  const chosen = all.filter(({ lectureId }) => selection?.chosen.has(lectureId));
  const size = formatSize(
    locale,
    chosen.reduce((sum, { storedBytes }) => sum + storedBytes, 0),
  );
  const count = counted(locale, chosen.length);
  return (
    <div className="downloads-chosen">
      {chosen.length > 0 && (
        <Button
          theme="primary"
          onClick={() => {
            setAsking(true);
          }}
        >
          {translate(key`downloads.select.remove`, { ...count, size })}
        </Button>
      )}
      {asking && (
        <ConfirmRemoval
          title={translate(key`downloads.select.title`)}
          words={translate(key`downloads.completed.words`, { ...count, size })}
          lectureIds={chosen.map(({ lectureId }) => lectureId)}
          onClosed={() => {
            setAsking(false);
            setChosen(null);
          }}
        />
      )}
    </div>
  );
}

/** The downloads of one state, by series. Lectures without a series come last. */
function Group({ name, title, downloads, all, children }: GroupProps) {
  const lectures = useLivePart(offline.catalogue, (catalogue) => catalogue.lectures);
  const selection = useContext(Selection);
  const seriesOf = ({ lectureId }: DownloadView) => lectures.get(lectureId)?.seriesId ?? null;
  const titleOf = (seriesId: string) => {
    const one = downloads.find((download) => seriesOf(download) === seriesId);
    return lectures.get(one?.lectureId ?? '')?.seriesTitle ?? '';
  };
  const bySeries = [...new Set(downloads.map(seriesOf))].sort(
    (a, b) => Number(a === null) - Number(b === null),
  );
  const listOf = (seriesId: string | null) => (
    <LectureList
      name={`downloads/${name}/${seriesId ?? ''}`}
      className="downloads-rows"
      lectureIds={downloads.filter((one) => seriesOf(one) === seriesId).map(({ lectureId }) => lectureId)}
      row={(lectureId, place) => (
        <DownloadRow key={lectureId} lectureId={lectureId} underSeries={seriesId !== null} place={place} />
      )}
    />
  );
  return (
    <Section
      title={
        <>
          {title}
          <span className="downloads-count" aria-hidden="true">
            {' '}
            {formatNumber(currentLocale(), downloads.length)}
          </span>
        </>
      }
      end={children}
    >
      {bySeries.map((seriesId) =>
        seriesId === null ? (
          <Fragment key="">{listOf(null)}</Fragment>
        ) : (
          <SeriesDownloads
            key={seriesId}
            seriesId={seriesId}
            title={titleOf(seriesId)}
            downloads={all.filter((one) => seriesOf(one) === seriesId)}
            withMenu={selection === null}
          >
            {listOf(seriesId)}
          </SeriesDownloads>
        ),
      )}
    </Section>
  );
}

function Groups() {
  const all = [...useLive(offline.downloads).values()];
  const catalogue = useLive(offline.catalogue);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const selection = useMemo(
    () =>
      chosen && {
        chosen,
        toggle: (lectureId: string) => {
          const next = new Set(chosen);
          if (!next.delete(lectureId)) {
            next.add(lectureId);
          }
          setChosen(next);
        },
      },
    [chosen],
  );
  const running = all.some(({ state }) => ['downloading', 'queued', 'waiting'].includes(state));
  const groups = kinds
    .map(({ titled, states }) => ({
      name: states.join(),
      title: titled(),
      downloads: downloadsIn(states, all, catalogue),
    }))
    .filter(({ downloads }) => downloads.length > 0);
  if (all.length === 0) {
    return (
      <EmptyState title={translate(key`downloads.empty`)}>
        <p>{translate(key`downloads.empty.advice`)}</p>
      </EmptyState>
    );
  }
  return (
    <Selection.Provider value={selection}>
      <NoSpaceLeft />
      <section className="downloads-space" aria-label={translate(key`downloads.space`)}>
        <SpaceHeld>{selection === null && <RemoveCompleted />}</SpaceHeld>
      </section>
      {running && <p className="downloads-open second">{translate(key`downloads.open`)}</p>}
      <AllDownloads downloads={downloadsIn(SHOWN_STATES, all, catalogue)} />
      {groups.map(({ name, title, downloads }, index) => (
        <Group key={name} name={name} title={title} downloads={downloads} all={all}>
          {index === groups.length - 1 && <SelectButton selection={selection} setChosen={setChosen} />}
        </Group>
      ))}
      <RemoveSelected all={all} selection={selection} setChosen={setChosen} />
    </Selection.Provider>
  );
}

/** Regions "Needs your attention", "Downloading", "Waiting", "Paused", "Ready". */
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
