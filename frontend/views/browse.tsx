import { TextField } from '@vaadin/react-components/TextField.js';
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Link, NavigationType, useLocation, useNavigationType, useSearchParams } from 'react-router';
import { CatalogueGate } from '../features/catalogue/CatalogueGate';
import { titleOrder } from '../features/catalogue/titleOrder';
import { currentLocale, key, translate } from '../i18n/i18n';
import { ForwardIcon, SearchIcon } from '../ui/icons';
import { Throttle } from '../features/search/throttle';
import { RecentSearches } from '../features/search/RecentSearches';
import { ScholarContents } from '../features/scholar/ScholarContents';
import { ScholarIndex } from '../features/scholar/ScholarIndex';
import { rememberSearch } from '../features/search/searchHistory';
import { SearchResults } from '../features/search/SearchResults';
import { Section } from '../ui/Section';
import { useLive } from '../ui/useLive';
import { ViewHeader } from '../features/frame/ViewHeader';
import { offline } from '../offline/index';
import './browse.css';

/** More scholars are listed by name alone, with an index of their letters. */
const INDEX_FROM = 20;

function Scholars() {
  const { scholars } = useLive(offline.catalogue);
  const locale = currentLocale();
  const listed = useMemo(() => {
    const order = titleOrder(locale);
    return [...scholars.values()]
      .filter((scholar) => scholar.seriesIds.length + scholar.lectureIds.length > 0)
      .sort((a, b) => order(a.name, b.name));
  }, [scholars, locale]);
  if (listed.length > INDEX_FROM) {
    return <ScholarIndex scholars={listed} />;
  }
  return listed.map((scholar) => (
    <Section
      key={scholar.id}
      title={
        <Link to={`/scholars/${scholar.id}`} className="browse-scholar">
          <bdi>{scholar.name}</bdi>
          <ForwardIcon size={18} />
        </Link>
      }
    >
      <ScholarContents scholar={scholar} brief />
    </Section>
  ));
}

/** The up and down arrows move between the field and the results. */
function moveAlongResults(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') {
    return;
  }
  const stops = [
    ...event.currentTarget.querySelectorAll<HTMLElement>('.browse-search input, [data-search-result]'),
  ];
  const here = stops.findIndex((stop) => stop === document.activeElement);
  const next = stops[here + (event.key === 'ArrowDown' ? 1 : -1)];
  if (here >= 0 && next !== undefined) {
    event.preventDefault();
    next.focus();
  }
}

/** Safari allows 100 changes of the address in 30 s. A key that is held down would make more. */
const addressEveryMs = 400;

/**
 * The query is in the address, so that coming back from a result shows the results again. The field shows what is typed
 * at once; the address follows a moment later, or at once after `settle`. When the address changes otherwise, by a link
 * or by going back, the field follows it.
 */
function useQuery(): { query: string; search: (query: string) => void; settle: () => void } {
  const [parameters, setParameters] = useSearchParams();
  const [query, setQuery] = useState(parameters.get('q') ?? '');
  const write = useRef(setParameters);
  const [address] = useState(
    () =>
      new Throttle<string>(addressEveryMs, (wanted) => {
        write.current(wanted === '' ? {} : { q: wanted }, { replace: true });
      }),
  );
  const { key: place } = useLocation();
  const isTyped = useNavigationType() === NavigationType.Replace;
  const [followed, setFollowed] = useState(place);
  if (followed !== place) {
    setFollowed(place);
    if (!isTyped) {
      setQuery(parameters.get('q') ?? '');
    }
  }
  useEffect(() => {
    write.current = setParameters;
  });
  useEffect(() => {
    if (!isTyped) {
      address.cancel(); // The listener went elsewhere.
    }
  }, [address, place, isTyped]);
  useEffect(
    () => () => {
      address.cancel();
    },
    [address],
  );
  return {
    query,
    search: (wanted) => {
      if (wanted !== query) {
        setQuery(wanted);
        address.push(wanted);
      }
    },
    settle: () => {
      address.flush();
    },
  };
}

/** The catalogue by scholar or, once something is typed, the results: regions "Scholars", "Series", "Lectures". */
export default function BrowseView() {
  const { query, search, settle } = useQuery();
  // A typed letter is shown before its results are.
  const wanted = useDeferredValue(query.trim());
  const latest = useRef('');
  useEffect(() => {
    latest.current = wanted;
  }, [wanted]);
  useEffect(() => {
    // Makes the search ready before the first letter.
    offline.search('', 0);
    return () => {
      const { counts } = offline.search(latest.current, 0);
      if (counts.scholars + counts.series + counts.lectures > 0) {
        rememberSearch(latest.current);
      }
    };
  }, []);
  return (
    <div
      onKeyDown={moveAlongResults}
      // Runs before a result is chosen, which leaves this address.
      onPointerDownCapture={settle}
      onKeyDownCapture={(event) => {
        if (event.key === 'Enter') {
          settle();
        }
      }}
    >
      <ViewHeader title={translate(key`browse.title`)} />
      <TextField
        className="browse-search"
        accessibleName={translate(key`browse.search`)}
        placeholder={translate(key`browse.search.hint`)}
        clearButtonVisible
        value={query}
        onValueChanged={(event) => {
          search(event.detail.value);
        }}
        onInput={(event) => {
          search((event.target as HTMLInputElement).value);
        }}
      >
        <span slot="prefix">
          <SearchIcon size={20} />
        </span>
      </TextField>
      <CatalogueGate>
        {wanted === '' ? (
          <>
            <RecentSearches onChoose={search} />
            <Scholars />
          </>
        ) : (
          <SearchResults query={wanted} />
        )}
      </CatalogueGate>
    </div>
  );
}
