import {
  type ReactNode,
  type Ref,
  useDeferredValue,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { finderOf, numberIn } from '../../offline/finding';
import { offline } from '../../offline/index';
import { ALL_RENDERED, LongList, type LongListHandle, type RowPlace } from '../../ui/list/LongList';
import { useLivePart } from '../../ui/useLive';
import { FindInList } from './FindInList';
import './LectureList.css';

/** From so many lessons on, a number is faster than scrolling. */
const FIND_LESSON_FROM = 20;

interface LectureListProps {
  /** Distinguishes this list from others. */
  readonly name: string;
  readonly lectureIds: readonly string[];
  /** True for the lessons of a series: their numbers can be jumped to. */
  readonly numbered?: boolean;
  readonly className?: string;
  /** What else changes how the list is shown. It stands beside the field. */
  readonly tools?: ReactNode;
  /** Renders a lecture as a `LectureListItem` in this place. */
  readonly row: (lectureId: string, place: RowPlace) => ReactNode;
  readonly ref?: Ref<LongListHandle>;
}

/**
 * A list of lectures of any length. A long one can be searched: the browser's own search finds only what is rendered.
 * The field "Find in this list" shows the lectures with all words of a query; of a series also those with a number, and
 * "Go to lesson 30" leads to that lesson among the others.
 */
export function LectureList({
  name,
  lectureIds,
  numbered = false,
  className,
  tools = null,
  row,
  ref,
}: LectureListProps) {
  const [query, setQuery] = useState('');
  // What is typed is shown before what it finds. All of the list comes back at once.
  const deferred = useDeferredValue(query);
  const found = useFound(lectureIds, query.trim() === '' ? '' : deferred);
  const list = useRef<LongListHandle>(null);
  useImperativeHandle(ref, () => ({
    reveal: (id, onRevealed) => list.current?.reveal(id, onRevealed),
  }));
  const number = numbered ? numberIn(query) : null;
  const lesson = useLivePart(offline.catalogue, ({ lectures }) =>
    number === null ? undefined : lectureIds.find((id) => lectures.get(id)?.number === number),
  );
  const goTo = (lectureId: string) => {
    flushSync(() => {
      setQuery('');
    });
    list.current?.reveal(lectureId, (shown) => {
      shown.querySelector('a')?.focus({ preventScroll: true });
    });
  };
  return (
    <>
      <div className="lecture-list-head">
        {lectureIds.length > (numbered ? FIND_LESSON_FROM : ALL_RENDERED) && (
          <FindInList
            query={query}
            onQuery={setQuery}
            found={query.trim() === '' ? null : found.length}
            numbered={numbered}
            lesson={lesson === undefined || number === null ? null : number}
            onLesson={() => {
              if (lesson !== undefined) {
                goTo(lesson);
              }
            }}
          />
        )}
        {tools}
      </div>
      <LongList
        ref={list}
        name={name}
        ids={found}
        ordered={numbered}
        className={className === undefined ? 'lecture-rows' : `lecture-rows ${className}`}
        row={row}
      />
    </>
  );
}

function useFound(lectureIds: readonly string[], query: string): readonly string[] {
  const lectures = useLivePart(offline.catalogue, (catalogue) => catalogue.lectures);
  return useMemo(() => {
    if (query.trim() === '') {
      return lectureIds;
    }
    const isFound = finderOf(query);
    return lectureIds.filter((id) => {
      const lecture = lectures.get(id);
      if (lecture === undefined) {
        return false;
      }
      const { title, otherTitles, seriesTitle, scholarName, number } = lecture;
      return isFound([title, ...otherTitles, seriesTitle ?? '', scholarName], number);
    });
  }, [lectureIds, lectures, query]);
}
