import { useId } from 'react';
import { Link } from 'react-router';
import { offline, type LectureView } from '../../offline/index';
import { counted } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { LectureListItem } from '../lecture/LectureListItem';
import { useLivePart } from '../../ui/useLive';
import { useMedia } from '../../ui/useMedia';
import './LessonsBeside.css';

/** As in LessonsBeside.css: less has no room for two columns. */
const WIDE = '(min-width: 1200px)';
const BEFORE = 3;
const SHOWN = 12;

/** Beside a lecture on a wide screen: the lessons of its series around it, and a link to all of them. */
export function LessonsBeside({ lecture }: { readonly lecture: LectureView }) {
  const isWide = useMedia(WIDE);
  const series = useLivePart(offline.catalogue, (catalogue) => catalogue.series.get(lecture.seriesId ?? ''));
  const titleId = useId();
  if (!isWide || series === undefined || series.lectureIds.length < 2) {
    return null;
  }
  const { lectureIds } = series;
  const from = Math.max(0, Math.min(lectureIds.indexOf(lecture.id) - BEFORE, lectureIds.length - SHOWN));
  return (
    <section className="lessons-beside" aria-labelledby={titleId}>
      <h2 id={titleId}>
        <bdi>{series.title}</bdi>
      </h2>
      <ol className="lecture-rows lecture-rows-ordered">
        {lectureIds.slice(from, from + SHOWN).map((id) => (
          <LectureListItem key={id} lectureId={id} lead="number" action="none" isHere={id === lecture.id} />
        ))}
      </ol>
      <Link className="text-link" to={`/series/${series.id}`}>
        {translate(key`series.all`, counted(currentLocale(), lectureIds.length))}
      </Link>
    </section>
  );
}
