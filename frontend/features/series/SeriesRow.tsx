import { Link } from 'react-router';
import type { SeriesView } from '../../offline/index';
import { CoverLine } from '../catalogue/CoverLine';
import { counted } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import type { RowPlace } from '../../ui/list/LongList';
import './SeriesRow.css';

/** A series in a list of many: a small cover, the title, and the number of its lessons. */
export function SeriesRow({ series, place }: { readonly series: SeriesView; readonly place: RowPlace }) {
  return (
    <li {...place} className="series-row">
      <Link to={`/series/${series.id}`} className="cover-line">
        <CoverLine coverId={series.id}>
          <bdi>{series.title}</bdi>
          <span className="second">
            {translate(key`series.lessons`, counted(currentLocale(), series.lectureIds.length))}
          </span>
        </CoverLine>
      </Link>
    </li>
  );
}
