import { counted, formatNumber } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { SearchIcon } from '../../ui/icons';

interface FindInListProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** How many lectures are shown for the query; null without a query. */
  readonly found: number | null;
  readonly numbered: boolean;
  /** The number of the lesson that the query names; null for none. */
  readonly lesson: number | null;
  readonly onLesson: () => void;
}

/** The field "Find in this list", how many were found, and the button "Go to lesson 30", which Enter presses, too. */
export function FindInList({ query, onQuery, found, numbered, lesson, onLesson }: FindInListProps) {
  const locale = currentLocale();
  return (
    <div className="find-in-list" role="search">
      <label className="find-in-list-field">
        <SearchIcon size={20} />
        <input
          type="search"
          aria-label={translate(key`list.find`)}
          placeholder={numbered ? translate(key`list.find.numbered`) : translate(key`list.find`)}
          enterKeyHint={lesson === null ? 'search' : 'go'}
          value={query}
          onChange={(event) => {
            onQuery(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && lesson !== null) {
              event.preventDefault();
              onLesson();
            }
          }}
        />
      </label>
      {lesson !== null && (
        <button type="button" className="text-link" onClick={onLesson}>
          {translate(key`list.go`, { number: formatNumber(locale, lesson) })}
        </button>
      )}
      <span className="second" role="status">
        {found === null ? '' : translate(key`search.found`, counted(locale, found))}
      </span>
    </div>
  );
}
