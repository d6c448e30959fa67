import { Link, useParams } from 'react-router';
import { nextInSeries } from '../../features/catalogue/availability';
import { CatalogueGate } from '../../features/catalogue/CatalogueGate';
import { Cover } from '../../features/catalogue/Cover';
import { Description } from '../../ui/Description';
import { SeriesLessons } from '../../features/series/SeriesLessons';
import { DownloadSeries } from '../../features/series/DownloadSeries';
import { counted, formatDuration, formatNumber } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { joined } from '../../features/catalogue/lectureLine';
import { NotHere } from '../../features/catalogue/Arriving';
import { PlayControl } from '../../features/lecture/PlayControl';
import { useLive, useLivePart } from '../../ui/useLive';
import { useStored } from '../../features/catalogue/useStored';
import { ViewHeader } from '../../features/frame/ViewHeader';
import { offline, type SeriesView as SeriesFacts } from '../../offline/index';
import '../detail.css';

function SeriesHead({ series }: { readonly series: SeriesFacts }) {
  const listening = useLive(offline.listening);
  const lectures = useLivePart(offline.catalogue, (catalogue) => catalogue.lectures);
  const locale = currentLocale();
  const completed = series.lectureIds.filter((id) => listening.get(id)?.completed === true).length;
  const next = lectures.get(nextInSeries(series.lectureIds, listening) ?? '');
  return (
    <div className="detail-head">
      <span className="detail-cover">
        <Cover id={series.id} size="large" />
      </span>
      <div className="detail-words">
        <p className="second">
          {joined(
            translate(key`series.lessons`, counted(locale, series.lectureIds.length)),
            formatDuration(locale, series.durationMs),
          )}
        </p>
        <h1 tabIndex={-1}>
          <bdi>{series.title}</bdi>
        </h1>
        <p className="second">
          <Link to={`/scholars/${series.scholarId}`}>
            <bdi>{series.scholarName}</bdi>
          </Link>
        </p>
        {completed > 0 && (
          <p className="detail-done">{translate(key`series.completed`, counted(locale, completed))}</p>
        )}
      </div>
      <div className="detail-actions">
        {next && (
          <>
            <PlayControl lectureId={next.id} title={next.title} look="wide" />
            <span className="second">
              {translate(key`series.lesson`, { number: formatNumber(locale, next.number) })}
            </span>
          </>
        )}
        <DownloadSeries series={series} />
      </div>
    </div>
  );
}

function Series({ seriesId }: { readonly seriesId: string }) {
  const series = useLivePart(offline.catalogue, (catalogue) => catalogue.series.get(seriesId));
  const stored = useStored('series', seriesId);
  if (!series) {
    return <NotHere looked={stored} />;
  }
  return (
    <>
      <ViewHeader title={series.title} back="/browse" heading={false} />
      <SeriesHead series={series} />
      <Description text={series.description} />
      {stored && <SeriesLessons key={series.id} series={series} />}
    </>
  );
}

export default function SeriesView() {
  const { seriesId = '' } = useParams();
  return (
    <CatalogueGate withHeader>
      <Series seriesId={seriesId} />
    </CatalogueGate>
  );
}
