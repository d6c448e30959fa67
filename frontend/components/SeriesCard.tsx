import { useId } from 'react';
import { Link } from 'react-router';
import type { SeriesView } from '../offline/index';
import { Cover } from './Cover';
import { counted } from './format';
import { currentLocale, key, translate } from './i18n';
import './SeriesCard.css';

/** A series by its cover; a link named by its title, described by scholar and number of lessons. */
export function SeriesCard({ series }: { readonly series: SeriesView }) {
  const titleId = useId();
  const detailsId = useId();
  return (
    <li className="series-card">
      <Link to={`/series/${series.id}`} aria-labelledby={titleId} aria-describedby={detailsId}>
        <Cover id={series.id} size="large" />
        <bdi id={titleId} className="series-card-title">
          {series.title}
        </bdi>
        <span id={detailsId} className="series-card-details second">
          <bdi>{series.scholarName}</bdi>
          <span>{translate(key`series.lessons`, counted(currentLocale(), series.lectureIds.length))}</span>
        </span>
      </Link>
    </li>
  );
}
