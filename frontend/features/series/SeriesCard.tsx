import { useId } from 'react';
import { Link } from 'react-router';
import type { SeriesView } from '../../offline/index';
import { Cover } from '../catalogue/Cover';
import { counted } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import './SeriesCard.css';

interface SeriesCardProps {
  readonly series: SeriesView;
  /** Whether it stands under its scholar's name already. */
  readonly underScholar?: boolean;
}

/** A series by its cover; a link named by its title, described by scholar and number of lessons. */
export function SeriesCard({ series, underScholar = false }: SeriesCardProps) {
  const detailsId = useId();
  return (
    <li className="series-card covered">
      <Cover id={series.id} size="large" />
      <Link to={`/series/${series.id}`} className="series-card-title covering" aria-describedby={detailsId}>
        <bdi>{series.title}</bdi>
      </Link>
      <span id={detailsId} className="series-card-details second">
        {!underScholar && <bdi>{series.scholarName}</bdi>}
        <span>{translate(key`series.lessons`, counted(currentLocale(), series.lectureIds.length))}</span>
      </span>
    </li>
  );
}
