import { useId, useMemo, useRef } from 'react';
import { Link } from 'react-router';
import type { ScholarView } from '../../offline/index';
import { joined } from '../catalogue/lectureLine';
import { letterOf } from '../catalogue/titleOrder';
import { counted } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { ForwardIcon } from '../../ui/icons';
import { AlphabetIndex } from '../../ui/list/AlphabetIndex';
import { LongList, type LongListHandle, type RowPlace } from '../../ui/list/LongList';
import './ScholarIndex.css';

interface ScholarRowProps {
  readonly scholar: ScholarView;
  /** The letter of the first name under it. Empty for the others. */
  readonly letter: string;
  readonly place: RowPlace;
}

function ScholarRow({ scholar, letter, place }: ScholarRowProps) {
  const detailsId = useId();
  const locale = currentLocale();
  const { seriesIds, lectureIds } = scholar;
  return (
    <li {...place} className="scholar-row covered">
      <span className="scholar-row-letter" aria-hidden="true">
        {letter}
      </span>
      <span className="scholar-row-words">
        <Link to={`/scholars/${scholar.id}`} className="covering" aria-describedby={detailsId}>
          <bdi>{scholar.name}</bdi>
        </Link>
        <span id={detailsId} className="second">
          {joined(
            seriesIds.length > 0
              ? translate(key`search.series.count`, counted(locale, seriesIds.length))
              : '',
            lectureIds.length > 0
              ? translate(key`downloads.lectures`, counted(locale, lectureIds.length))
              : '',
          )}
        </span>
      </span>
      <ForwardIcon size={18} />
    </li>
  );
}

/** Many scholars, in order: a row for each, and an index of their letters. */
export function ScholarIndex({ scholars }: { readonly scholars: readonly ScholarView[] }) {
  const list = useRef<LongListHandle>(null);
  const byId = useMemo(() => new Map(scholars.map((scholar) => [scholar.id, scholar])), [scholars]);
  const ids = useMemo(() => scholars.map(({ id }) => id), [scholars]);
  const firsts = useMemo(() => {
    const found = new Map<string, string>();
    for (const { id, name } of scholars) {
      const letter = letterOf(name);
      if (!found.has(letter)) {
        found.set(letter, id);
      }
    }
    return found;
  }, [scholars]);
  return (
    <>
      <AlphabetIndex
        letters={[...firsts.keys()]}
        onChoose={(letter) => {
          list.current?.reveal(firsts.get(letter) ?? '', (row) => {
            row.querySelector('a')?.focus({ preventScroll: true });
          });
        }}
      />
      <LongList
        ref={list}
        name="scholars"
        ids={ids}
        row={(id, place) => {
          const scholar = byId.get(id);
          const letter = letterOf(scholar?.name ?? '');
          return scholar === undefined ? null : (
            <ScholarRow
              key={id}
              scholar={scholar}
              letter={firsts.get(letter) === id ? letter : ''}
              place={place}
            />
          );
        }}
      />
    </>
  );
}
