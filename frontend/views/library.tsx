import { isInProgress } from '../components/availability';
import { CatalogueGate } from '../components/CatalogueGate';
import { EmptyState } from '../components/EmptyState';
import { key, translate } from '../components/i18n';
import { LectureRow } from '../components/LectureRow';
import { Section } from '../components/Section';
import { useLive } from '../components/useLive';
import { ViewHeader } from '../components/ViewHeader';
import { offline, type ListeningView } from '../offline/index';

interface ShelfProps {
  readonly title: string;
  readonly lectures: readonly ListeningView[];
}

function Shelf({ title, lectures }: ShelfProps) {
  if (lectures.length === 0) {
    return null;
  }
  return (
    <Section title={title}>
      <ul className="lecture-rows">
        {lectures.map(({ lectureId }) => (
          <LectureRow key={lectureId} lectureId={lectureId} lead="cover" action="play" />
        ))}
      </ul>
    </Section>
  );
}

function Shelves() {
  const listening = useLive(offline.listening);
  const byLastHeard = [...listening.values()].sort((a, b) => (b.listenedAt ?? 0) - (a.listenedAt ?? 0));
  const inProgress = byLastHeard.filter(isInProgress);
  const favorites = byLastHeard.filter((state) => state.favorite);
  const completed = byLastHeard.filter((state) => state.completed);
  if (inProgress.length + favorites.length + completed.length === 0) {
    return (
      <EmptyState title={translate(key`library.empty`)}>
        <p>{translate(key`library.empty.advice`)}</p>
      </EmptyState>
    );
  }
  return (
    <>
      <Shelf title={translate(key`library.progress`)} lectures={inProgress} />
      <Shelf title={translate(key`library.favorites`)} lectures={favorites} />
      <Shelf title={translate(key`library.completed`)} lectures={completed} />
    </>
  );
}

/** What the listener made their own: regions "In progress", "Favorites", "Completed". */
export default function LibraryView() {
  return (
    <>
      <ViewHeader title={translate(key`library.title`)} />
      <CatalogueGate>
        <Shelves />
      </CatalogueGate>
    </>
  );
}
