import { Button } from '@vaadin/react-components/Button.js';
import { useEffect, useState } from 'react';
import { EmptyState } from '../ui/EmptyState';
import { formatMoment } from '../i18n/format';
import { currentLocale, key, translate } from '../i18n/i18n';
import { eventWords } from '../features/journal/journalWords';
import { saveAs } from '../features/journal/saveAs';
import { Section } from '../ui/Section';
import { useCommand } from '../ui/useCommand';
import { LongList } from '../ui/list/LongList';
import { useLive } from '../ui/useLive';
import { ViewHeader } from '../features/frame/ViewHeader';
import { type JournalEntryView, type JournalView, offline } from '../offline/index';
import './journal.css';

/** The journal, read when the view is opened, after each synchronization, and when the account changes. */
function useJournal(): JournalView | null {
  const [journal, setJournal] = useState<JournalView | null>(null);
  const { running, pending, rejected } = useLive(offline.sync);
  const { listenerId } = useLive(offline.account);
  const run = useCommand();
  useEffect(() => {
    let shown = true;
    run(
      offline.journal().then((read) => {
        if (shown) {
          setJournal(read);
        }
      }),
    );
    return () => {
      shown = false;
    };
  }, [run, running, pending, rejected, listenerId]);
  return journal;
}

function Entries({
  name,
  entries,
}: {
  readonly name: string;
  readonly entries: readonly JournalEntryView[];
}) {
  const { lectures, arriving } = useLive(offline.catalogue);
  const locale = currentLocale();
  const titleOf = (lectureId: string) =>
    lectures.get(lectureId)?.title ??
    (arriving === null ? translate(key`journal.lecture.unknown`) : translate(key`journal.lecture.unread`));
  // Numbered from the oldest on, so that an entry keeps its id when newer ones come.
  const byId = new Map(entries.map((entry, index) => [`${entry.at} ${entries.length - index}`, entry]));
  return (
    <LongList
      name={`journal/${name}`}
      ids={[...byId.keys()]}
      ordered
      className="journal"
      row={(id, place) => {
        const entry = byId.get(id);
        return entry === undefined ? null : (
          <li key={id} {...place}>
            <time className="second" dateTime={new Date(entry.at).toISOString()}>
              {formatMoment(locale, entry.at)}
            </time>
            <span>{eventWords(entry.event, titleOf)}</span>
          </li>
        );
      }}
    />
  );
}

/** Regions "Refused by the server", if anything was, and "What happened"; button "Save as a file". */
export default function JournalPage() {
  const journal = useJournal();
  const run = useCommand();
  return (
    <>
      <ViewHeader title={translate(key`journal.title`)} back="/settings" />
      <p className="prose">{translate(key`journal.words`)}</p>
      {journal !== null && journal.entries.length === 0 && (
        <EmptyState title={translate(key`journal.empty`)}>
          <p>{translate(key`journal.empty.advice`)}</p>
        </EmptyState>
      )}
      {journal !== null && journal.entries.length > 0 && (
        <>
          <Button
            className="journal-export"
            onClick={() => {
              run(
                offline.exportJournal().then((text) => {
                  saveAs('salafi-durus-journal.json', text);
                }),
              );
            }}
          >
            {translate(key`journal.export`)}
          </Button>
          {journal.rejected.length > 0 && (
            <Section title={translate(key`journal.refused`)}>
              <Entries name="refused" entries={journal.rejected} />
            </Section>
          )}
          <Section title={translate(key`journal.happened`)}>
            <Entries name="happened" entries={journal.entries} />
          </Section>
        </>
      )}
    </>
  );
}
