import { useMemo } from 'react';
import { Link } from 'react-router';
import type { ScholarView, SeriesView } from '../../offline/index';
import { offline } from '../../offline/index';
import { titleOrder } from '../catalogue/titleOrder';
import { LectureList } from '../lecture/LectureList';
import { LectureListItem } from '../lecture/LectureListItem';
import { SeriesCard } from '../series/SeriesCard';
import { SeriesRow } from '../series/SeriesRow';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { LongList } from '../../ui/list/LongList';
import { useLivePart } from '../../ui/useLive';
import './ScholarContents.css';

/** More series are listed in rows: a cover for each of them would take several screens. */
const MOST_CARDS = 60;
/** Of each scholar where several are shown. */
const BRIEF_SERIES = 12;
const BRIEF_LECTURES = 6;

interface ScholarContentsProps {
  readonly scholar: ScholarView;
  /** Shows the first few, and a link to all. */
  readonly brief?: boolean;
}

function Series({
  scholarId,
  series,
}: {
  readonly scholarId: string;
  readonly series: readonly SeriesView[];
}) {
  const ids = useMemo(() => series.map(({ id }) => id), [series]);
  if (series.length <= MOST_CARDS) {
    return (
      <ul className="series-cards">
        {series.map((one) => (
          <SeriesCard key={one.id} series={one} underScholar />
        ))}
      </ul>
    );
  }
  const byId = new Map(series.map((one) => [one.id, one]));
  return (
    <LongList
      name={`series of ${scholarId}`}
      ids={ids}
      row={(id, place) => {
        const one = byId.get(id);
        return one === undefined ? null : <SeriesRow key={id} series={one} place={place} />;
      }}
    />
  );
}

/** A scholar's series, then the lectures that belong to no series, each in the order of the language. */
export function ScholarContents({ scholar, brief = false }: ScholarContentsProps) {
  const all = useLivePart(offline.catalogue, (catalogue) => catalogue.series);
  const lectures = useLivePart(offline.catalogue, (catalogue) => catalogue.lectures);
  const locale = currentLocale();
  const series = useMemo(() => {
    const order = titleOrder(locale);
    const known = scholar.seriesIds.map((id) => all.get(id)).filter((one) => one !== undefined);
    return known.sort((a, b) => order(a.title, b.title)).slice(0, brief ? BRIEF_SERIES : undefined);
  }, [scholar, all, locale, brief]);
  const lectureIds = useMemo(() => {
    const order = titleOrder(locale);
    const title = (id: string) => lectures.get(id)?.title ?? '';
    return scholar.lectureIds
      .toSorted((a, b) => order(title(a), title(b)))
      .slice(0, brief ? BRIEF_LECTURES : undefined);
  }, [scholar, lectures, locale, brief]);
  const isCut = series.length < scholar.seriesIds.length || lectureIds.length < scholar.lectureIds.length;
  return (
    <div className="scholar-works">
      {series.length > 0 && <Series scholarId={scholar.id} series={series} />}
      {lectureIds.length > 0 && (
        <LectureList
          name={`scholar/${scholar.id}`}
          lectureIds={lectureIds}
          row={(id, place) => (
            <LectureListItem key={id} lectureId={id} lead="cover" action="download" place={place} />
          )}
        />
      )}
      {brief && isCut && (
        <Link className="text-link" to={`/scholars/${scholar.id}`}>
          {translate(key`scholar.all`, { name: scholar.name })}
        </Link>
      )}
    </div>
  );
}
