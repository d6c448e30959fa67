import { Button } from '@vaadin/react-components/Button.js';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { CatalogueGate } from '../features/catalogue/CatalogueGate';
import { ConfirmRemoval } from '../features/downloads/ConfirmRemoval';
import { EmptyState } from '../ui/EmptyState';
import { counted, formatNumber, formatSize } from '../i18n/format';
import { currentLocale, key, translate } from '../i18n/i18n';
import { LectureListItem } from '../features/lecture/LectureListItem';
import { NoSpaceLeft } from '../features/downloads/NoSpaceLeft';
import { RemoveCompleted } from '../features/downloads/RemoveCompleted';
import { RemoveDownload } from '../features/downloads/RemoveDownload';
import { Section } from '../ui/Section';
import { downloadsIn } from '../features/lecture/lectureLists';
import { SpaceHeld } from '../features/downloads/SpaceHeld';
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

/** Null unless lectures are being selected. */
const Selection = createContext<Selecting | null>(null);

interface GroupProps {
  readonly title: string;
  readonly downloads: readonly DownloadView[];
  /** At the end of the heading's line, before the number. */
  readonly children?: ReactNode;
}

function DownloadRow({ lectureId, state }: { readonly lectureId: string; readonly state: DownloadState }) {
  const title = useLivePart(offline.catalogue, (catalogue) => catalogue.lectures.get(lectureId)?.title ?? '');
  const selection = useContext(Selection);
  const ready = state === 'ready';
  return (
    <LectureListItem
      lectureId={lectureId}
      lead="cover"
      action={selection !== null ? 'none' : ready ? 'play' : 'download'}
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

function Group({ title, downloads, children }: GroupProps) {
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
      <ul className="lecture-rows downloads-rows">
        {downloads.map(({ lectureId, state }) => (
          <DownloadRow key={lectureId} lectureId={lectureId} state={state} />
        ))}
      </ul>
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
      {groups.map(({ title, downloads }, index) => (
        <Group key={title} title={title} downloads={downloads}>
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
