import { Button } from '@vaadin/react-components/Button.js';
import type { LectureView } from '../../offline/index';
import { offline } from '../../offline/index';
import { formatSize } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { useCommand } from '../../ui/useCommand';

/** Offers to download the better recording, with its size. Nothing is replaced without a tap. */
export function BetterRecording({ lecture }: { readonly lecture: LectureView }) {
  const run = useCommand();
  const size = formatSize(currentLocale(), lecture.sizeBytes);
  return (
    <div className="lecture-download-progress" role="status">
      <span>{translate(key`download.better`)}</span>
      <div className="lecture-download-actions">
        <Button
          aria-label={translate(key`download.better.named`, { title: lecture.title })}
          onClick={() => {
            run(offline.download(lecture.id));
          }}
        >
          {translate(key`download.better.get`, { size })}
        </Button>
      </div>
    </div>
  );
}
