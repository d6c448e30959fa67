import { useId } from 'react';
import { offline } from '../../../offline/index';
import { CoverLine } from '../../catalogue/CoverLine';
import { joined } from '../../catalogue/lectureLine';
import { formatDuration, formatNumber } from '../../../i18n/format';
import { currentLocale, key, translate } from '../../../i18n/i18n';
import { useLive, useLivePart } from '../../../ui/useLive';

function LaterRow({ lectureId }: { readonly lectureId: string }) {
  const lecture = useLivePart(offline.catalogue, (catalogue) => catalogue.lectures.get(lectureId));
  const detailsId = useId();
  if (!lecture) {
    return null;
  }
  const { title, number, durationMs } = lecture;
  const locale = currentLocale();
  return (
    <li className="queue-row">
      <div className="cover-line covered">
        <CoverLine coverId={lecture.seriesId ?? lectureId}>
          <button
            type="button"
            className="covering"
            aria-describedby={detailsId}
            aria-label={translate(key`play.named`, { action: translate(key`play.play`), title })}
            onClick={() => {
              offline.play(lectureId);
            }}
          >
            <bdi>{title}</bdi>
          </button>
          <span id={detailsId} className="second">
            {joined(
              translate(key`series.lesson`, { number: formatNumber(locale, number) }),
              formatDuration(locale, durationMs),
            )}
          </span>
        </CoverLine>
      </div>
    </li>
  );
}

/** "Then, in the series": what plays by itself once the queue is empty. Absent where nothing does. */
export function AfterQueue() {
  const { afterQueue } = useLive(offline.upNext);
  const { autoPlay } = useLive(offline.playback);
  const titleId = useId();
  if (!autoPlay || afterQueue.length === 0) {
    return null;
  }
  return (
    <>
      <h3 id={titleId}>{translate(key`queue.then`)}</h3>
      <ol aria-labelledby={titleId} className="queue-after">
        {afterQueue.map((lectureId) => (
          <LaterRow key={lectureId} lectureId={lectureId} />
        ))}
      </ol>
    </>
  );
}
