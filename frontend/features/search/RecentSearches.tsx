import { Button } from '@vaadin/react-components/Button.js';
import { useState } from 'react';
import { key, translate } from '../../i18n/i18n';
import { forgetSearches, recentSearches } from './searchHistory';
import { Section } from '../../ui/Section';

/** Region "Recent searches": a tap searches again, "Forget" removes all. Absent when there are none. */
export function RecentSearches({ onChoose }: { readonly onChoose: (query: string) => void }) {
  const [searches, setSearches] = useState(recentSearches);
  if (searches.length === 0) {
    return null;
  }
  return (
    <Section
      title={translate(key`search.recent`)}
      end={
        <Button
          theme="tertiary"
          onClick={() => {
            forgetSearches();
            setSearches([]);
          }}
        >
          {translate(key`search.forget`)}
        </Button>
      }
    >
      <ul className="recent-searches">
        {searches.map((query) => (
          <li key={query}>
            <button
              type="button"
              className="pill-button"
              onClick={() => {
                onChoose(query);
              }}
            >
              <bdi>{query}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
