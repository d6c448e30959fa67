import { key, translate } from '../../i18n/i18n';
import { type LectureView, offline } from '../../offline/index';
import { useLivePart } from '../../ui/useLive';
import { ChapterList, chapterTitle } from './ChapterList';
import { chapterAt, nextStart, previousStart } from './chapters';
import './Chapters.css';

/** "Previous chapter" or "Next chapter"; disabled where there is none. */
function ChapterStep({
  to,
  words,
  sign,
}: {
  readonly to: number | null;
  readonly words: string;
  readonly sign: string;
}) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={words}
      aria-disabled={to === null}
      onClick={() => {
        if (to !== null) {
          offline.seek(to);
        }
      }}
    >
      <span className="chapter-step" aria-hidden="true">
        {sign}
      </span>
    </button>
  );
}

/** The title of the present chapter, which opens the list of all, between "Previous" and "Next chapter". */
export function PlayerChapters({ lecture }: { readonly lecture: LectureView }) {
  const { chapters } = lecture;
  const index = useLivePart(offline.player, ({ positionMs }) => chapterAt(chapters, positionMs));
  const next = useLivePart(offline.player, ({ positionMs }) => nextStart(chapters, positionMs));
  const previous = useLivePart(offline.player, ({ positionMs }) => previousStart(chapters, positionMs));
  if (chapters.length === 0) {
    return null;
  }
  const present = chapters[index];
  return (
    <div className="player-chapters" role="group" aria-label={translate(key`chapters.title`)}>
      <ChapterStep to={previous} words={translate(key`chapters.previous`)} sign="‹" />
      <details>
        <summary>
          <bdi>{present === undefined ? translate(key`chapters.title`) : chapterTitle(present, index)}</bdi>
        </summary>
        <ChapterList lecture={lecture} />
      </details>
      <ChapterStep to={next} words={translate(key`chapters.next`)} sign="›" />
    </div>
  );
}
