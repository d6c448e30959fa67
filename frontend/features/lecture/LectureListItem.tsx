import { type ReactNode, useId } from 'react';
import { Link } from 'react-router';
import { offline } from '../../offline/index';
import { Cover } from '../catalogue/Cover';
import { hasBetter } from '../catalogue/availability';
import { isTitleRepeated } from '../catalogue/repeatedTitles';
import { DownloadControl } from '../downloads/DownloadControl';
import { formatNumber, formatSize } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { CheckIcon } from '../../ui/icons';
import { LectureMenu } from './LectureMenu';
import { downloadLine, joined, listeningLine } from '../catalogue/lectureLine';
import '../../ui/clamp.css';
import './LectureListItem.css';
import { PlayControl } from './PlayControl';
import type { RowPlace } from '../../ui/list/LongList';
import { useLecture } from '../catalogue/useStored';
import { useLivePart } from '../../ui/useLive';

interface LectureListItemProps {
  readonly lectureId: string;
  /** What stands first: the number within the lecture's series, the cover elsewhere. */
  readonly lead: 'cover' | 'number';
  /** The button of the row: `none` while rows are selected. A tap elsewhere opens the lecture. */
  readonly action: 'play' | 'download' | 'none';
  /** True where the series' title is above the list already. */
  readonly underSeries?: boolean;
  /** Whether the page around the list is about this lecture. */
  readonly isHere?: boolean;
  /** What the list gives its row. */
  readonly place?: RowPlace;
  /** More controls at the end. */
  readonly children?: ReactNode;
}

/** One lecture in a list. The title is the name of its link; length, size and state are its description. */
export function LectureListItem({
  lectureId,
  lead,
  action,
  underSeries = false,
  isHere = false,
  place,
  children,
}: LectureListItemProps) {
  const lecture = useLecture(lectureId);
  const listening = useLivePart(offline.listening, (all) => all.get(lectureId));
  const download = useLivePart(offline.downloads, (all) => all.get(lectureId));
  const queued = useLivePart(offline.upNext, ({ queue }) => queue.includes(lectureId));
  const repeated = useLivePart(
    offline.catalogue,
    (catalogue) => lecture !== undefined && isTitleRepeated(catalogue, lecture.title),
  );
  const loaded = useLivePart(offline.player, (player) => player.lectureId === lectureId);
  const detailsId = useId();
  if (!lecture) {
    return null;
  }
  const locale = currentLocale();
  const underWay = download !== undefined && download.state !== 'ready';
  const size = formatSize(locale, download?.totalBytes ?? lecture.sizeBytes);
  let details: readonly string[] = [listeningLine(lecture, listening), size];
  if (underWay) {
    details = downloadLine(download);
  } else if (download && action === 'download') {
    details = [listeningLine(lecture, listening), translate(key`download.here`)];
  }
  if (hasBetter(lecture, download)) {
    details = [...details, translate(key`download.better.short`)];
  }
  if (loaded) {
    details = [translate(key`player.here`), ...details];
  }
  if (queued) {
    details = [...details, translate(key`queue.here`)];
  }
  const completed = listening?.completed === true;

  return (
    <li
      {...place}
      className={`lecture-row${loaded ? ' lecture-row-loaded' : ''}${isHere ? ' lecture-row-here' : ''}`}
      aria-current={loaded || undefined}
    >
      <div className="lecture-row-link covered">
        {lead === 'number' ? (
          <span className="lecture-row-number" aria-hidden="true">
            {formatNumber(locale, lecture.number)}
          </span>
        ) : (
          <span className="lecture-row-cover">
            <Cover id={lecture.seriesId ?? lecture.id} lectureId={lecture.id} />
          </span>
        )}
        <span className="lecture-row-words">
          <Link
            to={`/lectures/${lecture.id}`}
            className="lecture-row-title covering"
            aria-describedby={detailsId}
            aria-current={isHere ? 'page' : undefined}
          >
            <bdi className="clamp-2">{lecture.title}</bdi>
          </Link>
          <span id={detailsId} className="second">
            {repeated && lead === 'cover' && !underSeries && (
              <bdi className="clamp-2">{joined(lecture.seriesTitle ?? '', lecture.scholarName)}</bdi>
            )}
            {joined(...details)}
          </span>
        </span>
      </div>
      {action === 'play' && <PlayControl lectureId={lecture.id} title={lecture.title} look="row" />}
      {action === 'download' &&
        (completed && !underWay ? (
          <span className="completed-mark" role="img" aria-label={translate(key`lecture.completed`)}>
            <CheckIcon />
          </span>
        ) : (
          <DownloadControl lectureId={lecture.id} title={lecture.title} />
        ))}
      {children}
      {action !== 'none' && <LectureMenu lectureId={lecture.id} title={lecture.title} />}
    </li>
  );
}
