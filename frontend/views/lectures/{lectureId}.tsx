import { Link, useParams, useSearchParams } from 'react-router';
import { isInProgress, progressOf } from '../../features/catalogue/availability';
import { CatalogueGate } from '../../features/catalogue/CatalogueGate';
import { ChapterList } from '../../features/chapters/ChapterList';
import { Cover } from '../../features/catalogue/Cover';
import { Description } from '../../ui/Description';
import { EarlierPlaces } from '../../features/lecture/EarlierPlaces';
import { FavoriteButton } from '../../features/lecture/FavoriteButton';
import { formatClock, formatDuration, formatSize } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { CheckIcon } from '../../ui/icons';
import { joined, listeningLine } from '../../features/catalogue/lectureLine';
import { LectureDownload } from '../../features/downloads/LectureDownload';
import { LectureMenu } from '../../features/lecture/LectureMenu';
import { NotHere } from '../../features/catalogue/Arriving';
import { PlayControl } from '../../features/lecture/PlayControl';
import { LessonsBeside } from '../../features/series/LessonsBeside';
import { ProgressLine } from '../../ui/ProgressLine';
import { Section } from '../../ui/Section';
import { useCommand } from '../../ui/useCommand';
import { useLivePart } from '../../ui/useLive';
import { useStored } from '../../features/catalogue/useStored';
import { usePlaceInSeries } from '../../features/lecture/usePlaceInSeries';
import { ViewHeader } from '../../features/frame/ViewHeader';
import { offline, type LectureView as LectureFacts } from '../../offline/index';
import '../detail.css';

/** "Lesson 7 of 24 · 44 min · 38 MB". */
function FactsLine({ lecture }: { readonly lecture: LectureFacts }) {
  const place = usePlaceInSeries(lecture);
  const locale = currentLocale();
  return (
    <p className="second">
      {joined(place, formatDuration(locale, lecture.durationMs), formatSize(locale, lecture.sizeBytes))}
    </p>
  );
}

/** "Play from 34:10": the place that the link names (`?t=` with seconds), where it is within the lecture. */
function LinkedPlace({ lecture }: { readonly lecture: LectureFacts }) {
  const [parameters] = useSearchParams();
  const positionMs = Number(parameters.get('t') ?? 0) * 1_000;
  if (!(positionMs > 0 && positionMs < lecture.durationMs)) {
    return null;
  }
  return (
    <button
      type="button"
      className="text-link"
      onClick={() => {
        offline.playFrom(lecture.id, positionMs);
      }}
    >
      {translate(key`lecture.from`, { time: formatClock(currentLocale(), positionMs) })}
    </button>
  );
}

/** The progress, and "Mark as completed" or "Mark as not completed". */
function LectureProgress({ lecture }: { readonly lecture: LectureFacts }) {
  const listening = useLivePart(offline.listening, (all) => all.get(lecture.id));
  const run = useCommand();
  const completed = listening?.completed === true;
  const begun = !completed && isInProgress(listening);
  return (
    <div className="detail-standing">
      {begun && <ProgressLine value={progressOf(lecture, listening)} />}
      <div className="detail-standing-line">
        {begun && <span className="second">{listeningLine(lecture, listening)}</span>}
        {completed && (
          <span className="detail-done">
            <CheckIcon size={20} />
            {translate(key`lecture.completed`)}
          </span>
        )}
        <button
          type="button"
          className="text-link"
          onClick={() => {
            run(offline.setFlag(lecture.id, 'completion', !completed));
          }}
        >
          {completed ? translate(key`lecture.reopen`) : translate(key`lecture.complete`)}
        </button>
        <EarlierPlaces lectureId={lecture.id} />
        <LinkedPlace lecture={lecture} />
      </div>
    </div>
  );
}

function Lecture({ lectureId }: { readonly lectureId: string }) {
  const lecture = useLivePart(offline.catalogue, (catalogue) => catalogue.lectures.get(lectureId));
  const stored = useStored('lecture', lectureId);
  useStored('series', lecture?.seriesId ?? null);
  if (!lecture) {
    return <NotHere looked={stored} />;
  }
  const { seriesId, seriesTitle } = lecture;
  return (
    <>
      <ViewHeader
        title={lecture.title}
        back={seriesId === null ? '/browse' : `/series/${seriesId}`}
        heading={false}
      />
      <div className="with-lessons-beside">
        <div>
          <article className="detail-head">
            <span className="detail-cover">
              <Cover id={seriesId ?? lecture.id} lectureId={lecture.id} size="large" />
            </span>
            <div className="detail-words">
              {seriesId !== null && (
                <p className="second">
                  <Link to={`/series/${seriesId}`}>
                    <bdi>{seriesTitle}</bdi>
                  </Link>
                </p>
              )}
              <h1 tabIndex={-1}>
                <bdi>{lecture.title}</bdi>
              </h1>
              <p className="second">
                <Link to={`/scholars/${lecture.scholarId}`}>
                  <bdi>{lecture.scholarName}</bdi>
                </Link>
              </p>
              <FactsLine lecture={lecture} />
              {!lecture.published && <p className="second">{translate(key`lecture.withdrawn`)}</p>}
            </div>
            <div className="detail-actions">
              <PlayControl lectureId={lecture.id} title={lecture.title} look="wide" />
              <FavoriteButton lectureId={lecture.id} title={lecture.title} />
              <LectureMenu lectureId={lecture.id} title={lecture.title} />
            </div>
          </article>
          <div className="detail-rest">
            <LectureProgress lecture={lecture} />
            <LectureDownload lecture={lecture} />
            <Description text={lecture.description} />
            {lecture.chapters.length > 0 && (
              <Section title={translate(key`chapters.title`)}>
                <ChapterList lecture={lecture} />
              </Section>
            )}
          </div>
        </div>
        <LessonsBeside lecture={lecture} />
      </div>
    </>
  );
}

export default function LectureView() {
  const { lectureId = '' } = useParams();
  return (
    <CatalogueGate withHeader>
      <Lecture lectureId={lectureId} />
    </CatalogueGate>
  );
}
