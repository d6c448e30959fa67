import { useMemo } from 'react';
import { Link } from 'react-router';
import { offline, type CatalogueView, type SearchView } from '../../offline/index';
import { CoverLine } from '../catalogue/CoverLine';
import { EmptyState } from '../../ui/EmptyState';
import { Highlight } from './Highlight';
import { counted, formatNumber } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { joined } from '../catalogue/lectureLine';
import { Section } from '../../ui/Section';
import { useLive } from '../../ui/useLive';
import './SearchResults.css';

/** Results of each kind: as many as one looks through before one types another letter. */
const mostOfAKind = 30;

interface ResultProps {
  readonly to: string;
  readonly coverId: string;
  readonly title: string;
  readonly details: string;
  readonly query: string;
}

function Result({ to, coverId, title, details, query }: ResultProps) {
  return (
    <li className="search-result">
      <Link to={to} className="cover-line" data-search-result>
        <CoverLine coverId={coverId}>
          <span className="search-result-title">
            <Highlight text={title} query={query} />
          </span>
          {details !== '' && (
            <span className="second">
              <Highlight text={details} query={query} />
            </span>
          )}
        </CoverLine>
      </Link>
    </li>
  );
}

/** The results of each kind that has some. */
function resultsOf(catalogue: CatalogueView, found: SearchView) {
  const locale = currentLocale();
  const present = <View,>(ids: readonly string[], from: ReadonlyMap<string, View>) =>
    ids.map((id) => from.get(id)).filter((view) => view !== undefined);
  return [
    {
      title: translate(key`search.scholars`),
      count: found.counts.scholars,
      results: present(found.scholars, catalogue.scholars).map(({ id, name, seriesIds }) => ({
        ...{ to: `/scholars/${id}`, coverId: id, title: name },
        details:
          seriesIds.length > 0 ? translate(key`search.series.count`, counted(locale, seriesIds.length)) : '',
      })),
    },
    {
      title: translate(key`search.series`),
      count: found.counts.series,
      results: present(found.series, catalogue.series).map(({ id, title, scholarName }) => ({
        ...{ to: `/series/${id}`, coverId: id, title, details: scholarName },
      })),
    },
    {
      title: translate(key`search.lectures`),
      count: found.counts.lectures,
      results: present(found.lectures, catalogue.lectures).map(
        ({ id, title, seriesId, seriesTitle, scholarName }) => ({
          ...{ to: `/lectures/${id}`, coverId: seriesId ?? id, title },
          details: joined(seriesTitle ?? '', scholarName),
        }),
      ),
    },
  ].filter(({ results }) => results.length > 0);
}

/** The scholars, series and lectures that match. Each kind is a region, with the best match first and matches marked. */
export function SearchResults({ query }: { readonly query: string }) {
  const catalogue = useLive(offline.catalogue);
  const { complete: indexed, revision } = useLive(offline.searchIndex);
  const complete = indexed && catalogue.arriving === null;
  const kinds = useMemo(
    () => resultsOf(catalogue, offline.search(query, mostOfAKind)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what a search finds depends on the index
    [catalogue, query, revision],
  );
  const locale = currentLocale();
  const total = kinds.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <p className="spoken" role="status">
        {total === 0 && !complete ? '' : translate(key`search.found`, counted(locale, total))}
      </p>
      {!complete && <p className="second">{translate(key`search.indexing`)}</p>}
      {total === 0 && complete && (
        <EmptyState title={translate(key`browse.nothing`)}>
          <p>{translate(key`browse.nothing.advice`)}</p>
        </EmptyState>
      )}
      {kinds.map(({ title, count, results }) => (
        <Section
          key={title}
          title={title}
          end={<span className="second">{formatNumber(locale, count)}</span>}
        >
          <ul className="search-results">
            {results.map((result) => (
              <Result key={result.to} query={query} {...result} />
            ))}
          </ul>
          {count > results.length && <p className="second">{translate(key`search.more`)}</p>}
        </Section>
      ))}
    </>
  );
}
