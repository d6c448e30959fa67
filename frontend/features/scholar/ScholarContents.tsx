import type { ScholarView } from '../../offline/index';
import { offline } from '../../offline/index';
import { LectureListItem } from '../lecture/LectureListItem';
import { SeriesCard } from '../series/SeriesCard';
import './ScholarContents.css';
import { useLivePart } from '../../ui/useLive';

/** A scholar's series as covers, then the lectures that belong to no series. */
export function ScholarContents({ scholar }: { readonly scholar: ScholarView }) {
  const all = useLivePart(offline.catalogue, (catalogue) => catalogue.series);
  const series = scholar.seriesIds.map((id) => all.get(id)).filter((one) => one !== undefined);
  return (
    <div className="scholar-works">
      {series.length > 0 && (
        <ul className="series-cards">
          {series.map((one) => (
            <SeriesCard key={one.id} series={one} underScholar />
          ))}
        </ul>
      )}
      {scholar.lectureIds.length > 0 && (
        <ul className="lecture-rows">
          {scholar.lectureIds.map((id) => (
            <LectureListItem key={id} lectureId={id} lead="cover" action="download" />
          ))}
        </ul>
      )}
    </div>
  );
}
