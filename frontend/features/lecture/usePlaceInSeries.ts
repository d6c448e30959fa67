import { formatNumber } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { offline, type LectureView } from '../../offline/index';
import { useLivePart } from '../../ui/useLive';

/** "Lesson 7 of 24", or "Lesson 7" while the series is still arriving, or "Single lecture"; empty without a lecture. */
export function usePlaceInSeries(lecture: LectureView | undefined): string {
  const total = useLivePart(offline.catalogue, ({ series, arriving }) =>
    arriving === null ? (series.get(lecture?.seriesId ?? '')?.lectureIds.length ?? 0) : 0,
  );
  if (lecture === undefined) {
    return '';
  }
  const locale = currentLocale();
  const number = formatNumber(locale, lecture.number);
  if (lecture.number === 0) {
    return translate(key`lecture.single`);
  }
  return total === 0
    ? translate(key`lecture.number.alone`, { number })
    : translate(key`lecture.number`, { number, total: formatNumber(locale, total) });
}
