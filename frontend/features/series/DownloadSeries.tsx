import { Button } from '@vaadin/react-components/Button.js';
import type { SeriesView } from '../../offline/index';
import { offline } from '../../offline/index';
import { formatSize } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { DownloadIcon } from '../../ui/icons';
import { SpaceForecast } from '../downloads/SpaceForecast';
import { useCommand } from '../../ui/useCommand';
import { useLive, useLivePart } from '../../ui/useLive';

/** "Download all": every lecture of the series that has no download yet, with their size. Absent when none is left. */
export function DownloadSeries({ series }: { readonly series: SeriesView }) {
  const downloads = useLive(offline.downloads);
  const lectures = useLivePart(offline.catalogue, (catalogue) => catalogue.lectures);
  const run = useCommand();
  const missing = series.lectureIds.filter((id) => !downloads.has(id));
  if (missing.length === 0) {
    return null;
  }
  const sizeBytes = missing.reduce((sum, id) => sum + (lectures.get(id)?.sizeBytes ?? 0), 0);
  return (
    <>
      <Button
        onClick={() => {
          run(offline.downloadAll(missing));
        }}
      >
        <span slot="prefix">
          <DownloadIcon size={20} />
        </span>
        {translate(key`series.download`, { size: formatSize(currentLocale(), sizeBytes) })}
      </Button>
      <SpaceForecast neededBytes={sizeBytes} />
    </>
  );
}
