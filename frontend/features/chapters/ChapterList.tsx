import { formatClock, formatNumber } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { type ChapterView, type LectureView, offline } from '../../offline/index';
import { useLivePart } from '../../ui/useLive';
import { chapterAt } from './chapters';
import './Chapters.css';

/** Its title, or "Chapter 3" where the recording gives it none. */
export function chapterTitle(chapter: ChapterView, index: number): string {
  return chapter.title === ''
    ? translate(key`chapters.untitled`, { number: formatNumber(currentLocale(), index + 1) })
    : chapter.title;
}

/**
 * The chapters with the times at which they begin. Of the lecture in the player each is a button that goes there, and
 * the present one is marked.
 */
export function ChapterList({ lecture }: { readonly lecture: LectureView }) {
  const { chapters } = lecture;
  const loaded = useLivePart(offline.player, ({ lectureId }) => lectureId === lecture.id);
  const present = useLivePart(offline.player, ({ positionMs }) => chapterAt(chapters, positionMs));
  return (
    <ol className="chapter-list">
      {chapters.map((chapter, index) => {
        const words = (
          <>
            <span className="chapter-time second">{formatClock(currentLocale(), chapter.startMs)}</span>{' '}
            <bdi>{chapterTitle(chapter, index)}</bdi>
          </>
        );
        return (
          <li key={chapter.startMs}>
            {loaded ? (
              <button
                type="button"
                className="chapter"
                aria-current={index === present}
                onClick={() => {
                  offline.seek(chapter.startMs);
                }}
              >
                {words}
              </button>
            ) : (
              <span className="chapter">{words}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
