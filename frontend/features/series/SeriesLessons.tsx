import { type RefObject, useEffect, useRef, useState } from 'react';
import { NavigationType, useLocation, useNavigationType } from 'react-router';
import { isInProgress, nextInSeries } from '../catalogue/availability';
import { LectureList } from '../lecture/LectureList';
import { LectureListItem } from '../lecture/LectureListItem';
import { offline, type SeriesView } from '../../offline/index';
import type { LongListHandle } from '../../ui/list/LongList';
import { SeriesListTools, SHOW_ALL, useShownLectures } from './SeriesListTools';

/**
 * The page opens at the lesson to continue, where the listener has begun the series. Coming back to the page leaves it
 * where it was left.
 */
function useOpensAtNext(list: RefObject<LongListHandle | null>, lectureIds: readonly string[]): void {
  const navigation = useNavigationType();
  const { key: place } = useLocation();
  const isOpen = useRef(false);
  // Not in a layout effect: the router's restoration of the scroll position, which belongs to the frame, runs there.
  useEffect(() => {
    if (isOpen.current) {
      return;
    }
    isOpen.current = true;
    const isFirstView = place === 'default' && window.scrollY === 0;
    const listening = offline.listening.get();
    const isBegun = lectureIds
      .map((id) => listening.get(id))
      .some((state) => state?.completed === true || isInProgress(state));
    const next = nextInSeries(lectureIds, listening);
    if ((navigation !== NavigationType.Pop || isFirstView) && isBegun && next !== null) {
      list.current?.reveal(next);
    }
  }, [navigation, place, list, lectureIds]);
}

/** The lessons of a series, as the listener wants them listed. */
export function SeriesLessons({ series }: { readonly series: SeriesView }) {
  const [options, setOptions] = useState(SHOW_ALL);
  const shown = useShownLectures(series, options);
  const list = useRef<LongListHandle>(null);
  useOpensAtNext(list, series.lectureIds);
  return (
    <LectureList
      ref={list}
      name={`series/${series.id}`}
      lectureIds={shown}
      numbered
      className="lecture-rows-ordered"
      tools={<SeriesListTools series={series} options={options} onChange={setOptions} />}
      row={(id, place) => (
        <LectureListItem key={id} lectureId={id} lead="number" action="download" place={place} />
      )}
    />
  );
}
