import { useId } from 'react';
import { Link } from 'react-router';
import type { SeriesView } from '../../offline/index';
import { Cover } from '../catalogue/Cover';
import { counted } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import '../../ui/clamp.css';
import './SeriesCard.css';

interface SeriesCardProps {
  readonly series: SeriesView;
  /** True where the scholar's name is above the card already. */
  readonly underScholar?: boolean;
}

/** A series with its cover: a link named by the title, described by scholar and number of lessons. */
export function SeriesCard({ series, underScholar = false }: SeriesCardProps) {
  const detailsId = useId();
  return (
    <li className="series-card covered">
      <Cover id={series.id} size="large" />
      <Link to={`/series/${series.id}`} className="series-card-title covering" aria-describedby={detailsId}>
        <bdi className="clamp-3">{series.title}</bdi>
      </Link>
      <span id={detailsId} className="series-card-details second">
        {!underScholar && <bdi className="clamp-2">{series.scholarName}</bdi>}
        <span>{translate(key`series.lessons`, counted(currentLocale(), series.lectureIds.length))}</span>
      </span>
    </li>
  );
}
