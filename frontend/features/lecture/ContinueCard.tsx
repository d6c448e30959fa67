import { useId } from 'react';
import { Link } from 'react-router';
import { offline } from '../../offline/index';
import { progressOf } from '../catalogue/availability';
import '../../ui/clamp.css';
import './ContinueCard.css';
import { Cover } from '../catalogue/Cover';
import { listeningLine } from '../catalogue/lectureLine';
import { PlayControl } from './PlayControl';
import { ProgressLine } from '../../ui/ProgressLine';
import { useLivePart } from '../../ui/useLive';
import { usePlaceInSeries } from './usePlaceInSeries';

/** The lecture that the listener heard last: its progress, and a button to go on. */
export function ContinueCard({ lectureId }: { readonly lectureId: string }) {
  const lecture = useLivePart(offline.catalogue, (catalogue) => catalogue.lectures.get(lectureId));
  const place = usePlaceInSeries(lecture);
  const listening = useLivePart(offline.listening, (all) => all.get(lectureId));
  const placeId = useId();
  const seriesId = useId();
  if (!lecture) {
    return null;
  }
  return (
    <article className="card continue-card">
      <div className="continue-card-link covered">
        <span className="continue-card-cover">
          <Cover id={lecture.seriesId ?? lecture.id} />
        </span>
        <span className="continue-card-words">
          <span id={placeId} className="second">
            {place}
          </span>
          <Link
            to={`/lectures/${lecture.id}`}
            className="continue-card-title covering"
            aria-describedby={`${placeId} ${seriesId}`}
          >
            <bdi className="clamp-3">{lecture.title}</bdi>
          </Link>
          <bdi id={seriesId} className="second clamp-2">
            {lecture.seriesTitle ?? lecture.scholarName}
          </bdi>
        </span>
      </div>
      <div className="continue-card-foot">
        <div className="continue-card-progress">
          <ProgressLine value={progressOf(lecture, listening)} />
          <span className="second">{listeningLine(lecture, listening)}</span>
        </div>
        <PlayControl lectureId={lecture.id} title={lecture.title} look="round" />
      </div>
    </article>
  );
}
