import { TextField } from '@vaadin/react-components/TextField.js';
import { useState } from 'react';
import { Link } from 'react-router';
import { CatalogueGate } from '../components/CatalogueGate';
import { EmptyState } from '../components/EmptyState';
import { key, translate } from '../components/i18n';
import { ForwardIcon, SearchIcon } from '../components/icons';
import { matches } from '../components/matches';
import { ScholarWorks } from '../components/ScholarWorks';
import { Section } from '../components/Section';
import { useLive } from '../components/useLive';
import { ViewHeader } from '../components/ViewHeader';
import { offline, type CatalogueView, type ScholarView } from '../offline/index';
import './browse.css';

/** What of a scholar's work the listener looks for: all of it when the name itself was meant. */
function found(catalogue: CatalogueView, scholar: ScholarView, query: string): ScholarView {
  if (matches(query, scholar.name)) {
    return scholar;
  }
  return {
    ...scholar,
    seriesIds: scholar.seriesIds.filter((id) => {
      const series = catalogue.series.get(id);
      const lectures =
        series?.lectureIds.map((lectureId) => catalogue.lectures.get(lectureId)?.title ?? '') ?? [];
      return matches(query, scholar.name, series?.title ?? '', ...lectures);
    }),
    lectureIds: scholar.lectureIds.filter((id) =>
      matches(query, scholar.name, catalogue.lectures.get(id)?.title ?? ''),
    ),
  };
}

function Scholars({ query }: { readonly query: string }) {
  const catalogue = useLive(offline.catalogue);
  const scholars = [...catalogue.scholars.values()]
    .map((scholar) => found(catalogue, scholar, query))
    .filter((scholar) => scholar.seriesIds.length + scholar.lectureIds.length > 0);
  if (scholars.length === 0) {
    return (
      <EmptyState title={translate(key`browse.nothing`)}>
        <p>{translate(key`browse.nothing.advice`)}</p>
      </EmptyState>
    );
  }
  return scholars.map((scholar) => (
    <Section
      key={scholar.id}
      title={
        <Link to={`/scholars/${scholar.id}`} className="browse-scholar">
          <bdi>{scholar.name}</bdi>
          <ForwardIcon size={18} />
        </Link>
      }
    >
      <ScholarWorks scholar={scholar} />
    </Section>
  ));
}

export default function BrowseView() {
  const [query, setQuery] = useState('');
  return (
    <>
      <ViewHeader title={translate(key`browse.title`)} />
      <TextField
        className="browse-search"
        aria-label={translate(key`browse.search`)}
        placeholder={translate(key`browse.search.hint`)}
        clearButtonVisible
        value={query}
        onValueChanged={(event) => {
          setQuery(event.detail.value);
        }}
        onInput={(event) => {
          setQuery((event.target as HTMLInputElement).value);
        }}
      >
        <span slot="prefix">
          <SearchIcon size={20} />
        </span>
      </TextField>
      <CatalogueGate>
        <Scholars query={query} />
      </CatalogueGate>
    </>
  );
}
