import { CoverLine } from '../../catalogue/CoverLine';
import { DownloadControl } from '../../downloads/DownloadControl';
import { key, translate } from '../../../i18n/i18n';
import { NextIcon } from '../../../ui/icons';
import { useLive, useLivePart } from '../../../ui/useLive';
import { offline } from '../../../offline/index';
import './NextCard.css';

interface NextCardProps {
  readonly queueOpen: boolean;
  readonly onToggleQueue: () => void;
}

/** The next lecture and its download. The card "Next: …" opens the queue, "Play now: …" plays it. */
export function NextCard({ queueOpen, onToggleQueue }: NextCardProps) {
  const { next } = useLive(offline.upNext);
  const { autoPlay } = useLive(offline.playback);
  const lecture = useLivePart(offline.catalogue, (catalogue) => catalogue.lectures.get(next ?? ''));
  if (!lecture) {
    return null;
  }
  const { title } = lecture;
  const words = autoPlay ? translate(key`next.name`) : translate(key`next.manual`);
  return (
    <div className="next-card">
      <div className="cover-line covered">
        <CoverLine coverId={lecture.seriesId ?? lecture.id}>
          <span className="second">{words}</span>
          <button
            type="button"
            className="covering"
            aria-expanded={queueOpen}
            aria-label={translate(key`play.named`, { action: words, title })}
            onClick={onToggleQueue}
          >
            <bdi>{title}</bdi>
          </button>
        </CoverLine>
      </div>
      <DownloadControl lectureId={lecture.id} title={title} />
      <button
        type="button"
        className="icon-button"
        aria-label={translate(key`next.now.named`, { title })}
        onClick={() => {
          offline.next();
        }}
      >
        <NextIcon />
      </button>
    </div>
  );
}
