import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { CatalogueGate } from '../features/catalogue/CatalogueGate';
import { EmptyState } from '../ui/EmptyState';
import { key, translate } from '../i18n/i18n';
import { LectureList } from '../features/lecture/LectureList';
import { LectureListItem } from '../features/lecture/LectureListItem';
import { completed, favorites, history, inProgress } from '../features/lecture/lectureLists';
import { Tabs } from '../ui/Tabs';
import { useLive } from '../ui/useLive';
import { ViewHeader } from '../features/frame/ViewHeader';
import { offline } from '../offline/index';

const names = ['progress', 'favorites', 'completed', 'history'] as const;
type Name = (typeof names)[number];

function titleOf(name: Name): string {
  switch (name) {
    case 'progress':
      return translate(key`library.progress`);
    case 'favorites':
      return translate(key`library.favorites`);
    case 'completed':
      return translate(key`library.completed`);
    case 'history':
      return translate(key`library.history`);
  }
}

/** How something comes into a list that is empty. */
function adviceOf(name: Name): string {
  switch (name) {
    case 'progress':
      return translate(key`library.progress.advice`);
    case 'favorites':
      return translate(key`library.favorites.advice`);
    case 'completed':
      return translate(key`library.completed.advice`);
    case 'history':
      return translate(key`library.history.advice`);
  }
}

function ListenersOwn({ name }: { readonly name: Name }) {
  const listening = useLive(offline.listening);
  const catalogue = useLive(offline.catalogue);
  const lectureIds = useMemo(() => {
    switch (name) {
      case 'progress':
        return inProgress(listening);
      case 'favorites':
        return favorites(listening, catalogue);
      case 'completed':
        return completed(listening);
      case 'history':
        return history(listening);
    }
  }, [name, listening, catalogue]);
  if (lectureIds.length === 0) {
    return (
      <EmptyState title={translate(key`library.empty`)}>
        <p>{adviceOf(name)}</p>
      </EmptyState>
    );
  }
  return (
    <LectureList
      name={`library/${name}`}
      lectureIds={lectureIds}
      row={(lectureId, place) => (
        <LectureListItem key={lectureId} lectureId={lectureId} lead="cover" action="play" place={place} />
      )}
    />
  );
}

/** The listener's own lists: tabs "In progress", "Favorites", "Completed", "History". */
export default function LibraryView() {
  // The tab is in the address, so that coming back from a lecture shows the same one.
  const [parameters, setParameters] = useSearchParams();
  const chosen = names.find((name) => name === parameters.get('tab')) ?? 'progress';
  return (
    <>
      <ViewHeader title={translate(key`library.title`)} />
      <CatalogueGate>
        <Tabs
          label={translate(key`library.title`)}
          tabs={names.map((name) => ({ name, title: titleOf(name) }))}
          chosen={chosen}
          onChoose={(name) => {
            setParameters({ tab: name }, { replace: true });
          }}
        >
          <ListenersOwn key={chosen} name={chosen} />
        </Tabs>
      </CatalogueGate>
    </>
  );
}
